/** Whatever the nodes, the first overlay synthesises and agrees with its cluster. */
import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { gib, instances, mib, synthesise } from '../../lib';
import { discover, formatDifference, preflight } from '../../lib/internal';
import { cores } from '../../lib/core/cpu';
import { aksNode, eksNode, gkeNode, karpenterNode, kubeadmNode } from '../cluster/nodes';
import { pod } from '../preflight/support/declared';
import { evaluated } from './support/overlay';
import { catalogs, inventory, l40s, zone } from './support/small-clusters';

const anyNode = fc.record({
  kind: fc.constantFrom('eks', 'karpenter', 'gke', 'aks', 'kubeadm'),
  pool: fc.constantFrom('a', 'b'),
  type: fc.constantFrom('m7i.4xlarge', 'g6.2xlarge', 'unheard.of'),
  spot: fc.boolean(),
  gpus: fc.constantFrom(undefined, l40s, {
    ...l40s,
    slicing: { by: 'time-slicing', replicas: 3, renamed: true },
  } as const),
  // On fewer cores there is no room beside the pods of others, which synth says.
  cpu: fc.integer({ min: 8, max: 96 }),
  memory: fc.integer({ min: 16, max: 512 }),
  tainted: fc.boolean(),
  asked: fc.integer({ min: 0, max: 2000 }),
});
type AnyNode = typeof anyNode extends fc.Arbitrary<infer T> ? T : never;

/** A machine of the catalogue has what the catalogue says; others have whatever comes. */
function machine({ kind, pool: name, type, spot, gpus: gpuOf, cpu, memory, tainted }: AnyNode, index: number): object {
  const known =
    kind === 'eks' || kind === 'karpenter'
      ? (instances as Readonly<Record<string, (typeof instances)['aws/m7i.4xlarge']>>)[`aws/${type}`]
      : undefined;
  const capacity =
    known === undefined
      ? { cpu: cores(cpu), memory: gib(memory), ephemeralStorage: gib(300), pods: 110 }
      : {
          cpu: known.allocatable.millicores,
          memory: mib(known.allocatable.memoryMib),
          ephemeralStorage: gib(450),
          pods: known.allocatable.pods,
        };
  // Machines of one type have the same GPUs.
  const unheard = kind === 'kubeadm' ? gpuOf : type === 'unheard.of' ? l40s : undefined;
  const own =
    known === undefined
      ? unheard
      : known.gpu && { product: (known.gpu as { product: string }).product, count: 1, memoryMib: 23_034 };
  const taints = tainted && kind === 'kubeadm' ? [{ key: 'team', effect: 'NoSchedule' as const }] : [];
  const base = { name: `${kind}-${index}`, capacity, gpus: own, taints, instanceType: type, ...zone };
  if (kind === 'eks') return eksNode({ ...base, nodeGroup: name, capacityType: spot ? 'SPOT' : 'ON_DEMAND' });
  if (kind === 'karpenter')
    return karpenterNode({
      ...base,
      nodePool: name,
      nodeClass: 'x',
      capacityType: spot ? 'spot' : 'on-demand',
      ec2: { vcpu: cpu, memoryMib: memory * 1024 },
    });
  // There a node pool is of one capacity as a whole.
  const ofOneCapacity = spot ? `${name}-spot` : name;
  if (kind === 'gke')
    return gkeNode({
      ...base,
      nodePool: ofOneCapacity,
      spot,
      accelerator: own && 'nvidia-l4',
      gpus: own && { ...own, discovered: true },
    });
  return kind === 'aks' ? aksNode({ ...base, agentPool: ofOneCapacity, spot }) : kubeadmNode(base);
}

test('whatever the nodes, the overlay of a cluster synthesises, and the cluster does not differ from it', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('eks', 'karpenter', 'gke', 'aks'),
      fc.array(anyNode, { minLength: 1, maxLength: 6 }),
      (cloud, any) => {
        // A cluster is of one cloud, or of machines of one's own, or both. On nothing but spot nodes no platform can
        // stand, which synth says.
        const nodes = any.map((node, index) => ({
          ...node,
          kind: node.kind === 'kubeadm' ? node.kind : cloud,
          spot: node.spot && index > 0,
        }));
        const others = nodes.map(({ kind, asked }, index) =>
          pod(
            'x',
            `on-${index}`,
            {},
            {
              nodeName: `${kind}-${index}`,
              containers: [{ resources: { requests: { cpu: `${asked}m`, memory: `${asked}Mi` } } }],
            },
          ),
        );
        const found = inventory(nodes.map(machine), others);
        const environment = evaluated(discover('any', found, catalogs).source);
        expect(
          preflight({ synthesis: synthesise(environment), inventory: found }).differences.map(formatDifference),
        ).toEqual([]);
      },
    ),
    { numRuns: 12 },
  );
});
