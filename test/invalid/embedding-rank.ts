/** Ranks instead of vectors. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'settings', 'embedding'], 'rank'])];

export const report = `test.models.chat.settings.embedding: 'rank' is not offered, because a reranker computes another graph, for which there is no memory model: serve embeddings, and compare vectors in the client.
  allowed: 'mean' · 'cls' · 'last'
  [NotAllowed]`;
