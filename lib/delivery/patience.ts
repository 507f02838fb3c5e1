/** How long a controller waits for a unit before it calls it failed: as long as the slowest of its objects may take. */
import type { Derived, Duration } from '../core';
import type { Plan } from '../plan';
import { timesOf } from './times';
import type { Unit } from './unit';

/** Time for a unit of a plan. A unit holds objects: without any it would not be there. */
export const patience = (plan: Plan, { manifests }: Unit): Derived<Duration> =>
  manifests
    .map((manifest) => timesOf(manifest, plan).update)
    .reduce((longest, each) => (each.value > longest.value ? each : longest));
