/** What rules are made from: the plan, its objectives, and by what all durations are divided. */
import type { Duration } from '../../core';
import type { Alerts } from '../../environment';
import type { Plan, ServerPlan } from '../../plan';

export interface AlertScope {
  readonly plan: Plan;
  readonly settings: Alerts;
  /** A window, a delay or a time that is compared: shorter in tests that make conditions true. */
  readonly time: (duration: Duration) => Duration;
}

export const namespacesOf = ({ plan: { environment } }: AlertScope) => environment.cluster.namespaces;

// Characters of generated names: without vowels, 0, 1 and 3, as the API server makes them.
const generated = '[bcdfghjklmnpqrstvwxz2456789]';

/** The pods of a workload by their names, which the series of every source have. */
export const podsOf = ({ workload: { name }, replacement }: ServerPlan): { readonly matches: string } => ({
  matches: replacement.by === 'deployment' ? `${name}-${generated}{1,10}-${generated}{5}` : `${name}-[0-9]+`,
});

/** A part of one as a number of the text: `0.85`. */
export const ratioText = (ratio: number): string => `${Number(ratio.toFixed(4))}`;

/** A part of one for people: `85 %`. */
export const percentText = (ratio: number): string => `${Number((100 * ratio).toFixed(2))} %`;
