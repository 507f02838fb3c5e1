/**
 * Random environments that are nearly full: few pools, workloads of several sizes and priorities, filled to the last
 * GPUs, now and then beyond.
 */
import fc from 'fast-check';
import type { EnvironmentInput } from '../../lib';
import { environmentWith, settings, small, type FleetInputs, type ModelInputs } from './environment';
import { cloudGpu, cpuPool, metalGpu, sharedGpu, type Named } from './pools';

/** An environment, with how full it is. */
export interface FullEnvironment {
  readonly input: EnvironmentInput;
  /** Cards, shares and slices that are asked for at the maxima. */
  readonly asked: number;
  readonly offered: number;
}

/** Pools between which pods may choose. */
type Realm = readonly Named[];

/** A kind of pods that takes its part of a realm. */
interface Share {
  readonly part: number;
  readonly gpus: number;
  readonly priority: 'interactive' | 'standard' | 'batch';
  readonly ranged: boolean;
  readonly engine: 'llama-server' | 'ollama';
  /** Which pools, where there is a choice: the first, the second, both. */
  readonly choice: 0 | 1 | 2;
  readonly weights: (typeof small)[number];
  readonly settings: ModelInputs[string]['settings'];
}

interface Workloads {
  readonly models: ModelInputs;
  readonly ollama: FleetInputs;
  readonly asked: number;
}

const nodeCount = ({ pool: { nodes } }: Named[1]): number =>
  typeof nodes === 'number' ? nodes : 'max' in nodes ? nodes.max : nodes.length;

const unitsOf = (realm: Realm): number => realm.reduce((sum, [, pool]) => sum + nodeCount(pool) * pool.unitsPerNode, 0);

const share: fc.Arbitrary<Share> = fc.record({
  part: fc.integer({ min: 1, max: 4 }),
  gpus: fc.constantFrom(1, 1, 2, 4),
  priority: fc.constantFrom('standard', 'interactive', 'batch'),
  ranged: fc.boolean(),
  engine: fc.constantFrom('llama-server', 'llama-server', 'ollama'),
  choice: fc.constantFrom(0, 1, 2),
  weights: fc.constantFrom(...small.slice(0, 3)),
  settings,
});

function poolNames(realm: Realm, { choice }: Share): readonly [string, ...string[]] {
  const [[first] = [''], [second] = [undefined]] = realm;
  if (second === undefined || choice === 0) return [first];
  return choice === 1 ? [second] : [first, second];
}

/** Deals the units of a realm out over kinds of pods, each its part; what is left over goes to the last. */
function deal(realm: Realm, shares: readonly Share[], spare: number, prefix: string): Workloads {
  const largest = Math.min(...realm.map(([, pool]) => (pool.shared ? 1 : pool.unitsPerNode)));
  const parts = shares.reduce((sum, { part }) => sum + part, 0);
  const total = unitsOf(realm) - spare;
  const models: Record<string, ModelInputs[string]> = {};
  const ollama: Record<string, FleetInputs[string]> = {};
  let left = total;
  for (const [i, each] of shares.entries()) {
    const gpus = Math.min(each.gpus, largest);
    const units = i === shares.length - 1 ? left : Math.min(left, Math.round((total * each.part) / parts));
    const count = Math.floor(units / gpus);
    if (count === 0) continue;
    left -= count * gpus;
    const { priority, weights } = each;
    const common = { gpus, cpu: 2, priority, pools: poolNames(realm, each) };
    if (each.engine === 'ollama')
      ollama[`${prefix}-${i}`] = {
        ...common,
        models: ['qwen2.5:3b'],
        settings: { ...each.settings, parallel: 1 },
        replicas: count,
      };
    else
      models[`${prefix}-${i}`] = {
        ...common,
        weights,
        settings: each.settings,
        replicas: each.ranged && count > 1 ? { min: Math.ceil(count / 2), max: count } : count,
      };
  }
  return { models, ollama, asked: total - left };
}

const dealt = (realm: Realm, prefix: string): fc.Arbitrary<Workloads> =>
  fc
    .record({
      shares: fc.array(share, { minLength: 1, maxLength: 4 }),
      // Units that stay free; below zero there are too few.
      spare: fc.constantFrom(0, 1, -1, 0, 1, 2),
    })
    .map(({ shares, spare }) => deal(realm, shares, spare, prefix));

/** Few large nodes: what a fleet of hundreds of pods does, one of tens does quicker. */
const rack = (name: string, min = 1) => metalGpu(name, { min, max: 3 }, [2, 4, 4, 8]);

/** Pools with GPUs, by realm. */
const realms: readonly fc.Arbitrary<readonly Realm[]>[] = [
  rack('rack', 2).map((pool) => [[['rack', pool]]]),
  fc.tuple(rack('old'), rack('new')).map(([old, fresh]) => [
    [
      ['old', old],
      ['new', fresh],
    ],
  ]),
  sharedGpu('shared', { min: 1, max: 2 }).map((pool) => [[['shared', pool]]]),
  fc
    .tuple(sharedGpu('shared', { min: 1, max: 2 }), rack('rack', 2))
    .map(([shared, pool]) => [[['shared', shared]], [['rack', pool]]]),
  fc.tuple(cloudGpu('aws/g6e.2xlarge', false, { min: 3, max: 6 }), rack('rack')).map(([cloud, pool]) => [
    [
      ['cloud', cloud],
      ['rack', pool],
    ],
  ]),
];

/** An environment with a CPU pool, and GPUs of which nearly all are asked for. */
export const fullEnvironment: fc.Arbitrary<FullEnvironment> = fc
  .tuple(fc.oneof(...realms), cpuPool)
  .chain(([gpuRealms, cpu]) =>
    fc.tuple(...gpuRealms.map((realm, i) => dealt(realm, `group-${i}`))).map((workloads): FullEnvironment => ({
      input: environmentWith({
        pools: [...gpuRealms.flat(), ['cpu', cpu]],
        autoscaled: true,
        delivery: 'kubectl',
        models: Object.assign({}, ...workloads.map(({ models }) => models)) as ModelInputs,
        ollama: Object.assign({}, ...workloads.map(({ ollama }) => ollama)) as FleetInputs,
      }),
      asked: workloads.reduce((sum, { asked }) => sum + asked, 0),
      offered: gpuRealms.reduce((sum, realm) => sum + unitsOf(realm), 0),
    })),
  )
  .filter(({ asked }) => asked > 0);
