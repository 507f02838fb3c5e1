/** A store without the address of its server. */
import { changed } from './base';

export const inputs = [changed([['cluster', 'weights', 'server'], undefined])];

export const report = `test.cluster.weights.server: this field has no default and was left out.
  allowed: a text
  [MissingField]`;
