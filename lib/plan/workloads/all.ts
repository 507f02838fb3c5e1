/** Plans every workload of an environment by itself, and what it needs of the store. */
import { FaultError, sumBytes } from '../../core';
import type { Environment } from '../../environment';
import type { ServedModel, ServerWorkload } from '../../workload';
import { finding, type Finding, type Changes } from '../finding';
import { planLoaders, planStore } from '../loaders';
import type { LoaderPlan, StorePlan, UnplacedServer } from '../plan';
import { starting } from '../remedies/memory';
import { planStoreNames } from '../store-names';
import { planServer } from './server';

/** Plans of single workloads, before placement is considered. */
export interface UnplacedWorkloads {
  readonly servers: readonly UnplacedServer[];
  readonly loaders: readonly LoaderPlan[];
  readonly store: StorePlan;
  readonly findings: readonly Finding[];
}

/** Pods that may read the store at the same time, as if all read what one does: bytes of all over bytes of one. */
const readers = (all: number, own: number): number => Math.max(1, Math.ceil(all / Math.max(1, own)));

/** What each pod of a workload reads, at its maximum. */
const podsOf = ({ served, byOrdinal, replicas }: ServerWorkload): readonly (readonly ServedModel[])[] =>
  byOrdinal ?? Array.from({ length: replicas.max }, () => served);

/** Runs a step that may throw faults, and keeps them with the others. */
function attempt<T>(
  step: () => { readonly planned: T; readonly findings: readonly Finding[] },
  changes: readonly Changes[],
): { readonly planned?: T; readonly findings: readonly Finding[] } {
  try {
    return step();
  } catch (error) {
    if (error instanceof FaultError) return { findings: error.faults.map((fault) => finding(fault, changes)) };
    throw error;
  }
}

/** Plans each workload; a store that all may read at the same time, at their maximum, is shared by all. */
export function planWorkloads(environment: Environment): UnplacedWorkloads {
  const loaders = planLoaders(environment);
  const sizes = new Map(loaders.map(({ key, bytes }) => [key, bytes as number]));
  // What each pod at the maximum reads: its own list, or what all read.
  const read = new Map(
    environment.servers.map((workload) => [
      workload,
      podsOf(workload).map((list) => list.reduce((sum, { key }) => sum + (sizes.get(key) ?? 0), 0)),
    ]),
  );
  const all = sumBytes([...read.values()].flat());
  const plans = environment.servers.map((workload) =>
    attempt(
      () => planServer(environment, workload, readers(all, Math.max(...(read.get(workload) ?? [0])))),
      starting(environment, workload),
    ),
  );
  const { store, findings } = planStore(environment, loaders);
  return {
    servers: plans.flatMap(({ planned: each }) => each ?? []),
    loaders,
    store,
    findings: [...plans.flatMap((each) => each.findings), ...findings, ...planStoreNames(environment, loaders)],
  };
}
