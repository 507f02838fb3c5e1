/** A pool that does not exist. */
import { changed } from './base';

export const inputs = [
  changed([
    ['models', 'chat', 'pools'],
    ['l4-spto', 'l4'],
  ]),
];

export const report = `test.models.chat.pools[0]: there is no pool 'l4-spto'.
  did you mean: l4-spot
  allowed: cpus · l4 · l4-spot · racks · shared · sliced
  [UnknownPool]`;
