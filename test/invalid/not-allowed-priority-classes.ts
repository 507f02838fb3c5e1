/** No PriorityClasses: every pod names one, and the plan counts on their order. */
import { changed } from './base';

export const inputs = [changed([['cluster', 'priorityClasses'], 'none'])];

export const report = `test.cluster.priorityClasses: 'none' is not among what is allowed.
  allowed: 'owned' · 'existing'
  [NotAllowed]`;
