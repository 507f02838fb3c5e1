/** A model with more replicas at least than at most. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'replicas'], { min: 3, max: 2 }])];

export const report = `test.models.chat.replicas: min 3 is above max 2.
  allowed: min up to 2 · max from 3
  [ImpossibleRange]`;
