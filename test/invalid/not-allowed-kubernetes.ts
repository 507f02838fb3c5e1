/** A release of Kubernetes whose rules are not known. */
import { changed } from './base';

export const inputs = [changed([['cluster', 'kubernetes'], '1.29'])];

export const report = `test.cluster.kubernetes: '1.29' is not among what is allowed.
  did you mean: '1.33' · '1.34' · '1.35'
  allowed: '1.33' · '1.34' · '1.35' · '1.36' · '1.37'
  [NotAllowed]`;
