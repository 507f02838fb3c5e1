/** Every rule, in the order in which findings are told: what an object is, what it refers to, how safe, how much, how it lives. */
import { canonicalQuantities } from './identity/canonical-quantities';
import { namesAndLabels } from './identity/names-and-labels';
import { selectors } from './identity/selectors';
import { uniqueIdentity } from './identity/unique-identity';
import type { Rule } from './rule';

export const rules: readonly Rule[] = [
  uniqueIdentity,
  namesAndLabels,
  selectors,
  canonicalQuantities,
];
