/** A model and a fleet of one name. */
import { base, changed } from './base';

export const inputs = [changed([['models', 'fleet'], base.models.legal])];

export const report = `test.ollama.fleet: the object name 'fleet' is that of test.models.fleet already.
  fix: choose another key for one of the two
  [NameCollision]`;
