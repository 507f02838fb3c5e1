/** A field under the name that it had before. */
import { changed } from './base';

export const inputs = [changed([['cluster', 'gateway'], { namespace: 'edge', anyPod: true }])];

export const report = `test.cluster.gateway: this field is called 'requestsFrom', since an environment has a 'gateway' of its own.
  did you mean: requestsFrom
  [UnknownKey]`;
