/**
 * Changes with which a pod may find the memory that it needs on a node: a shorter context, fewer slots, smaller caches
 * and files.
 */
import { accepts } from '../../core/fault';
import type { Path } from '../../core/path';
import { checkLlamaServer } from '../../engines/llama-server/conflicts';
import type { CacheType, LlamaServerSettings } from '../../sizing/settings';
import type { Environment } from '../../environment/environment';
import type { ModelWorkload, OllamaFleetWorkload } from '../../environment/workload';
import { llamaServerMemory } from '../../sizing';
import { ollamaModelMemory } from '../../engines/ollama/memory';
import type { Change, Ladder } from '../finding';
import { withServer } from './changed';
import { largestBelow } from './largest-below';
import { otherQuantisations } from './memory';

const contextStep = 256;
const cacheSteps: readonly CacheType[] = ['q8_0', 'q4_0'];

/** Memory that a server needs beside its GPUs, in bytes. */
const hostOf = ({ model, settings, gpus, draft }: ModelWorkload, at: Path): number =>
  llamaServerMemory(model, settings, gpus, at, { draft: draft?.model }).host.total;

/** The values of a change for each of several sizes that are to be saved; those that no value saves are left out. */
const each = (excesses: readonly number[], value: (excess: number) => number | undefined): readonly number[] => [
  ...new Set(excesses.flatMap((excess) => value(excess) ?? [])),
];

/** For a llama-server. `excesses` are sizes in bytes by which its pod may have to be smaller, the least first. */
function smallerServer(
  environment: Environment,
  workload: ModelWorkload,
  excesses: readonly number[],
  at: Path,
): readonly Ladder[] {
  const { settings, model, gpus, flags, name } = workload;
  const now = hostOf(workload, at);
  const saves = (change: Partial<ModelWorkload>, excess: number): boolean => {
    const next = { ...workload, ...change };
    return (
      checkLlamaServer(next.settings, { gpus, model: next.model, flags }, at).length === 0 &&
      accepts(() => hostOf(next, at) <= now - excess)
    );
  };
  // A stated memory is a lower limit, which goes with the need for it.
  const changed = (says: string, change: Partial<ModelWorkload>): Change => ({
    says,
    to: withServer<ModelWorkload>(environment, name, { ...change, memory: undefined }),
  });
  const set = (change: Partial<LlamaServerSettings>): Partial<ModelWorkload> => ({
    settings: { ...settings, ...change },
  });
  const [least = 0] = excesses;
  return [
    () =>
      settings.embedding === undefined
        ? each(excesses, (excess) =>
            largestBelow(settings.contextLength, contextStep, settings.maxOutputLength + 1, (contextLength) =>
              saves(set({ contextLength }), excess),
            ),
          ).map((contextLength) => changed(`contextLength ${contextLength}`, set({ contextLength })))
        : [],
    () =>
      each(excesses, (excess) =>
        largestBelow(settings.parallel, 1, 1, (parallel) => saves(set({ parallel }), excess)),
      ).map((parallel) => changed(`parallel ${parallel}`, set({ parallel }))),
    () =>
      cacheSteps
        .filter((type) => type !== settings.cacheTypeK)
        .map((type) => [type, set({ cacheTypeK: type, cacheTypeV: type })] as const)
        .filter(([, change]) => saves(change, least))
        .map(([type, change]) => changed(`cacheTypeK and cacheTypeV '${type}'`, change)),
    () =>
      otherQuantisations(environment.catalog.models, workload.weights, model)
        .filter(([, other]) => saves({ model: other }, least))
        .map(([weights, other]) => changed(`weights ${weights}`, { weights, model: other })),
  ];
}

/** For a fleet: a shorter context makes the runners smaller that are loaded at once. */
function smallerFleet(
  environment: Environment,
  workload: OllamaFleetWorkload,
  excesses: readonly number[],
  at: Path,
): readonly Ladder[] {
  const { settings, served, gpus, name } = workload;
  type Settings = OllamaFleetWorkload['settings'];
  const loaded = (change: Partial<Settings>): number =>
    served
      .map(({ model }) => ollamaModelMemory(model, { ...settings, ...change }, gpus, at).host.total)
      .sort((a, b) => b - a)
      .slice(0, settings.maxLoadedModels)
      .reduce((sum, size) => sum + size, 0);
  const now = loaded({});
  const saves = (change: Partial<Settings>, excess: number): boolean => accepts(() => loaded(change) <= now - excess);
  const changed = (says: string, change: Partial<Settings>): Change => ({
    says,
    to: withServer<OllamaFleetWorkload>(environment, name, { settings: { ...settings, ...change }, memory: undefined }),
  });
  return [
    () =>
      each(excesses, (excess) =>
        largestBelow(settings.contextLength, contextStep, settings.maxOutputLength + 1, (contextLength) =>
          saves({ contextLength }, excess),
        ),
      ).map((contextLength) => changed(`contextLength ${contextLength}`, { contextLength })),
    () =>
      each(excesses, (excess) => largestBelow(settings.parallel, 1, 1, (parallel) => saves({ parallel }, excess))).map(
        (parallel) => changed(`parallel ${parallel}`, { parallel }),
      ),
  ];
}

/**
 * Everything that may make a workload's pod small enough, one kind of change each; the plan accepts or refuses each.
 */
export function smallerPod(
  environment: Environment,
  name: string,
  excesses: readonly number[],
  at: Path,
): readonly Ladder[] {
  const server = environment.servers.find((workload) => workload.name === name);
  if (server === undefined) return [];
  return server.engine === 'ollama'
    ? smallerFleet(environment, server as OllamaFleetWorkload, excesses, at)
    : smallerServer(environment, server as ModelWorkload, excesses, at);
}
