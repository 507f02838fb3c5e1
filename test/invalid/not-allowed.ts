/** A delivery that does not exist. */
import { changed } from './base';

export const inputs = [changed([['delivery'], 'kubeclt'])];

export const report = `test.delivery: 'kubeclt' is not among what is allowed.
  did you mean: 'kubectl'
  allowed: 'kubectl' · 'pulumi' · 'gitops'
  [NotAllowed]`;
