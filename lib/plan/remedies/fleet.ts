/**
 * Changes with which a fleet's models may stay loaded together: fewer of them, shorter contexts, fewer slots, another
 * cache, pool or machine.
 */
import type { Path } from '../../core/path';
import { accepts } from '../../core/fault';
import type { OllamaSettings } from '../../engines/ollama/settings';
import type { Environment } from '../../environment/environment';
import type { OllamaFleetWorkload } from '../../environment/workload';
import type { Change, Ladder } from '../finding';
import { poolsOf } from '../scheduling';
import { fleetProblem } from '../workloads/ollama-memory';
import { unitsOf, withPool, withServer } from './changed';
import { otherMachines } from './machines';

/** Steps in which a context is made shorter, in tokens. */
const contextStep = 1024;

/**
 * Everything with which a fleet may fit, one kind of change each; computed by the memory model, accepted by the plan.
 */
export function smallerFleet(environment: Environment, workload: OllamaFleetWorkload, at: Path): readonly Ladder[] {
  const { name, settings, gpus } = workload;
  const fits = (
    change: Partial<OllamaFleetWorkload>,
    pools = poolsOf(environment, change.pools ?? workload.pools),
  ): boolean => {
    const changed = { ...workload, ...change };
    return accepts(() => pools.every((pool) => fleetProblem(changed, pool, at) === undefined));
  };
  const propose = (says: string, change: Partial<OllamaFleetWorkload>): readonly Change[] =>
    fits(change) ? [{ says, to: withServer<OllamaFleetWorkload>(environment, name, change) }] : [];
  const set = (
    says: string,
    change: Partial<OllamaSettings>,
    more: Partial<OllamaFleetWorkload> = {},
  ): readonly Change[] => propose(says, { ...more, settings: { ...settings, ...change } });
  const falling = (from: number, step: number, least: number): readonly number[] =>
    Array.from({ length: Math.max(0, Math.floor((from - least) / step) + 1) }, (_, i) => from - i * step);
  return [
    function* () {
      for (const count of falling(settings.maxLoadedModels - 1, 1, 1)) {
        yield* workload.swap
          ? set(`maxLoadedModels ${count}`, { maxLoadedModels: count })
          : set(`maxLoadedModels ${count} with swap 'accepted'`, { maxLoadedModels: count }, { swap: true });
      }
    },
    function* () {
      const first = Math.ceil(settings.contextLength / contextStep - 1) * contextStep;
      for (const contextLength of falling(first, contextStep, settings.maxOutputLength + 1))
        yield* set(`contextLength ${contextLength}`, { contextLength });
    },
    function* () {
      for (const parallel of falling(settings.parallel - 1, 1, 1)) yield* set(`parallel ${parallel}`, { parallel });
    },
    function* () {
      for (const cacheType of settings.flashAttention ? (['q8_0', 'q4_0'] as const) : []) {
        if (cacheType !== settings.cacheType) yield* set(`cacheType '${cacheType}'`, { cacheType });
      }
    },
    function* () {
      const most = Math.min(
        ...poolsOf(environment, workload.pools).map(({ gpu }) => (gpu?.sharing.by === 'none' ? gpu.unitsPerNode : 1)),
      );
      for (let count = gpus + 1; count <= most; count += 1) yield* propose(`gpus ${count}`, unitsOf(workload, count));
    },
    pooled(environment, workload, propose),
    function* () {
      if (workload.local.kind === 'static') return;
      for (const { instance, gpus: count, pool } of otherMachines(
        environment,
        workload.replicas.max,
        (machine, each) => fits(unitsOf(workload, each), [machine]),
        at,
      )) {
        yield {
          says: `gpus ${count} on a pool of ${instance}`,
          to: withServer<OllamaFleetWorkload>(withPool(environment, pool), name, {
            ...unitsOf(workload, count),
            pools: [pool.name],
          }),
        };
      }
    },
  ];
}

/** Other pools of the environment, with the GPUs that the fleet has now. */
const pooled = (
  environment: Environment,
  { pools, gpus, local }: OllamaFleetWorkload,
  propose: (says: string, change: Partial<OllamaFleetWorkload>) => readonly Change[],
): Ladder =>
  function* () {
    for (const { name, gpu, capacity, nvme } of Object.values(environment.nodePools)) {
      const enough = gpu !== undefined && (gpu.sharing.by === 'none' ? gpu.unitsPerNode >= gpus : gpus === 1);
      if (pools.includes(name) || capacity === 'spot' || !enough || (local.kind === 'static' && nvme.length === 0))
        continue;
      yield* propose(`pool ${name}`, { pools: [name] });
    }
  };
