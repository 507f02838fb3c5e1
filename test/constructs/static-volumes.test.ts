/** Local disks as volumes: the smallest props, every prop, every refusal. */
import { describe, expect, test } from '@jest/globals';
import { StaticVolumes, type LocalDisk, type StaticVolumesProps } from '../../lib/constructs/weights/static-volumes';
import { gib, mib } from '../../lib/core/bytes';
import { draw, fieldOf, refusal, titles } from './support/drawn';
import { everyProp } from './support/every-prop';

const add = (chart: ConstructorParameters<typeof StaticVolumes>[0], props: StaticVolumesProps) =>
  new StaticVolumes(chart, 'disks', props);
const disk: LocalDisk = { node: 'gpu-1', path: '/mnt/nvme0', capacity: gib(100), volumes: 1 };
const all: StaticVolumesProps = { storageClass: 'nvme', disks: [disk] };

test('a class without a provisioner, and no volume without a disk', () => {
  const manifests = draw((chart) => add(chart, { storageClass: 'nvme', disks: [] }));
  expect(titles(manifests)).toEqual(['StorageClass nvme']);
  expect(
    ['provisioner', 'volumeBindingMode', 'reclaimPolicy'].map((field) =>
      fieldOf(manifests, `StorageClass nvme: ${field}`),
    ),
  ).toEqual(['kubernetes.io/no-provisioner', 'WaitForFirstConsumer', 'Retain']);
});

test('a disk is cut into equal volumes of whole MiB, each tied to its node and kept', () => {
  const manifests = draw((chart) => add(chart, { ...all, disks: [{ ...disk, volumes: 3, capacity: mib(1000) }] }));
  expect(titles(manifests)).toEqual([
    'StorageClass nvme',
    ...[0, 1, 2].map((volume) => `PersistentVolume gpu-1-mnt-nvme0-${volume}`),
  ]);
  expect(fieldOf(manifests, 'PersistentVolume gpu-1-mnt-nvme0-2: spec')).toEqual({
    capacity: { storage: '333Mi' },
    volumeMode: 'Filesystem',
    accessModes: ['ReadWriteOnce'],
    persistentVolumeReclaimPolicy: 'Retain',
    storageClassName: 'nvme',
    local: { path: '/mnt/nvme0/volume-2' },
    nodeAffinity: {
      required: {
        nodeSelectorTerms: [
          { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['gpu-1'] }] },
        ],
      },
    },
  });
});

describe('each prop shows', () => {
  everyProp<StaticVolumesProps>(add, all, {
    storageClass: {
      to: 'other',
      shows: {
        'StorageClass other: provisioner': 'kubernetes.io/no-provisioner',
        'PersistentVolume gpu-1-mnt-nvme0-0: spec.storageClassName': 'other',
      },
    },
    disks: {
      to: [{ ...disk, node: 'gpu-2' }],
      shows: { 'PersistentVolume gpu-2-mnt-nvme0-0: spec.local.path': '/mnt/nvme0/volume-0' },
    },
  });
});

test('a disk that is listed twice, or is named alike, is refused', () => {
  const message = (path: string) =>
    `disks.disks: ${path}/volume-0 of gpu-1 would give a second volume the name 'gpu-1-mnt-nvme0-0'.\n` +
    '  fix: list each disk once, and mount disks at paths that differ in letters or digits\n  [SameVolume]';
  expect(refusal((chart) => add(chart, { ...all, disks: [disk, disk] }))).toBe(message('/mnt/nvme0'));
  expect(refusal((chart) => add(chart, { ...all, disks: [disk, { ...disk, path: '/mnt-nvme0' }] }))).toBe(
    message('/mnt-nvme0'),
  );
});

test('a disk without a number of volumes does not compile', () => {
  // @ts-expect-error somebody must say how it is cut
  const whole: LocalDisk = { node: 'gpu-1', path: '/mnt/nvme0', capacity: gib(100) };
  expect(whole.node).toBe('gpu-1');
});
