/** A required field with two letters swapped: one fault, not an unknown and a missing field. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'replicas'], undefined], [['models', 'chat', 'replcias'], 2])];

export const report = `test.models.chat.replcias: there is no such field.
  did you mean: replicas
  allowed: engine · weights · settings · replicas · schedule · aliases · tracks · draft · chatTemplate · local · flags · pools · gpus · cpu · memory · priority · affinity · tokensPerSecond · pods · objects
  [UnknownKey]`;
