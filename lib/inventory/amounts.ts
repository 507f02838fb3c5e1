/**
 * What nodes offer and what pods ask for, as plain numbers by resource name: `cpu` in millicores, the rest in bytes or
 * units.
 */
import { nanoOfAny } from '../core/quantity';

export type Amounts = Readonly<Record<string, number>>;

type Quantities = Readonly<Record<string, string | number>>;

/** Nano units of what a resource is counted in: thousandths of a core, else bytes or units. */
const counted = (resource: string): bigint => (resource === 'cpu' ? 10n ** 6n : 10n ** 9n);

/** Quantities as numbers, rounded up. What is none is refused before it comes here. */
export const amountsOf = (quantities: Quantities | undefined): Amounts =>
  Object.fromEntries(
    Object.entries(quantities ?? {}).map(([resource, quantity]) => {
      const unit = counted(resource);
      return [resource, Number(((nanoOfAny(quantity) ?? 0n) + unit - 1n) / unit)];
    }),
  );

/** Two lists of amounts, resource by resource; what one of them lacks counts as nothing. */
function combined(a: Amounts, b: Amounts, how: (a: number, b: number) => number): Amounts {
  return Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((resource) => [
      resource,
      how(a[resource] ?? 0, b[resource] ?? 0),
    ]),
  );
}

export const plus = (a: Amounts, b: Amounts): Amounts => combined(a, b, (x, y) => x + y);
const larger = (a: Amounts, b: Amounts): Amounts => combined(a, b, Math.max);

interface Container {
  readonly resources?: { readonly requests?: Quantities; readonly limits?: Quantities };
  readonly restartPolicy?: string;
}

/** The spec of a pod, as far as the scheduler adds it up. */
export interface AskingPod {
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly overhead?: Quantities;
  readonly resources?: Container['resources'];
}

/** A limit without a request is a request too; the server writes it so. */
const ofContainer = ({ resources }: Container): Amounts => amountsOf({ ...resources?.limits, ...resources?.requests });

/**
 * What the scheduler counts for one pod: init containers run one after the other and beside the sidecars before them;
 * what a pod states as a whole goes first.
 */
export function askedBy({ containers = [], initContainers = [], overhead, resources }: AskingPod): Amounts {
  let sidecars: Amounts = {};
  let peak: Amounts = {};
  for (const container of initContainers) {
    const moment = plus(sidecars, ofContainer(container));
    peak = larger(peak, moment);
    if (container.restartPolicy === 'Always') sidecars = moment;
  }
  const whole = larger(peak, containers.map(ofContainer).reduce(plus, sidecars));
  return plus({ ...whole, ...amountsOf(resources?.requests) }, amountsOf(overhead));
}
