/** A fleet that is to sleep. */
import { changed } from './base';

export const inputs = [changed([['ollama', 'fleet', 'replicas'], { min: 0, max: 2 }])];

export const report = `test.ollama.fleet.replicas: an object is of the wrong type.
  allowed: a whole number: fleets keep their models on local disks and are not scaled
  [WrongType]`;
