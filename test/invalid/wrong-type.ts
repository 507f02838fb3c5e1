/** A number of replicas as a text. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'replicas'], '2'])];

export const report = `test.models.chat.replicas: '2' is of the wrong type.
  allowed: a whole number: 2 · { min, max }
  [WrongType]`;
