/** A fleet of Ollama of an overlay → its models looked up, every setting decided. */
import { childPath, type Path } from '../../core';
import type { Model } from '../../catalog';
import type { ServedModel } from '../../workload';
import type { CommonFields, WorkloadReader } from '../engine';
import { completeOllamaSettings } from './defaults';
import type { OllamaFleetInput } from './input';
import { checkOllama } from './ollama';
import type { OllamaSettings } from './settings';
import type { OllamaFleetWorkload } from './workload';

/** Tags of one server, and where they stand. */
interface TagList {
  readonly tags: readonly string[];
  readonly at: Path;
}

type FleetModels = OllamaFleetInput['models'];

const isByOrdinal = (models: FleetModels): models is Extract<FleetModels, { byOrdinal: unknown }> =>
  'byOrdinal' in models;

function listsOf(models: FleetModels, place: Path): readonly TagList[] {
  if (!isByOrdinal(models)) return [{ tags: models, at: childPath(place, 'models') }];
  return models.byOrdinal.map((tags, ordinal) => ({ tags, at: childPath(place, 'models', 'byOrdinal', ordinal) }));
}

/** Beyond the length it was trained for, Ollama caps a model's context without a word. */
function checkContext(
  reader: WorkloadReader,
  tag: string,
  { architecture }: Model,
  contextLength: number,
  place: Path,
): void {
  if (contextLength <= architecture.contextLength) return;
  reader.add(
    'ContextBeyondTraining',
    childPath(place, 'contextLength'),
    `${contextLength} tokens, and '${tag}' was trained for ${architecture.contextLength}: Ollama would cap it silently`,
    {
      fix: [`contextLength ${architecture.contextLength}`, 'a fleet of its own for that model'],
    },
  );
}

function checkLists(
  reader: WorkloadReader,
  input: OllamaFleetInput,
  lists: readonly TagList[],
  { maxLoadedModels }: OllamaSettings,
): void {
  const { place } = reader;
  if (isByOrdinal(input.models) && lists.length !== input.replicas) {
    reader.add(
      'OrdinalsDiffer',
      childPath(place, 'models', 'byOrdinal'),
      `${lists.length} lists of models for ${input.replicas} replicas`,
      {
        fix: ['give one list for each replica', `replicas ${lists.length}`],
      },
    );
  }
  for (const list of lists) {
    reader.refuseTwice(list.tags, list.at, (tag) => `model '${tag}'`);
    if (list.tags.length <= maxLoadedModels || input.swap === 'accepted') continue;
    reader.add(
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
function fleetModel(reader: WorkloadReader, tag: string, here: Path, contextLength: number): ServedModel | undefined {
  const model = reader.model(tag, here);
  if (model === undefined) return undefined;
  if (model.origin.from !== 'ollama' || !(model.engines?.includes('ollama') ?? true)) {
    reader.add(
      'EngineCannotRead',
      here,
      `'${tag}' is no tag of an Ollama registry, and Ollama pulls from registries only`,
      {
        fix: ["name an entry whose origin is 'ollama'", 'serve it with a llama-server of its own, under models'],
      },
    );
  }
  if (model.origin.from === 'ollama' && model.origin.tag !== tag) {
    reader.add(
      'CatalogKeyMismatch',
      here,
      `Ollama lists '${tag}' by its registry's name, which is '${model.origin.tag}'`,
      {
        fix: `make '${model.origin.tag}' the key in the catalogue`,
      },
    );
  }
  checkContext(reader, tag, model, contextLength, childPath(reader.place, 'settings'));
  return { key: tag, model };
}

/** A fleet with every setting decided; models that are missing are reported and left out. */
export function complete(input: OllamaFleetInput, reader: WorkloadReader): Omit<OllamaFleetWorkload, CommonFields> {
  const { place } = reader;
  const lists = listsOf(input.models, place);
  const settings = completeOllamaSettings(input.settings, Math.max(...lists.map(({ tags }) => tags.length)));
  reader.take(checkOllama(settings, childPath(place, 'settings')));
  checkLists(reader, input, lists, settings);
  const known = new Map<string, ServedModel | undefined>();
  for (const list of lists) {
    list.tags.forEach((tag, index) => {
      if (!known.has(tag)) known.set(tag, fleetModel(reader, tag, childPath(list.at, index), settings.contextLength));
    });
  }
  const found = (tags: Iterable<string>): readonly ServedModel[] => [...tags].flatMap((tag) => known.get(tag) ?? []);
  return {
    served: found(known.keys()),
    byOrdinal: isByOrdinal(input.models) ? lists.map(({ tags }) => found(tags)) : undefined,
    settings,
    swap: input.swap === 'accepted',
    volumeSize: input.volumeSize,
  };
}

/** What a fleet has beside its own name: a Service of all its pods, and one for each ordinal where they differ. */
export const furtherNames = ({ name, byOrdinal = [] }: OllamaFleetWorkload): readonly string[] => [
  `${name}-pods`,
  ...byOrdinal.map((_, ordinal) => `${name}-${ordinal}`),
];
