/** Plans every workload of an environment by itself, and what it needs of the store. */
import { sumBytes } from '../../core/bytes';
import { FaultError } from '../../core/fault';
import type { Environment } from '../../environment/environment';
import type { FleetModel, ModelWorkload, OllamaFleetWorkload } from '../../environment/workload';
import { finding, type Finding, type Ladder } from '../finding';
import { planLoaders, planStore } from '../loaders';
import type { LoaderPlan, StorePlan } from '../plan';
import { runningFleet, runningServer } from '../remedies/runs';
import { planLlamaServer, type LonelyLlamaServer } from './llama-server';
import { planOllamaFleet, type LonelyOllamaFleet } from './ollama-fleet';

/** Workloads as if each were alone. */
export interface LonelyWorkloads {
  readonly servers: readonly LonelyLlamaServer[];
  readonly fleets: readonly LonelyOllamaFleet[];
  readonly loaders: readonly LoaderPlan[];
  readonly store: StorePlan;
  readonly findings: readonly Finding[];
}

/** Pods that may read the store at the same time, as if all read what one does: bytes of all over bytes of one. */
const readers = (all: number, own: number): number => Math.max(1, Math.ceil(all / Math.max(1, own)));

/** Runs a step that may throw faults, and keeps them with the others. */
function attempt<T>(
  step: () => { readonly planned: T; readonly findings: readonly Finding[] },
  ladders: readonly Ladder[],
): { readonly planned?: T; readonly findings: readonly Finding[] } {
  try {
    return step();
  } catch (error) {
    if (error instanceof FaultError) return { findings: error.faults.map((fault) => finding(fault, ladders)) };
    throw error;
  }
}

/** Plans each workload; a store that all may read at the same time, at their maximum, is shared by all. */
export function planWorkloads(environment: Environment): LonelyWorkloads {
  const loaders = planLoaders(environment);
  const sizes = new Map(loaders.map(({ key, bytes }) => [key, bytes as number]));
  const modelBytes = ({ weights, draft }: ModelWorkload): number =>
    (sizes.get(weights) ?? 0) + (draft === undefined ? 0 : (sizes.get(draft.weights) ?? 0));
  const listBytes = (list: readonly FleetModel[]): number =>
    list.reduce((sum, { tag }) => sum + (sizes.get(tag) ?? 0), 0);
  // What each server of a fleet brings: its own list, or what all offer.
  const serverBytes = ({ models, byOrdinal, replicas }: OllamaFleetWorkload): readonly number[] =>
    byOrdinal?.map(listBytes) ?? Array.from({ length: replicas }, () => listBytes(models));
  const all = sumBytes([
    ...environment.models.map((model) => modelBytes(model) * model.replicas.max),
    ...environment.ollama.flatMap(serverBytes),
  ]);
  const servers = environment.models.map((workload) =>
    attempt(
      () => planLlamaServer(environment, workload, readers(all, modelBytes(workload))),
      runningServer(environment, workload),
    ),
  );
  const fleets = environment.ollama.map((workload) =>
    attempt(
      () => planOllamaFleet(environment, workload, readers(all, Math.max(...serverBytes(workload)))),
      runningFleet(environment, workload),
    ),
  );
  const { store, findings } = planStore(environment, loaders);
  return {
    servers: servers.flatMap(({ planned }) => planned ?? []),
    fleets: fleets.flatMap(({ planned }) => planned ?? []),
    loaders,
    store,
    findings: [...servers.flatMap((each) => each.findings), ...fleets.flatMap((each) => each.findings), ...findings],
  };
}
