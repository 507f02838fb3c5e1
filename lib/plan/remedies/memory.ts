/**
 * Changes with which a workload may fit its GPUs or its nodes: its engine's proposals, other numbers of GPUs, other
 * pools and other machines.
 */
import { accepts, type Path } from '../../core';
import { falling, type Proposals } from '../../engines';
import { engineOf, type Environment, mayNamePool, type NodePool } from '../../environment';
import type { ServerWorkload } from '../../workload';
import type { Changes } from '../finding';
import { poolsOf } from '../scheduling';
import { gpusOf } from '../workloads/fit';
import { withGpus, withPool, withServer } from './changed';
import { otherMachines } from './machines';

/** An engine's proposals for one workload, as changes of the environment. */
export const changesOf = (
  environment: Environment,
  name: string,
  proposals: readonly Proposals<ServerWorkload>[],
  also: Partial<ServerWorkload> = {},
): readonly Changes[] =>
  proposals.map(
    (propose) =>
      function* () {
        for (const { says, change } of propose())
          yield { says, to: withServer(environment, name, { ...change, ...also }) };
      },
  );

/** GPUs that one pod may take on every pool. */
const mostGpus = (pools: readonly NodePool[]): number =>
  Math.min(...pools.map(({ gpu }) => (gpu?.sharing.by === 'none' ? gpu.unitsPerNode : 1)));

/** Whether a changed workload fits the GPUs of pools, with settings that its engine takes. */
const fits = (environment: Environment, workload: ServerWorkload, pools: readonly NodePool[], at: Path): boolean => {
  const engine = engineOf(environment, workload);
  return (
    engine.check(workload, at).length === 0 &&
    accepts(() => pools.every((pool) => engine.misfit(workload, gpusOf(pool, workload.gpus), at) === undefined))
  );
};

/** Everything with which a workload may fit its GPUs, one kind of change each; accepted or refused by the plan. */
export function smallerOnGpus(environment: Environment, workload: ServerWorkload, at: Path): readonly Changes[] {
  const { name, gpus, local } = workload;
  const engine = engineOf(environment, workload);
  const pools = poolsOf(environment, workload.pools);
  const withUnits = (count: number): ServerWorkload => ({ ...workload, ...withGpus(environment, workload, count) });
  const helps = (change: Partial<ServerWorkload>): boolean => fits(environment, { ...workload, ...change }, pools, at);
  const search = { catalog: environment.catalog.models, helps };
  return [
    ...changesOf(environment, name, engine.proposals.smallerOnGpus(workload, search)),
    () =>
      Array.from({ length: Math.max(0, mostGpus(pools) - gpus) }, (_, i) => gpus + i + 1)
        .filter((count) => fits(environment, withUnits(count), pools, at))
        .map((count) => ({
          says: `gpus ${count}`,
          to: withServer(environment, name, withGpus(environment, workload, count)),
        })),
    function* () {
      for (const pool of Object.values(environment.nodePools)) {
        if (pool.gpu === undefined || pool.capacity === 'spot' || workload.pools.includes(pool.name)) continue;
        if (!mayNamePool(engine, workload, 1, pool)) continue;
        const count = Array.from({ length: mostGpus([pool]) }, (_, i) => i + 1).find((each) =>
          fits(environment, withUnits(each), [pool], at),
        );
        if (count !== undefined)
          yield {
            says: `gpus ${count} on pool ${pool.name}`,
            to: withServer(environment, name, { ...withGpus(environment, workload, count), pools: [pool.name] }),
          };
      }
    },
    function* () {
      // A volume on a disk of a named node cannot be on another machine.
      if (local.kind === 'static') return;
      const fitsOn = (pool: NodePool, count: number): boolean =>
        mayNamePool(engine, workload, count, pool) && fits(environment, withUnits(count), [pool], at);
      for (const { instance, gpus: count, pool, disk } of otherMachines(environment, workload.replicas.max, fitsOn, at))
        yield {
          says: `gpus ${count} on a pool of ${instance}${disk === undefined ? '' : ` with the disk of pool ${disk}`}`,
          to: withServer(withPool(environment, pool), name, {
            ...withGpus(environment, workload, count),
            pools: [pool.name],
          }),
        };
    },
  ];
}

/**
 * Everything that may make a workload's pod small enough for a node, one kind of change each; the plan accepts or
 * refuses each.
 *
 * @param excesses sizes in bytes by which the pod may have to be smaller, the least first
 */
export function smallerOnHost(
  environment: Environment,
  name: string,
  excesses: readonly number[],
  at: Path,
): readonly Changes[] {
  const workload = environment.servers.find((each) => each.name === name);
  if (workload === undefined) return [];
  const engine = engineOf(environment, workload);
  const now = engine.hostBytes(workload, at);
  const helps = (change: Partial<ServerWorkload>, excess = 0): boolean => {
    const changed = { ...workload, ...change };
    return engine.check(changed, at).length === 0 && accepts(() => engine.hostBytes(changed, at) <= now - excess);
  };
  const search = { catalog: environment.catalog.models, helps };
  // A stated memory is a lower limit, which goes with the need for it.
  return changesOf(environment, name, engine.proposals.smallerOnHost(workload, search, excesses), {
    memory: undefined,
  });
}

/** What may make the engine of a workload start and survive. */
export function starting(environment: Environment, workload: ServerWorkload): readonly Changes[] {
  const engine = engineOf(environment, workload);
  const { name, gpus } = workload;
  const accepted = ({ to }: { readonly to: Environment }): boolean => {
    const changed = to.servers.find((each) => each.name === name);
    return changed !== undefined && engine.check(changed, name).length === 0;
  };
  const fewerGpus: Changes = () =>
    falling(gpus).map((count) => ({
      says: `gpus ${count}`,
      to: withServer(environment, name, withGpus(environment, workload, count)),
    }));
  return [...changesOf(environment, name, engine.proposals.starting(workload)), fewerGpus].map(
    (series) => () => [...series()].filter(accepted),
  );
}
