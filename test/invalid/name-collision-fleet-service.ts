/** A model with the name of the Service of a fleet's pods. */
import { base, changed } from './base';

export const inputs = [changed([['models', 'fleet-pods'], base.models.legal])];

export const report = `test.ollama.fleet: the object name 'fleet-pods' is that of test.models['fleet-pods'] already.
  fix: choose another key for one of the two
  [NameCollision]`;
