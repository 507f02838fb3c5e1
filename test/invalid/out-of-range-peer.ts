/** A peer without labels, which would be every pod of its namespace. */
import { changed } from './base';

export const inputs = [changed([['cluster', 'requestsFrom'], { namespace: 'gateway', podLabels: {} }])];

export const report = `test.cluster.requestsFrom.podLabels: an empty object is out of range.
  allowed: 1 to 32 entries; for every pod of the namespace, write anyPod: true instead
  [OutOfRange]`;
