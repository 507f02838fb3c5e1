/** The store's claim and class: the smallest props, every prop, every refusal. */
import { describe, expect, test } from '@jest/globals';
import { ModelStore, type ModelStoreProps, type StoreBackend } from '../../lib/constructs/weights/model-store';
import { gib, gigabytes } from '../../lib/core/bytes';
import { draw, fieldOf, refusal, titles } from './support/drawn';
import { everyProp } from './support/every-prop';

const add = (chart: ConstructorParameters<typeof ModelStore>[0], props: ModelStoreProps) =>
  new ModelStore(chart, 'models', props);
const nfs = { kind: 'nfs', server: 'nas.example', share: '/exports' } as const satisfies StoreBackend;
const smallest: ModelStoreProps = { namespace: 'store', backend: nfs, capacity: gib(100) };
const ofBackend = (backend: StoreBackend) => draw((chart) => add(chart, { ...smallest, backend }));

describe('NFS', () => {
  const manifests = ofBackend(nfs);

  test('has a class that waits for a hanging server and keeps its folder when the claim is gone', () => {
    expect(titles(manifests)).toEqual(['StorageClass models', 'PersistentVolumeClaim store/models']);
    expect(fieldOf(manifests, 'StorageClass models: parameters')).toEqual({
      server: 'nas.example',
      share: '/exports',
      subDir: 'models',
      onDelete: 'retain',
    });
    expect(fieldOf(manifests, 'StorageClass models: mountOptions')).toEqual([
      'hard',
      'nfsvers=4.1',
      'timeo=600',
      'retrans=2',
      'noatime',
    ]);
    expect(
      ['provisioner', 'reclaimPolicy', 'volumeBindingMode', 'allowVolumeExpansion'].map((field) =>
        fieldOf(manifests, `StorageClass models: ${field}`),
      ),
    ).toEqual(['nfs.csi.k8s.io', 'Retain', 'Immediate', true]);
  });

  test('is claimed for many nodes', () => {
    expect(fieldOf(manifests, 'PersistentVolumeClaim store/models: spec')).toEqual({
      accessModes: ['ReadWriteMany'],
      storageClassName: 'models',
      resources: { requests: { storage: '100Gi' } },
    });
  });

  test.each<[Partial<Extract<StoreBackend, { kind: 'nfs' }>>, string, unknown]>([
    [{ server: 'other' }, 'parameters.server', 'other'],
    [{ share: '/b' }, 'parameters.share', '/b'],
    [{ subDir: 'dir' }, 'parameters.subDir', 'dir'],
    [{ mountOptions: ['nfsvers=4.2'] }, 'mountOptions', ['nfsvers=4.2']],
  ])('shows %j', (change, path, value) => {
    expect(fieldOf(ofBackend({ ...nfs, ...change }), `StorageClass models: ${path}`)).toEqual(value);
  });

  test('may have a class of another name, which the claim follows', () => {
    const named = ofBackend({ ...nfs, storageClass: 'team-nfs' });
    expect(titles(named)).toContain('StorageClass team-nfs');
    expect(fieldOf(named, 'PersistentVolumeClaim store/models: spec.storageClassName')).toBe('team-nfs');
  });

  test.each(['soft', 'softerr', 'softreval'])('is never mounted %s', (option) => {
    expect(
      refusal((chart) => add(chart, { ...smallest, backend: { ...nfs, mountOptions: ['nfsvers=4.1', option] } })),
    ).toBe(
      `models.backend.mountOptions: '${option}' makes reads fail when the server does not answer, so weights would look damaged.\n  fix: write 'hard'\n  [MountOption]`,
    );
  });
});

test.each<[StoreBackend, string, string | undefined]>([
  [{ kind: 'class', storageClass: 'cephfs' }, 'ReadWriteMany', 'cephfs'],
  [{ kind: 'direct' }, 'ReadWriteOnce', undefined],
  [{ kind: 'direct', storageClass: 'fast' }, 'ReadWriteOnce', 'fast'],
])('%j is a claim without a class of ours', (backend, mode, storageClass) => {
  const manifests = ofBackend(backend);
  expect(titles(manifests)).toEqual(['PersistentVolumeClaim store/models']);
  expect(fieldOf(manifests, 'PersistentVolumeClaim store/models: spec')).toMatchObject({ accessModes: [mode] });
  expect(fieldOf(manifests, 'PersistentVolumeClaim store/models: spec.storageClassName')).toBe(storageClass);
});

describe('each prop shows', () => {
  everyProp<ModelStoreProps>(add, smallest, {
    namespace: { to: 'other', shows: { 'PersistentVolumeClaim other/models: metadata.namespace': 'other' } },
    backend: {
      to: { kind: 'class', storageClass: 'cephfs' },
      shows: { 'PersistentVolumeClaim store/models: spec.storageClassName': 'cephfs' },
    },
    capacity: {
      to: gigabytes(5),
      shows: { 'PersistentVolumeClaim store/models: spec.resources.requests.storage': '5G' },
    },
  });
});

test('its claim has its name', () => {
  draw((chart) => {
    expect(add(chart, smallest).claimName).toBe('models');
  });
});

test('wrong backends do not compile', () => {
  // @ts-expect-error a class has a name
  const unnamed: StoreBackend = { kind: 'class' };
  // @ts-expect-error a host path is nobody's store
  const host: StoreBackend = { kind: 'hostPath', path: '/models' };
  // @ts-expect-error mount options belong to NFS
  const options: StoreBackend = { kind: 'direct', mountOptions: ['hard'] };
  expect([unnamed, host, options]).toHaveLength(3);
});
