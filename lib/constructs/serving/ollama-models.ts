/**
 * The models of a fleet: one list that every server offers, or a list for each ordinal. Refuses lists that its servers
 * cannot offer.
 */
import type { Model } from '../../catalog';
import { childPath, FaultError, refuse } from '../../core';
import {
  completeName,
  fleetFaults,
  type Modelfile,
  namedFaults,
  offerFaults,
  type OfferedModel,
  onePerProcess,
  unreadable,
  weightsOf,
} from '../../engines';
import type { Weights } from '../../programs';

/** A model by its name in Ollama, with what a Modelfile adds to it. */
export interface TaggedModel extends Modelfile {
  /** Name by which clients ask for it: the tag of its registry, or another one. */
  readonly tag: string;
  readonly model: Model;
  /** Key by which a `ModelLoader` brings it, where that is not the tag. @default - the tag */
  readonly key?: string;
}

/** The models that one server offers. */
export type ModelList = readonly TaggedModel[];

/** What every server offers, or a list for each ordinal. */
export type FleetModels = ModelList | readonly ModelList[];

export const isByOrdinal = (models: FleetModels): models is readonly ModelList[] => Array.isArray(models[0]);

/** For each ordinal its models; one list when every server offers the same. */
export const listsOf = (models: FleetModels): readonly ModelList[] => (isByOrdinal(models) ? models : [models]);

/** The names that a server offers, as the engine takes them. */
export const offersOf = (list: ModelList): readonly OfferedModel[] =>
  list.map(({ tag, model, key = tag, system, template, parameters, adapter }) => ({
    key,
    model,
    name: completeName(tag),
    modelfile: { system, template, parameters, adapter },
  }));

/** What a `ModelLoader` must bring for a list of models: with manifests for those that no registry has. */
export const ollamaWeights = (list: ModelList): readonly Weights[] => offersOf(list).map(weightsOf);

/** What the lists are held against. */
export interface FleetLimits {
  readonly maxOutputLength: number;
  /** @default - as many as there must be */
  readonly replicas?: number;
  readonly maxLoadedModels: number;
  /** Whether a model may take another's place. */
  readonly swaps: boolean;
}

/** Throws `OrdinalsDiffer`, `FleetWithoutModels`, `TooManyModels`, and what Modelfiles refuse. */
export function checkModels(
  id: string,
  models: FleetModels,
  { replicas, maxLoadedModels, maxOutputLength, swaps }: FleetLimits,
): void {
  if (isByOrdinal(models) && replicas !== undefined && replicas !== models.length) {
    refuse(
      'OrdinalsDiffer',
      childPath(id, 'replicas'),
      `${replicas} replicas, but ${models.length} lists of models: each server needs its own list`,
      { fix: `replicas ${models.length}` },
    );
  }
  listsOf(models).forEach((list, ordinal) => {
    const place = isByOrdinal(models) ? childPath(id, 'models', ordinal) : childPath(id, 'models');
    if (list.length === 0)
      refuse('FleetWithoutModels', place, 'the list of models is empty', { fix: 'name at least one model' });
    const offers = offersOf(list);
    list.forEach(({ tag, model }, i) => {
      const [found, fix] = unreadable(model) ?? [];
      if (found !== undefined) refuse('EngineCannotRead', childPath(place, i), `'${tag}' ${found}`, { fix: fix ?? [] });
    });
    const faults = [
      ...list.flatMap(({ tag, system, template, parameters }, i) =>
        namedFaults({ name: tag, system, template, parameters }, maxOutputLength, childPath(place, i)),
      ),
      ...offerFaults(offers, place),
      ...fleetFaults([offers], place),
    ];
    if (faults.length > 0) throw new FaultError(faults);
    const { length } = onePerProcess(offers);
    if (length > maxLoadedModels && !swaps) {
      refuse('TooManyModels', place, `${length} models, but a server keeps only ${maxLoadedModels} loaded`, {
        fix: [`settings.maxLoadedModels ${length}`, 'set reloadTime, so that models may be swapped'],
      });
    }
  });
}
