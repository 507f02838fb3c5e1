/** Weights of a track that the catalogue does not have, and a pool of both tracks that there is not. */
import { changed, scraperSends } from './base';

export const inputs = [
  changed(
    [['models', 'chat', 'tracks'], { blue: { weight: 9 }, green: { weight: 1, weights: 'small/Q4_K_S' } }],
    [['models', 'chat', 'pools'], ['l5']],
    scraperSends,
    [['gateway'], { tls: 'none', expose: { by: 'cluster' }, clients: { a: { models: ['chat'] } } }],
  ),
];

export const report = `test.models.chat.pools[0]: there is no pool 'l5'.
  did you mean: l4
  allowed: cpus · l4 · l4-spot · racks · shared · sliced
  [UnknownPool]
test.models.chat.tracks.green.weights: no model 'small/Q4_K_S' in the catalogue.
  did you mean: small/Q4_K_M
  fix: lock its GGUF file: npm run lock -- REPOSITORY FILE · add it under catalog.models, with the SHA-256 of its files
  [UnknownModel]`;
