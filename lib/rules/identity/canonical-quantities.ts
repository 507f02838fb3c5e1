/**
 * Refuses quantities that the API server would read back in another form, which every later diff would show as drift.
 */
import { canonical, canonicalAmount } from '../../core';
import { groupOf, isBuiltInGroup } from '../../kubernetes/kinds';
import type { Evidence } from '../evidence';
import { shown, type Finding, type Rule } from '../rule';

/** Fields that are a quantity; so is the `value` of a metric's `target`. */
const single: ReadonlySet<string> = new Set(['sizeLimit', 'averageValue', 'divisor']);
/** Fields whose values are amounts of resources. */
const lists: ReadonlySet<string> = new Set([
  'capacity',
  'default',
  'defaultRequest',
  'hard',
  'limits',
  'max',
  'maxLimitRequestRatio',
  'min',
  'podFixed',
  'requests',
]);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

interface Quantity {
  readonly field: string;
  readonly value: unknown;
  /** As the server reads it back; `undefined` for what is no quantity. */
  readonly canon: string | undefined;
}

/** Every quantity below a value. Only a map is a list of quantities: `limits` of a LimitRange is a list of objects. */
function quantitiesIn(value: unknown, field: string): Quantity[] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, child]): Quantity[] => {
    const place = Array.isArray(value) ? `${field}[${key}]` : `${field}.${key}`;
    if (single.has(key) || (key === 'value' && field.endsWith('.target')))
      return [{ field: place, value: child, canon: canonical(child) }];
    if (lists.has(key) && isRecord(child) && !Array.isArray(child)) {
      return Object.entries(child).map(([name, amount]) => ({
        field: `${place}.${name}`,
        value: amount,
        canon: canonicalAmount(amount),
      }));
    }
    return quantitiesIn(child, place);
  });
}

function check({ all }: Evidence): Finding[] {
  return (
    all
      // What a custom resource means by `limits` is its own affair.
      .filter(({ manifest }) => isBuiltInGroup(groupOf(manifest.apiVersion)))
      .flatMap(({ manifest }) =>
        [...quantitiesIn(manifest.spec, 'spec'), ...quantitiesIn(manifest.overhead, 'overhead')].flatMap(
          ({ field, value, canon }): Finding[] => {
            if (canon === value) return [];
            return canon === undefined
              ? [
                  {
                    manifest,
                    field,
                    found: `${shown(value)} is no quantity`,
                    fix: 'write a whole number with a suffix of Kubernetes: 500m, 4, 16Gi',
                  },
                ]
              : [{ manifest, field, found: `${shown(value)} is read back as '${canon}'`, fix: `write '${canon}'` }];
          },
        ),
      )
  );
}

export const canonicalQuantities: Rule = {
  name: 'canonical-quantities',
  promise: 'Every quantity is written as the API server reads it back.',
  cluster: 'The server accepts any form and stores the canonical one: the object read back differs from what was sent.',
  check,
};
