/** Values of PriorityClasses that no pod names. */
import { namespaced } from './base';

export const inputs = [namespaced({}, [['priorities'], { batch: 5 }])];

export const report = `test.priorities: are values of PriorityClasses, and with priorityClasses 'none' no pod names one.
  fix: leave them out · cluster.priorityClasses: 'existing'
  [ScopeMismatch]`;
