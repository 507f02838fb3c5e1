/** Lists of models for more servers than there are. */
import { changed } from './base';

export const inputs = [
  changed([['ollama', 'fleet', 'models'], { byOrdinal: [['small:1b'], ['tiny:1b'], ['tiny:1b']] }]),
];

export const report = `test.ollama.fleet.models.byOrdinal: 3 lists of models for 2 replicas.
  fix: give one list for each replica · replicas 3
  [OrdinalsDiffer]`;
