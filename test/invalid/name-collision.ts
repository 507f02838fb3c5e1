/** Two models whose names become one. */
import { base, changed } from './base';

export const inputs = [
  changed([['models', 'llama3.1:8b'], base.models.legal], [['models', 'llama3-1-8b'], base.models.legal]),
];

export const report = `test.models['llama3.1:8b']: the object name 'llama3-1-8b' is that of test.models['llama3-1-8b'] already.
  fix: choose another key for one of the two
  [NameCollision]`;
