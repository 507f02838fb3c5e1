/** GPUs of AMD and Intel, of several kinds and on GKE beside a pool: each fix is what the environment takes. */
import { describe, expect, test } from '@jest/globals';
import { synthesise, type EnvironmentInput } from '../../lib';
import { formatDifference } from '../../lib/internal';
import { everywhere } from '../delivery/support/everywhere';
import { rackOf } from './support/rack';
import { adding, compared, labelled, offering, pod, type Change } from './support/declared';
import { arc } from '../plan/fixtures/intel';

const rack = (gpu: Parameters<typeof rackOf>[0], more: object = {}): EnvironmentInput =>
  rackOf(gpu, { nodes: ['gpu-0', 'gpu-1'], labels: { pool: 'gpu', rack: 'a' }, ...more });
const instinct = { gpu: 'AMD-Instinct-MI300X', gpus: 8, deviceGroups: [44] } as const;
const a100 = { gpu: 'NVIDIA-A100-SXM4-80GB', gpus: 2 } as const;

const said = (input: EnvironmentInput, ...changes: readonly Change[]): readonly string[] =>
  compared(input, ...changes).differences.map(formatDifference);
const fixesOf = (input: EnvironmentInput, ...changes: readonly Change[]): readonly string[] =>
  compared(input, ...changes).differences.flatMap(({ fix }) => fix);

/** As the labeller calls other cards: no name of the catalogue is among it. */
const otherLabels = (id: string, name?: string) => ({
  'amd.com/gpu.device-id': id,
  'amd.com/gpu.product-name': name,
  'beta.amd.com/gpu.device-id': undefined,
  'beta.amd.com/gpu.device-id.74a1': undefined,
  'beta.amd.com/gpu.product-name': undefined,
  'beta.amd.com/gpu.product-name.AMD_Instinct_MI300X': undefined,
  'beta.amd.com/gpu.vram': undefined,
  'beta.amd.com/gpu.vram.192G': undefined,
});

describe('a cluster as declared', () => {
  test.each([
    ['AMD', rack(instinct)],
    ['AMD, whole GPUs by the name of their partition', rack(instinct, { gpuResource: 'amd.com/spx_nps1' })],
    ['NVIDIA', rack(a100)],
    ['slices', rack(a100, { sharing: { by: 'mig', profile: '1g.10gb' } })],
  ])('of %s differs in nothing, and all of its GPUs is seen', (_, environment) => {
    expect(compared(environment)).toMatchObject({ differences: [], unseen: [] });
  });

  test('of Intel shows nothing of its GPUs but their number', () => {
    expect(compared(rack({ gpu: arc.product, gpus: 1, deviceGroups: [44] }))).toMatchObject({
      differences: [],
      unseen: ['rack.nodePools.gpu: product and memory of the GPUs of gpu-0 and gpu-1: no label names them'],
    });
  });

  test('on GKE shows the product by its own label, and no memory', () => {
    const gke = compared(everywhere);
    expect(gke.unseen.filter((text) => text.includes('gke'))).toEqual([
      "everywhere.nodePools['gke-l4']: memory of the GPUs of gke-l4-0: no label reports it",
    ]);
    expect(said(everywhere, labelled('gke-l4-0', { 'cloud.google.com/gke-accelerator': 'nvidia-tesla-t4' }))).toEqual([
      "everywhere.nodePools['gke-l4']: declared GPUs NVIDIA-L4; found Tesla-T4 on gke-l4-0.\n  fix: set instance to the type of the nodes\n  [GpuProductDiffers]",
    ]);
  });

  test('without labels of AMD names what would write them', () => {
    const labels = Object.keys(otherLabels('')).concat('amd.com/gpu.vram');
    const unlabelled = labelled('gpu-0', Object.fromEntries(labels.map((key) => [key, undefined])));
    expect(compared(rack(instinct), unlabelled).unseen).toEqual([
      "rack.nodePools.gpu: product and memory of the GPUs of gpu-0: AMD's node labeller has not labelled them",
    ]);
  });

  test('with processors of another kind says so once, and nothing of images', () => {
    const arm = compared(rack(a100), labelled('gpu-0', { 'kubernetes.io/arch': 'arm64' }));
    expect(arm.differences.map(({ code }) => code)).toEqual(['ArchitectureDiffers']);
    expect(arm.unseen).toEqual([]);
  });
});

