/** What the pods of a fleet of Ollama run. */
import type { Image } from '../../catalog';
import { ollamaDrain, ollamaWarmUp, type Weights } from '../../programs';
import { drainDeadline, ollamaHomeSize, propagationOf } from '../../sizing';
import type { EnginePod, EngineRun } from '../engine-pod';
import { imageOf } from './image';
import { madeManifest, type OfferedModel } from './manifest';
import { onePerProcess } from './names';
import { ollamaContract, ollamaEnvironment, ollamaHome } from './ollama';
import type { OllamaSettings } from './settings';

/** What a fleet serves, and how. */
export interface OllamaInputs {
  /** The names that each ordinal offers, or one list for all. */
  readonly lists: readonly (readonly OfferedModel[])[];
  /** Whether each ordinal serves models of its own. */
  readonly byOrdinal: boolean;
  readonly settings: OllamaSettings;
  /** @default - Ollama of the pinned version, for the vendor of the GPUs of the pod */
  readonly image?: Image;
}

/** What a server reads of a name: the registry's manifest under this name, or one that is made. */
export const weightsOf = (offered: OfferedModel): Weights => {
  const { key, model, name } = offered;
  const made = madeManifest(offered);
  const isOwnTag = model.origin.from === 'ollama' && model.origin.tag === name;
  return { key, model, form: 'registry', ...(isOwnTag ? {} : { name }), ...(made === undefined ? {} : { made }) };
};

/** The container of a fleet's servers, with the programs beside it. */
export function ollamaPodOf(
  { lists, byOrdinal, settings, image }: OllamaInputs,
  { name, compute, budgets, loadTimeout = budgets.startup, place, host }: EngineRun,
): EnginePod {
  const { port } = ollamaContract;
  const gpus = compute.gpus?.count ?? 0;
  const weights = lists.map((list) => list.map(weightsOf));
  const hasMade = weights.flat().some(({ made }) => made !== undefined);
  const goTemplates = lists.flat().some(({ modelfile }) => modelfile?.template !== undefined);
  return {
    image: image ?? imageOf(compute.gpus?.resource),
    command: ['/bin/ollama', 'serve'],
    env: ollamaEnvironment(
      settings,
      {
        modelsPath: place.root,
        gpus,
        gpuResource: compute.gpus?.resource,
        goTemplates,
        host,
        startupBudget: loadTimeout.value,
        threads: compute.cpuLimit === undefined ? undefined : compute.threads.value,
      },
      name,
    ),
    startup: {
      runs: lists.map((list) => {
        const made = list.filter((each) => madeManifest(each) !== undefined).map(({ name }) => name);
        return ollamaWarmUp.run({
          port,
          declared: list.map((each) => each.name),
          // Ollama lists a loaded model by one of its names: the one that was asked for first.
          warm: onePerProcess(list)
            .slice(0, settings.maxLoadedModels)
            .map((each) => each.name),
          made: hasMade ? made : undefined,
          onGpu: gpus > 0,
          patience: budgets.startup.value,
        });
      }),
    },
    drain: ollamaDrain.run({ port, propagation: propagationOf(budgets), deadline: drainDeadline(budgets) }),
    weights,
    servicePerOrdinal: byOrdinal,
    folders: [{ name: 'home', path: ollamaHome, size: ollamaHomeSize }],
    programs: 'arrival-first',
    annotations: { models: lists.map((list) => list.map((each) => each.name).join(' ')).join(' | ') },
  };
}
