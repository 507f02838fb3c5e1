/** A model whose name starts with a digit. */
import { base, changed } from './base';

export const inputs = [changed([['models'], { '8b': base.models.legal }])];

export const report = `test.models['8b']: '8b' becomes the object name '8b', and the name of a Service starts with a letter.
  fix: choose a key that starts with a letter
  [BadName]`;
