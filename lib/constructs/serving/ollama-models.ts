/**
 * The models of a fleet: one list that every server offers, or a list for each ordinal. Refuses lists that its servers
 * cannot offer.
 */
import type { Model } from '../../catalog';
import { childPath, refuse } from '../../core';

/** A model by its tag. */
export interface TaggedModel {
  readonly tag: string;
  readonly model: Model;
}

/** The models that one server offers. */
export type ModelList = readonly TaggedModel[];

/** What every server offers, or a list for each ordinal. */
export type FleetModels = ModelList | readonly ModelList[];

export const isByOrdinal = (models: FleetModels): models is readonly ModelList[] => Array.isArray(models[0]);

/** For each ordinal its models; one list when every server offers the same. */
export const listsOf = (models: FleetModels): readonly ModelList[] => (isByOrdinal(models) ? models : [models]);

/** What the lists are held against. */
export interface FleetLimits {
  /** @default - as many as there must be */
  readonly replicas?: number;
  readonly maxLoadedModels: number;
  /** Whether a model may take another's place. */
  readonly swaps: boolean;
}

/** Throws `OrdinalsDiffer`, `FleetWithoutModels`, `TooManyModels`. */
export function checkModels(id: string, models: FleetModels, { replicas, maxLoadedModels, swaps }: FleetLimits): void {
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
    if (list.length > maxLoadedModels && !swaps) {
      refuse('TooManyModels', place, `${list.length} models, but a server keeps only ${maxLoadedModels} loaded`, {
        fix: [`settings.maxLoadedModels ${list.length}`, 'set reloadTime, so that models may be swapped'],
      });
    }
  });
}
