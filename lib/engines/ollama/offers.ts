/**
 * The models of a fleet as an overlay lists them → the names that its servers offer. Refuses what Ollama cannot serve
 * from a store that it only reads.
 */
import type { Model } from '../../catalog';
import { childPath, type Fault, fault, kib, type Path } from '../../core';
import type { WorkloadReader } from '../engine';
import type { OllamaFleetInput, OllamaModelInput } from './input';
import { configOf, madeManifest, type OfferedModel } from './manifest';
import { checkModelfile, type UncheckedModelfile } from './modelfile';
import { byProcess, completeName, isOllamaName, nameOfKey } from './names';

type FleetModels = OllamaFleetInput['models'];

/** Models of one server, and where they stand. */
export interface OfferList {
  readonly entries: readonly OllamaModelInput[];
  readonly at: Path;
}

/** Whether each ordinal has a list of its own. */
export const isByOrdinal = (models: FleetModels): models is Extract<FleetModels, { byOrdinal: unknown }> =>
  'byOrdinal' in models;

/** The lists of a fleet: one for each ordinal, or one for all. */
export function listsOf(models: FleetModels, place: Path): readonly OfferList[] {
  if (!isByOrdinal(models)) return [{ entries: models, at: childPath(place, 'models') }];
  return models.byOrdinal.map((entries, ordinal) => ({
    entries,
    at: childPath(place, 'models', 'byOrdinal', ordinal),
  }));
}

const underModels = 'serve it with a llama-server of its own, under models';

/** Why Ollama cannot serve a model here, and what helps; `undefined` where it can. */
export function unreadable({
  origin,
  files,
  projector,
  engines,
}: Model): readonly [string, readonly string[]] | undefined {
  if (engines?.includes('ollama') === false)
    return [`is for ${engines.join(' and ')} only, as its catalogue entry states`, [underModels]];
  if (origin.from === 'ollama') return undefined;
  if (files.length > 1)
    return [
      `has ${files.length} files, which Ollama would link in its store, and it may only read that`,
      ['join them with llama-gguf-split --merge, and lock the one file', underModels],
    ];
  if (projector === undefined) return undefined;
  return [
    'has a projector, and the memory of images is counted for llama-server only',
    [underModels, 'an entry of the file without its projector'],
  ];
}

/** The model behind a key; `undefined` when it is not to be had. What is wrong is reported. */
function fleetModel(reader: WorkloadReader, key: string, here: Path, contextLength: number): Model | undefined {
  const model = reader.model(key, here);
  if (model === undefined) return undefined;
  const problem = unreadable(model);
  if (problem !== undefined) reader.add('EngineCannotRead', here, `'${key}' ${problem[0]}`, { fix: problem[1] });
  if (model.memory !== undefined)
    reader.add(
      'MeasuredByOtherEngine',
      here,
      `the memory of '${key}' was measured for a llama-server of its own, and a fleet has other settings`,
      { fix: underModels },
    );
  const { contextLength: trained } = model.architecture;
  // Beyond the length it was trained for, Ollama caps a model's context without a word.
  if (contextLength > trained)
    reader.add(
      'ContextBeyondTraining',
      childPath(reader.place, 'settings', 'contextLength'),
      `${contextLength} tokens, and '${key}' was trained for ${trained}: Ollama would cap it silently`,
      { fix: [`contextLength ${trained}`, 'a fleet of its own for that model'] },
    );
  return model;
}

/** The form of a name, in words. */
const nameForm =
  "'name', 'name:tag' or 'namespace/name:tag', each of at most 80 letters, digits, '_', '-' and, but for the namespace, '.'";

/** The name of an entry that is only a key of the catalogue. */
function nameOf(reader: WorkloadReader, key: string, { origin }: Model, here: Path): string {
  if (origin.from !== 'ollama') {
    const name = nameOfKey(key);
    if (!isOllamaName(name))
      reader.add('BadName', here, `'${name}' cannot be a name of Ollama`, {
        allowed: nameForm,
        fix: `give it a name: { name: 'my-model', from: '${key}' }`,
      });
    return name;
  }
  if (origin.tag !== key)
    reader.add('CatalogKeyMismatch', here, `Ollama lists '${key}' by its registry's name, which is '${origin.tag}'`, {
      fix: `make '${origin.tag}' the key in the catalogue`,
    });
  return key;
}

/** What is wrong with a name and with what its Modelfile adds, whatever the model is. */
export const namedFaults = (
  { name, ...modelfile }: UncheckedModelfile & { readonly name: string },
  maxOutputLength: number,
  at: Path,
): readonly Fault[] => [
  ...(isOllamaName(completeName(name))
    ? []
    : [fault('BadName', childPath(at, 'name'), `'${name}' cannot be a name of Ollama`, { allowed: nameForm })]),
  ...checkModelfile(modelfile, maxOutputLength, at),
];

/** A Modelfile without a template keeps the way in which its model writes prompts, which is in the config. */
function configFault({ key, model, modelfile = {} }: OfferedModel, at: Path): Fault | undefined {
  const made = madeManifest({ key, model, name: '', modelfile }) !== undefined;
  if (!made || model.origin.from !== 'ollama' || modelfile.template !== undefined || configOf(model) !== undefined)
    return undefined;
  return fault(
    'ModelConfigUnknown',
    at,
    `the catalogue entry of '${key}' has no config layer, from which Ollama knows how to write its prompts`,
    { fix: [`npm run lock -- ollama ${key}`, 'a template of its own'] },
  );
}

