/** Random fleets: pods of some sizes and priorities on a few GPU nodes, filled nearly to the last GPU, now and then beyond. */
import fc from 'fast-check';
import { at } from '../../../lib/core/path';
import { gib } from '../../../lib/core/bytes';
import type { Supplies } from '../../../lib/plan/placement/arrival';
import type { Crowd } from '../../../lib/plan/placement/demand';

export const gpuResource = 'nvidia.com/gpu';

/** Size of every node apart from its GPUs: so large that GPUs decide. */
export const nodeSize = { cpu: 64_000, memory: gib(512), ephemeralStorage: gib(1024), pods: 110 };
/** What each pod takes beside its GPUs, in millicores. */
export const podCpu = 500;

export interface Fleet {
  readonly crowds: readonly Crowd[];
  readonly supplies: Supplies;
  /** GPUs asked for, over GPUs there are. */
  readonly use: number;
}

interface Kind {
  readonly gpus: number;
  readonly part: number;
  readonly priority: number;
  readonly preempts: boolean;
  readonly pools: readonly string[];
}

const pool = (name: string, nodes: number, gpus: number) => [name, {
  name, nodes, offers: { [gpuResource]: gpus, cpu: nodeSize.cpu, memory: nodeSize.memory, 'ephemeral-storage': nodeSize.ephemeralStorage, pods: nodeSize.pods },
}] as const;

/** Deals the GPUs of a fleet out over kinds of pods, each its part; what is left over goes to the last kind. */
function deal(kinds: readonly Kind[], total: number): readonly Crowd[] {
  let left = total;
  const parts = kinds.reduce((sum, { part }) => sum + part, 0);
  return kinds.map(({ gpus, part, priority, preempts, pools }, i) => {
    const share = i === kinds.length - 1 ? left : Math.min(left, Math.round((total * part) / parts));
    const count = Math.floor(share / gpus);
    left -= count * gpus;
    const group = { workload: `group-${i}`, at: at('fleet', `group-${i}`), pools, amounts: { [gpuResource]: gpus, cpu: podCpu, pods: 1 }, priority, preempts, min: count, max: count };
    return { group, count };
  }).filter(({ count }) => count > 0);
}

const kind = fc.record({
  gpus: fc.constantFrom(1, 1, 2, 4), part: fc.integer({ min: 1, max: 4 }), rank: fc.constantFrom(0, 1, 1, 2), pools: fc.constantFrom(['a'], ['a'], ['b'], ['a', 'b']),
});

/** Fleets of one or two pools of two to four nodes. */
export const fleets: fc.Arbitrary<Fleet> = fc.record({
  nodes: fc.tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 0, max: 2 })),
  perNode: fc.constantFrom(4, 8),
  // GPUs that stay free; below zero there are too few.
  spare: fc.constantFrom(-1, 0, 0, 1, 1, 2),
  kinds: fc.array(kind, { minLength: 1, maxLength: 4 }),
}).map(({ nodes: [a, b], perNode, spare, kinds }) => {
  const supplies = new Map([pool('a', a, perNode), ...(b === 0 ? [] : [pool('b', b, perNode)])]);
  const known = kinds.map(({ rank, pools, ...rest }): Kind =>
    ({ ...rest, priority: rank, preempts: rank > 0, pools: b === 0 ? ['a'] : pools }));
  const total = (a + b) * perNode;
  const crowds = deal(known, total - spare);
  return { crowds, supplies, use: crowds.reduce((sum, { group, count }) => sum + count * (group.amounts[gpuResource] ?? 0), 0) / total };
}).filter(({ crowds }) => crowds.length > 0);