describe('GPUs of another product', () => {
  test('of AMD are called as the catalogue calls them', () => {
    const all = ['gpu-0', 'gpu-1'].map((name) => labelled(name, otherLabels('74a5', 'AMD_Instinct_MI325_OAM')));
    expect(said(rack(instinct), ...all)).toEqual([
      "rack.nodePools.gpu: declared GPUs AMD-Instinct-MI300X; found AMD-Instinct-MI325X on gpu-0 and gpu-1.\n  fix: hardware: { gpu: 'AMD-Instinct-MI325X' }\n  [GpuProductDiffers]",
    ]);
  });

  test('on some nodes are no reason to change those that are right', () => {
    expect(said(rack(instinct), labelled('gpu-1', otherLabels('740f')))).toEqual([
      "rack.nodePools.gpu: declared GPUs AMD-Instinct-MI300X; found AMD-Instinct-MI210 on gpu-1.\n  fix: a pool of its own for gpu-1, with hardware: { gpu: 'AMD-Instinct-MI210' }\n  [GpuProductDiffers]",
    ]);
  });

  test('that the catalogue does not have are added to it first', () => {
    const all = ['gpu-0', 'gpu-1'].map((name) => labelled(name, otherLabels('74a9')));
    expect(said(rack(instinct), ...all)).toEqual([
      'rack.nodePools.gpu: declared GPUs AMD-Instinct-MI300X; found amd.com/gpu.device-id=74a9 on gpu-0 and gpu-1.\n  fix: hardware: { gpu: … }, the GPU added to catalog.gpus with the memory that rocm-smi --showmeminfo vram --showrasinfo prints\n  [GpuProductDiffers]',
    ]);
    expect(fixesOf(rack(a100), labelled('gpu-1', { 'nvidia.com/gpu.product': 'NVIDIA-GB99' }))).toEqual([
      'a pool of its own for gpu-1, with hardware: { gpu: … }, the GPU added to catalog.gpus with the memory that nvidia-smi -q -d MEMORY,ECC prints',
    ]);
  });

  test('each key that a fix names is one of the catalogue', () => {
    for (const id of ['740f', '740c', '74a1', '74b9', '75a0', '75a3', '7448', '7551', 'ffff']) {
      for (const fix of fixesOf(rack(instinct), labelled('gpu-0', otherLabels(id, 'AMD_Radeon_Graphics')))) {
        const [, key] = /gpu: '([^']*)'/.exec(fix) ?? [];
        const { environment } = synthesise(rack(instinct)).plan;
        if (key !== undefined) expect(Object.keys(environment.catalog.gpus)).toContain(key);
      }
    }
  });

  test('never come into a pool by a label', () => {
    const lost = (name: string) => labelled(name, { pool: undefined, ...otherLabels('740f') });
    const { differences } = compared(rack(instinct), lost('gpu-1'));
    expect(differences.map(formatDifference)).toEqual([
      "rack.nodePools.gpu: declared node 'gpu-1'; found that node without pool=gpu, and with other GPUs.\n  fix: remove it from nodes\n  [NodesMissing]",
    ]);
    expect(fixesOf(rack(instinct), labelled('gpu-1', { pool: undefined }))).toEqual([
      'kubectl label node gpu-1 pool=gpu',
    ]);
  });

  test('a named node without several labels is missing, and says which', () => {
    expect(said(rack(instinct), labelled('gpu-1', { pool: undefined, rack: 'b' }))).toEqual([
      "rack.nodePools.gpu: declared node 'gpu-1'; found that node without pool=gpu and rack=a.\n  fix: kubectl label node gpu-1 pool=gpu rack=a --overwrite · remove it from nodes\n  [NodesMissing]",
    ]);
  });
});

