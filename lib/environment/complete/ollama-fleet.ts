/** A fleet of Ollama of an overlay → its models looked up, every setting decided. */
import { at, type Path } from '../../core/path';
import type { Model } from '../../catalog/model';
import { checkOllama } from '../../engines/ollama/ollama';
import { completeOllamaSettings } from '../../engines/ollama/defaults';
import type { OllamaSettings } from '../../engines/ollama/settings';
import type { FaultList } from '../fault-codes';
import type { OllamaFleetInput } from '../workload';
import type { OllamaFleetWorkload } from '../../engines/ollama/workload';
import type { ServedModel } from '../../workload/server';
import { read } from '../schema/read';
import { ollamaFleetSchema } from '../schema/workload';
import { refuseTwice } from './lists';
import { fleetTier } from './local-tier';
import { fleetNames } from './names';
import { checkPrompt, commonPart, modelOf, type Surroundings } from './workload';

/** Tags of one server, and where they stand. */
interface TagList {
  readonly tags: readonly string[];
  readonly at: Path;
}

type FleetModels = OllamaFleetInput['models'];

const isByOrdinal = (models: FleetModels): models is Extract<FleetModels, { byOrdinal: unknown }> =>
  'byOrdinal' in models;

function listsOf(models: FleetModels, place: Path): readonly TagList[] {
  if (!isByOrdinal(models)) return [{ tags: models, at: at(place, 'models') }];
  return models.byOrdinal.map((tags, ordinal) => ({ tags, at: at(place, 'models', 'byOrdinal', ordinal) }));
}

/** Beyond the length it was trained for, Ollama caps a model's context without a word. */
function checkContext(
  faults: FaultList,
  tag: string,
  { architecture }: Model,
  contextLength: number,
  place: Path,
): void {
  if (contextLength <= architecture.contextLength) return;
  faults.add(
    'ContextBeyondTraining',
    at(place, 'contextLength'),
    `${contextLength} tokens, and '${tag}' was trained for ${architecture.contextLength}: Ollama would cap it silently`,
    {
      fix: [`contextLength ${architecture.contextLength}`, 'a fleet of its own for that model'],
    },
  );
}

function checkLists(
  faults: FaultList,
  input: OllamaFleetInput,
  lists: readonly TagList[],
  { maxLoadedModels }: OllamaSettings,
  place: Path,
): void {
  if (isByOrdinal(input.models) && lists.length !== input.replicas) {
    faults.add(
      'OrdinalsDiffer',
      at(place, 'models', 'byOrdinal'),
      `${lists.length} lists of models for ${input.replicas} replicas`,
      {
        fix: ['give one list for each replica', `replicas ${lists.length}`],
      },
    );
  }
  for (const list of lists) {
    refuseTwice(faults, list.tags, list.at, (tag) => `model '${tag}'`);
    if (list.tags.length <= maxLoadedModels || input.swap === 'accepted') continue;
    faults.add(
      'TooManyModels',
      list.at,
      `${list.tags.length} models on a server that loads ${maxLoadedModels}: requests for the others would wait for a swap`,
      {
        fix: [
          `settings.maxLoadedModels ${list.tags.length}`,
          "swap 'accepted'",
          'models by ordinal: { byOrdinal: [...] }',
        ],
      },
    );
  }
}

/** The model behind a tag, `undefined` when it is not to be had, which is reported. */
function fleetModel(
  surroundings: Surroundings,
  tag: string,
  here: Path,
  contextLength: number,
  place: Path,
): ServedModel | undefined {
  const { faults } = surroundings;
  const model = modelOf(surroundings, tag, here);
  if (model === undefined) return undefined;
  if (model.origin.from !== 'ollama' || !(model.engines?.includes('ollama') ?? true)) {
    faults.add(
      'EngineCannotRead',
      here,
      `'${tag}' is no tag of an Ollama registry, and Ollama pulls from registries only`,
      {
        fix: ["name an entry whose origin is 'ollama'", 'serve it with a llama-server of its own, under models'],
      },
    );
  }
  if (model.origin.from === 'ollama' && model.origin.tag !== tag) {
    faults.add(
      'CatalogKeyMismatch',
      here,
      `Ollama lists '${tag}' by its registry's name, which is '${model.origin.tag}'`,
      {
        fix: `make '${model.origin.tag}' the key in the catalogue`,
      },
    );
  }
  checkContext(faults, tag, model, contextLength, at(place, 'settings'));
  return { key: tag, model };
}

/** A fleet, complete; `undefined` when its shape is wrong or its models are missing, which is reported. */
export function readFleet(
  surroundings: Surroundings,
  key: string,
  value: unknown,
  place: Path,
): OllamaFleetWorkload | undefined {
  const { faults, names } = surroundings;
  const name = names.give(key, place);
  const shape = read<OllamaFleetInput>(ollamaFleetSchema, value, place);
  if (shape.faults !== undefined) {
    faults.take(shape.faults);
    return undefined;
  }
  const input = shape.value;
  const { common, targets } = commonPart(surroundings, input, place);
  const lists = listsOf(input.models, place);
  const settings = completeOllamaSettings(input.settings, Math.max(...lists.map(({ tags }) => tags.length)));
  checkPrompt(faults, settings, at(place, 'settings'));
  faults.take(checkOllama(settings, at(place, 'settings')));
  checkLists(faults, input, lists, settings, place);
  const local = fleetTier(surroundings, input.local, targets, place);
  const known = new Map<string, ServedModel | undefined>();
  for (const list of lists) {
    list.tags.forEach((tag, index) => {
      if (!known.has(tag))
        known.set(tag, fleetModel(surroundings, tag, at(list.at, index), settings.contextLength, place));
    });
  }
  const found = (tags: Iterable<string>): readonly ServedModel[] => [...tags].flatMap((tag) => known.get(tag) ?? []);
  for (const further of fleetNames(name, isByOrdinal(input.models) ? lists.length : 0)) names.take(further, place);
  return {
    engine: 'ollama',
    section: 'ollama',
    key,
    name,
    ...common,
    memory: input.memory,
    tokensPerSecond: input.tokensPerSecond,
    served: found(known.keys()),
    byOrdinal: isByOrdinal(input.models) ? lists.map(({ tags }) => found(tags)) : undefined,
    settings,
    replicas: { min: input.replicas, max: input.replicas },
    swap: input.swap === 'accepted',
    local,
    volumeSize: input.volumeSize,
  };
}
