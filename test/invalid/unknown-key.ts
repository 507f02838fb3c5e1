/** An optional field misspelt. */
import { changed } from './base';

export const inputs = [changed([['nodePools', 'l4', 'capacty'], 'spot'])];

export const report = `test.nodePools.l4.capacty: there is no such field.
  did you mean: capacity
  allowed: on · instance · nodes · capacity · provisioner · ephemeralStorage · diskBandwidth · deviceGroups · contention · sharing · gpuResource · allocation · taints · labels · pods · tuning · daemons
  [UnknownKey]`;