const hasTemplate = ({ model: { origin }, modelfile }: OfferedModel): boolean =>
  modelfile?.template !== undefined ||
  (origin.from === 'ollama' && origin.layers.some(({ mediaType }) => mediaType === 'template'));

/**
 * Names of one model share a process, which Ollama starts for one way to write chats: by templates, or by that of the
 * GGUF file. Which of the two it is depends on the name that is asked for first.
 */
function templateFault(names: readonly OfferedModel[], at: Path): Fault | undefined {
  const given = names.find(({ modelfile }) => modelfile?.template !== undefined);
  const without = names.find((each) => !hasTemplate(each));
  if (given === undefined || without === undefined) return undefined;
  return fault(
    'TemplatesDiffer',
    at,
    `'${given.name}' has a template and '${without.name}', which is the same model, has none: both share one process, and Ollama would write the chats of one of them wrong`,
    { fix: [`a template for '${without.name}' too`, `leave '${without.name}' out`] },
  );
}

/** Adapters whose memory is computed, of a model in one file of a hub. */
function adapterFault({ name, model, modelfile }: OfferedModel, at: Path): Fault | undefined {
  const adapter = modelfile?.adapter;
  if (adapter === undefined) return undefined;
  const known = Object.keys(model.adapters ?? {});
  if (!known.includes(adapter))
    return fault('Adapter', at, `'${adapter}' of '${name}' is no adapter of the model in the catalogue`, {
      fix: `lock it with the model: npm run lock -- REPOSITORY FILE --adapter ${/^[a-z0-9-]+$/.test(adapter) ? adapter : 'NAME'}=FILE`,
      allowed: known,
    });
  const { architecture, expertCount = 0 } = model.architecture;
  if (architecture !== 'gemma4' || expertCount === 0) return undefined;
  return fault('Adapter', at, 'there is no proven bound for the memory of adapters of a Gemma 4 with experts', {
    fix: ['merge the adapter into the model, and lock the result', 'leave adapter out'],
  });
}

/** Names of one model with different adapters: Ollama would load the model again whenever the other is asked for. */
function adaptersFault(names: readonly OfferedModel[], at: Path): Fault | undefined {
  const [first] = names;
  const other = names.find(({ modelfile }) => modelfile?.adapter !== first?.modelfile?.adapter);
  if (first === undefined || other === undefined) return undefined;
  const adapterOf = ({ modelfile }: OfferedModel): string =>
    modelfile?.adapter === undefined ? 'no adapter' : `adapter '${modelfile.adapter}'`;
  return fault(
    'Adapter',
    at,
    `'${first.name}' has ${adapterOf(first)} and '${other.name}', which is the same model, ${adapterOf(other)}: Ollama would load the model again for each`,
    { fix: ['the same adapter for both', 'a fleet for each', 'a llama-server with both adapters, under models'] },
  );
}

/** Most bytes of texts of one fleet: a loader has them in a ConfigMap, which holds 1 MiB. */
const mostTexts = kib(512);

/** Texts of Modelfiles that no ConfigMap would hold. */
function sizeFault(list: readonly OfferedModel[], at: Path): Fault | undefined {
  const texts = new Set(list.flatMap((offered) => madeManifest(offered)?.layers ?? []));
  const total = [...texts].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (total <= mostTexts) return undefined;
  return fault('ModelfileText', at, `system prompts and templates have ${Math.ceil(total / 1024)} KiB together`, {
    allowed: `at most ${mostTexts / 1024} KiB, because a ConfigMap holds them`,
    fix: 'shorter ones, or several fleets',
  });
}

/** What is wrong with the names of one server beside each other and their models. */
export const offerFaults = (list: readonly OfferedModel[], at: Path): readonly Fault[] => [
  ...list.flatMap((offered) => configFault(offered, at) ?? []),
  ...list.flatMap((offered) => adapterFault(offered, at) ?? []),
  ...byProcess(list).flatMap((names) => templateFault(names, at) ?? []),
  ...[sizeFault(list, at)].flatMap((found) => found ?? []),
];

/** Adapters of a fleet whose ordinals, or names, differ: the memory of a model is one number for all of them. */
export const fleetFaults = (offers: readonly (readonly OfferedModel[])[], at: Path): readonly Fault[] =>
  byProcess(offers.flat()).flatMap((names) => adaptersFault(names, at) ?? []);

/** Reads the lists of a fleet; entries whose models are missing are reported and left out. */
export function readOffers(
  reader: WorkloadReader,
  lists: readonly OfferList[],
  { contextLength, maxOutputLength }: OllamaFleetInput['settings'],
): readonly (readonly OfferedModel[])[] {
  const known = new Map<string, Model | undefined>();
  const modelAt = (key: string, here: Path): Model | undefined => {
    if (!known.has(key)) known.set(key, fleetModel(reader, key, here, contextLength));
    return known.get(key);
  };
  return lists.map(({ entries, at }) => {
    const offers = entries.flatMap((entry, index): readonly OfferedModel[] => {
      const here = childPath(at, index);
      if (typeof entry === 'string') {
        const model = modelAt(entry, here);
        return model === undefined ? [] : [{ key: entry, model, name: nameOf(reader, entry, model, here) }];
      }
      const { name, from, ...modelfile } = entry;
      reader.take(namedFaults({ name, ...modelfile }, maxOutputLength, here));
      const model = modelAt(from, childPath(here, 'from'));
      return model === undefined ? [] : [{ key: from, model, name: completeName(name), modelfile }];
    });
    reader.take(offerFaults(offers, at));
    return offers;
  });
}
