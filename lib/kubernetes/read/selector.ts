/** Which labels a selector selects, as the API server and the controllers read it. */
import { own } from '../../core';

/** Labels by their keys. */
export type Labels = Readonly<Record<string, string>>;

/** A label selector as manifests write it. */
export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly LabelExpression[];
}

interface LabelExpression {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** Whether a selector selects everything. */
export const selectsAll = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean =>
  Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;

function meets(labels: Labels, { key, operator, values = [] }: LabelExpression): boolean {
  const value = own(labels, key);
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      // The server refuses the object, and a controller that reads it all the same selects nothing.
      return false;
  }
}

/**
 * Whether labels satisfy a selector; one without conditions takes all.
 *
 * @param carries whether a label has a value. @default - the labels have it
 */
export const matches = (
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  labels: Labels,
  carries: (key: string, value: string) => boolean = (key, value) => own(labels, key) === value,
): boolean =>
  Object.entries(matchLabels).every(([key, value]) => carries(key, value)) &&
  matchExpressions.every((expression) => meets(labels, expression));
