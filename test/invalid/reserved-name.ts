/** A model named like the server of weights. */
import { base, changed } from './base';

export const inputs = [changed([['models', 'weights-server'], base.models.legal])];

export const report = `test.models['weights-server']: the object name 'weights-server' belongs to the server of weights.
  fix: choose another key
  [ReservedName]`;
