/** Two weights whose loaders would have one name. */
import { changed, smallModel } from './base';

export const inputs = [
  changed([['catalog', 'models', 'small-q4-k-m'], smallModel], [['models', 'legal', 'weights'], 'small-q4-k-m']),
];

export const report = `test.catalog.models['small-q4-k-m']: the object name 'load-small-q4-k-m' is that of test.catalog.models['small/Q4_K_M'] already.
  fix: choose another key for one of the two
  [NameCollision]`;
