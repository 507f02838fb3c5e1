/**
 * What nodes offer and what pods ask for, as plain numbers by resource name: `cpu` in millicores, the rest in bytes or
 * units.
 */
import { unitsOf } from '../core';
import { type AskingPod, podRequests } from '../kubernetes/read';

export type { AskingPod } from '../kubernetes/read';

export type Amounts = Readonly<Record<string, number>>;

/** Nano units of what a resource is counted in: thousandths of a core, else bytes or units. */
const counted = (resource: string): bigint => (resource === 'cpu' ? 10n ** 6n : 10n ** 9n);

/** Quantities as numbers, rounded up. What is none is refused before it comes here. */
export const amountsOf = (quantities: Readonly<Record<string, string | number>> | undefined): Amounts =>
  Object.fromEntries(
    Object.entries(quantities ?? {}).map(([resource, quantity]) => [
      resource,
      unitsOf(quantity, counted(resource)) ?? 0,
    ]),
  );

/** Two lists of amounts, resource by resource; what one of them lacks counts as nothing. */
export const plus = (a: Amounts, b: Amounts): Amounts =>
  Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((resource) => [
      resource,
      (a[resource] ?? 0) + (b[resource] ?? 0),
    ]),
  );

/** What the scheduler counts for one pod. */
export const askedBy = (pod: AskingPod): Amounts =>
  Object.fromEntries(
    [...podRequests(pod)].map(([resource, nano]) => {
      const unit = counted(resource);
      return [resource, Number((nano + unit - 1n) / unit)];
    }),
  );