describe('whole GPUs by another name', () => {
  const partition = { 'amd.com/gpu': undefined, 'amd.com/spx_nps1': '8' };

  test('of AMD are declared by gpuResource, with their number where it differs', () => {
    expect(said(rack(instinct), offering('gpu-0', partition))).toEqual([
      "rack.nodePools.gpu: declared 8 amd.com/gpu for its pods on each node; found 8 amd.com/spx_nps1 on gpu-0.\n  fix: gpuResource: 'amd.com/spx_nps1'\n  [GpusMissing]",
    ]);
    expect(fixesOf(rack(instinct), offering('gpu-0', { ...partition, 'amd.com/spx_nps1': '5' }))).toEqual([
      "gpuResource: 'amd.com/spx_nps1', with hardware: { gpus: 5 }",
    ]);
    expect(
      fixesOf(
        rack(instinct, { gpuResource: 'amd.com/spx_nps1' }),
        offering('gpu-0', { 'amd.com/gpu': '8', 'amd.com/spx_nps1': undefined }),
      ),
    ).toEqual(['leave out gpuResource']);
  });

  test('of Intel are declared by gpuResource', () => {
    const intel = rack({ gpu: arc.product, gpus: 1, deviceGroups: [44] });
    const xe = offering('gpu-0', { 'gpu.intel.com/i915': undefined, 'gpu.intel.com/xe': '1' });
    expect(fixesOf(intel, xe)).toEqual(["gpuResource: 'gpu.intel.com/xe'"]);
  });

  test('the environment with the fix has no difference on those nodes', () => {
    const both = (amounts: object) => ['gpu-0', 'gpu-1'].map((name) => offering(name, { ...amounts }));
    expect(said(rack(instinct, { gpuResource: 'amd.com/spx_nps1' }), ...both(partition))).toEqual([]);
  });

  test('those of another vendor are no name of them', () => {
    expect(fixesOf(rack(instinct), offering('gpu-0', { 'amd.com/gpu': undefined, 'nvidia.com/gpu': '8' }))).toEqual([
      "run AMD's device plugin on the node: its GPU operator, or the DaemonSet of ROCm/k8s-device-plugin",
      'kubectl describe node gpu-0',
    ]);
  });
});

describe('slices that others use', () => {
  const slice = 'nvidia.com/mig-1g.10gb';
  const sliced = rack(a100, { sharing: { by: 'mig', profile: '1g.10gb', units: 4 } });
  const seven = ['gpu-0', 'gpu-1'].map((name) =>
    offering(name, { [slice]: '7', 'nvidia.com/mig-3g.40gb': '2', 'nvidia.com/gpu': '1' }),
  );
  const train = (units: number) =>
    adding(
      pod('team', 'train', {}, { nodeName: 'gpu-0', containers: [{ resources: { limits: { [slice]: `${units}` } } }] }),
    );

  test('are no difference as long as those of the pool are free', () => {
    expect(said(sliced, ...seven, train(3))).toEqual([]);
  });

  test('are moved, or the pool uses those that are free', () => {
    expect(said(sliced, ...seven, train(5))).toEqual([
      "rack.nodePools.gpu: declared 4 nvidia.com/mig-1g.10gb for its pods on each node; found 7, but other pods use 5, on gpu-0.\n  fix: move team/train (5) to other nodes · sharing: { by: 'mig', profile: '1g.10gb', units: 2 }\n  [GpusMissing]",
    ]);
    expect(said(rack(a100, { sharing: { by: 'mig', profile: '1g.10gb', units: 2 } }), ...seven, train(5))).toEqual([]);
    expect(fixesOf(sliced, ...seven, train(7))).toEqual(['move team/train (7) to other nodes']);
  });

  test('where there are too few of them anyway, only the free ones are proposed', () => {
    const three = offering('gpu-0', { [slice]: '3', 'nvidia.com/mig-3g.40gb': '2' });
    expect(fixesOf(sliced, ...seven, three, train(1))).toEqual([
      "sharing: { by: 'mig', profile: '1g.10gb', units: 2 }",
      'ask the owner of the GPU sharing configuration of these nodes',
    ]);
  });
});

describe('labels of a pool', () => {
  test('are all in the fix, with the value of the nodes beside that of those it has', () => {
    expect(fixesOf(rack(a100), labelled('gpu-1', { rack: 'b' }))).toEqual([
      'kubectl label node gpu-1 rack=a --overwrite',
      "labels: { 'pool': 'gpu', 'rack': ['a', 'b'] }",
    ]);
  });

  test('of a provider too', () => {
    expect(fixesOf(everywhere, labelled('lab-0', { 'example.com/pool': 'attic' }))).toEqual([
      'kubectl label node lab-0 example.com/pool=lab --overwrite',
      "labels: { 'node.kubernetes.io/instance-type': 'm7i.xlarge', 'example.com/pool': 'attic' }",
    ]);
    const reserved = labelled('karpenter-spot-0', { 'karpenter.sh/capacity-type': 'reserved' });
    expect(fixesOf(everywhere, reserved)).toEqual([
      "set provisioner and capacity to those of the nodes, or labels: { 'node.kubernetes.io/instance-type': 'g6.2xlarge', 'karpenter.sh/capacity-type': 'reserved' }",
      'create a NodePool that allows the labels and the machine type of the pool, with no taint that it does not declare',
    ]);
    expect(fixesOf(everywhere, labelled('karpenter-l40s-0', { 'karpenter.sh/capacity-type': 'spot' }))).toEqual([
      "a pool of its own for karpenter-l40s-0, with capacity: 'spot'",
    ]);
  });
});
