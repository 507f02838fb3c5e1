/** A model with the name of one server of a fleet. */
import { base, changed } from './base';

export const inputs = [
  changed(
    [['models', 'fleet-1'], base.models.legal],
    [['ollama', 'fleet', 'models'], { byOrdinal: [['small:1b'], ['tiny:1b']] }],
  ),
];

export const report = `test.ollama.fleet: the object name 'fleet-1' is that of test.models['fleet-1'] already.
  fix: choose another key for one of the two
  [NameCollision]`;
