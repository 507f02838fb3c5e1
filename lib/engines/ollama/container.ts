/** What the pods of a fleet of Ollama run. */
import { type Image, images } from '../../catalog';
import { ollamaDrain, ollamaWarmUp } from '../../programs';
import { drainDeadline, endpointPropagation, ollamaHomeSize } from '../../sizing';
import type { ServedModel } from '../../workload';
import type { EnginePod, EngineRun } from '../engine-pod';
import { ollamaContract, ollamaEnvironment, ollamaHome } from './ollama';
import type { OllamaSettings } from './settings';

/** What a fleet serves, and how. */
export interface OllamaInputs {
  /** The models of each ordinal, or one list for all. */
  readonly lists: readonly (readonly ServedModel[])[];
  /** Whether each ordinal serves models of its own. */
  readonly byOrdinal: boolean;
  readonly settings: OllamaSettings;
  /** @default - Ollama of the pinned version */
  readonly image?: Image;
}

/** The container of a fleet's servers, with the programs beside it. */
export function ollamaPodOf(
  { lists, byOrdinal, settings, image = images.ollama }: OllamaInputs,
  { name, compute, budgets, loadTimeout = budgets.startup, place }: EngineRun,
): EnginePod {
  const { port } = ollamaContract;
  const gpus = compute.gpus?.count ?? 0;
  return {
    image,
    command: ['/bin/ollama', 'serve'],
    env: ollamaEnvironment(
      settings,
      {
        modelsPath: place.root,
        gpus,
        startupBudget: loadTimeout.value,
        threads: compute.cpuLimit === undefined ? undefined : compute.threads.value,
      },
      name,
    ),
    startup: {
      runs: lists.map((list) => {
        const declared = list.map(({ key }) => key);
        return ollamaWarmUp.run({
          port,
          declared,
          warm: declared.slice(0, settings.maxLoadedModels),
          onGpu: gpus > 0,
          patience: budgets.startup.value,
        });
      }),
    },
    drain: ollamaDrain.run({ port, propagation: endpointPropagation, deadline: drainDeadline(budgets) }),
    weights: lists.map((list) => list.map(({ key, model }) => ({ key, model, form: 'registry' }))),
    servicePerOrdinal: byOrdinal,
    folders: [{ name: 'home', path: ollamaHome, size: ollamaHomeSize }],
    programs: 'arrival-first',
    annotations: { models: lists.map((list) => list.map(({ key }) => key).join(' ')).join(' | ') },
  };
}
