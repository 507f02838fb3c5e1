/** Weights of another size. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'weights'], 'small/Q4_K_S'])];

export const report = `test.models.chat.weights: no model 'small/Q4_K_S' in the catalogue.
  did you mean: small/Q4_K_M
  fix: lock its GGUF file: npm run lock -- REPOSITORY FILE · add it under catalog.models, with the SHA-256 of its files
  [UnknownModel]`;
