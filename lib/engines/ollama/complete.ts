/** A fleet of Ollama of an overlay → its models looked up, every setting decided. */
import { childPath } from '../../core';
import type { ServedModel } from '../../workload';
import type { CommonFields, WorkloadReader } from '../engine';
import { completeOllamaSettings } from './defaults';
import type { OllamaFleetInput } from './input';
import type { OfferedModel } from './manifest';
import { completeName, nameOfKey, onePerProcess } from './names';
import { fleetFaults, isByOrdinal, listsOf, type OfferList, readOffers } from './offers';
import { checkOllama } from './ollama';
import type { OllamaSettings } from './settings';
import type { OllamaFleetWorkload } from './workload';

/** A list of models as it is written, with what is known of it. */
interface ReadList extends OfferList {
  readonly offers: readonly OfferedModel[];
}

/** Models that a server would load for a list: names of one model share a process; a missing one counts as one. */
const processes = ({ entries, offers }: ReadList): number =>
  onePerProcess(offers).length + entries.length - offers.length;

/** The name of an entry as Ollama compares it: without regard to case. */
const comparedName = (entry: OfferList['entries'][number], { offers }: ReadList): string =>
  (typeof entry === 'string'
    ? (offers.find(({ key, modelfile }) => key === entry && modelfile === undefined)?.name ?? nameOfKey(entry))
    : completeName(entry.name)
  ).toLowerCase();

function checkLists(
  reader: WorkloadReader,
  input: OllamaFleetInput,
  lists: readonly ReadList[],
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
    reader.refuseTwice(
      list.entries.map((entry) => comparedName(entry, list)),
      list.at,
      (name) => `model '${name}'`,
    );
    const count = processes(list);
    if (count <= maxLoadedModels || input.swap === 'accepted') continue;
    reader.add(
      'TooManyModels',
      list.at,
      `${count} models on a server that loads ${maxLoadedModels}: requests for the others would wait for a swap`,
      {
        fix: [`settings.maxLoadedModels ${count}`, "swap 'accepted'", 'models by ordinal: { byOrdinal: [...] }'],
      },
    );
  }
}

/** Each model once, in the order in which it is named. */
const modelsOf = (offers: readonly OfferedModel[]): readonly ServedModel[] => [
  ...new Map(offers.map(({ key, model }) => [key, { key, model }])).values(),
];

/** A fleet with every setting decided; models that are missing are reported and left out. */
export function complete(input: OllamaFleetInput, reader: WorkloadReader): Omit<OllamaFleetWorkload, CommonFields> {
  const { place } = reader;
  const written = listsOf(input.models, place);
  const offers = readOffers(reader, written, input.settings);
  reader.take(fleetFaults(offers, childPath(place, 'models')));
  const lists = written.map((list, i): ReadList => ({ ...list, offers: offers[i] ?? [] }));
  const settings = completeOllamaSettings(input.settings, Math.max(...lists.map(processes)));
  reader.take(checkOllama(settings, childPath(place, 'settings')));
  checkLists(reader, input, lists, settings);
  return {
    served: modelsOf(offers.flat()),
    byOrdinal: isByOrdinal(input.models) ? offers.map(modelsOf) : undefined,
    offers,
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
