/** Claimed GPUs beside a live cluster: the classes, and what the ResourceSlices of each node show. */
import { describe, expect, test } from '@jest/globals';
import { synthesise } from '../../lib';
import { formatDifference, inventoryOf, neededFor, preflight } from '../../lib/internal';
import { device, devicesOfNode, spaced } from '../cluster/world/devices';
import { claimed } from '../plan/fixtures/claimed';
import { changing, compared, declared, environmentOf, without, type Change } from './support/declared';

const said = (...changes: readonly Change[]): readonly string[] =>
  compared(claimed, ...changes).differences.map(formatDifference);

const slice = (node: string, devices: readonly object[]): Change =>
  changing('ResourceSlice', `${node}-gpu.nvidia.com`, (object) => ({
    ...object,
    spec: { ...(object['spec'] as object), devices },
  }));

const { l40s } = environmentOf(claimed).nodePools;
if (l40s === undefined) throw new Error('there is no pool l40s');
const usual = devicesOfNode(l40s);
const productName = spaced('NVIDIA-L40S');

const missing = (found: string): string =>
  `claimed.nodePools.l40s: declared 2 devices of class gpu.nvidia.com, NVIDIA-L40S, in the ResourceSlices of each node; found ${found}.
  fix: install NVIDIA's DRA driver (kubernetes-sigs/dra-driver-nvidia-gpu), which brings the class · kubectl get resourceslices -o yaml, which shows what the driver publishes
  [GpusMissing]`;

test('a cluster with its devices differs in nothing, although no device plugin reports GPUs', () => {
  expect(compared(claimed)).toEqual({ environment: 'claimed', differences: [], unusable: [], unseen: [] });
});

describe('devices', () => {
  test('of a node without a slice are missing', () => {
    expect(said(without('ResourceSlice', 'gpu-2-gpu.nvidia.com'))).toEqual([missing('none on gpu-2')]);
  });

  test('of another product, or that are slices, do not count', () => {
    const [first = {}] = usual;
    const others = [device('gpu-1', { type: 'gpu', productName: 'NVIDIA L4' }, 46_068)];
    expect(said(slice('gpu-1', [first, ...others]))).toEqual([missing('1 on gpu-1')]);
    const cut = device('mig-1', { type: 'mig', productName }, 46_068);
    expect(said(slice('gpu-1', [first, cut]))).toEqual([missing('1 on gpu-1')]);
  });

  test('with less memory than the plan counts on are reported, and so is one that states none', () => {
    const [first = {}] = usual;
    const less = (found: string): string =>
      `claimed.nodePools.l40s: declared 46068 MiB on each device of class gpu.nvidia.com, NVIDIA-L40S; found ${found}.
  fix: update the driver, or turn off ECC, which uses memory: nvidia-smi -q -d MEMORY,ECC shows both
  [GpuMemoryLess]`;
    expect(said(slice('gpu-1', [first, device('gpu-1', { type: 'gpu', productName }, 46_067)]))).toEqual([
      less('1 with less on gpu-1'),
    ]);
    const silent = { name: 'gpu-1', attributes: { type: { string: 'gpu' }, productName: { string: productName } } };
    expect(said(slice('gpu-1', [silent, silent]))).toEqual([less('2 with less on gpu-1')]);
  });

  test('beyond those that are declared are left to others', () => {
    expect(said(slice('gpu-1', [...usual, ...usual]))).toEqual([]);
  });
});

test('a class that is not there is reported once for each pool, with what brings it', () => {
  expect(said(without('DeviceClass', 'mig.nvidia.com'))).toEqual([
    `claimed.nodePools.slices.allocation: declared DeviceClass 'mig.nvidia.com'; found none, but gpu.nvidia.com.
  fix: install NVIDIA's DRA driver (kubernetes-sigs/dra-driver-nvidia-gpu), which brings the class · allocation: 'counted', for nodes with a device plugin
  [ClassMissing]`,
  ]);
});

test('lists that may not be read are named, and nothing is said of what they hold', () => {
  const answers = declared(claimed);
  const objects = answers.objects.filter(({ kind }) => kind !== 'ResourceSlice' && kind !== 'DeviceClass');
  const unread = ['deviceclasses.resource.k8s.io', 'resourceslices.resource.k8s.io'];
  const { differences, unseen } = preflight({
    synthesis: synthesise(claimed),
    inventory: inventoryOf({ ...answers, objects, unread }),
  });
  expect(differences).toEqual([]);
  expect(unseen).toEqual([`claimed: you may not list ${unread.join(', ')}: what depends on them is not compared`]);
});

test('classes, slices and templates are read where the cluster serves them, which one before 1.34 does not', () => {
  const { served, namespacedKinds } = neededFor(synthesise(claimed));
  const group = 'resource.k8s.io';
  expect(served).toEqual(
    expect.arrayContaining([
      { group, plural: 'deviceclasses' },
      { group, plural: 'resourceslices' },
      { group, plural: 'resourceclaimtemplates', namespace: 'llm-serving' },
    ]),
  );
  expect([...namespacedKinds.values()].flat()).not.toContain('ResourceClaimTemplate');
});
