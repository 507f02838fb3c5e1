/** Rankings from a model that only writes text. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'settings', 'embedding'], 'rank'])];

export const report = `test.models.chat.settings.embedding: 'rank': llama-server ranks with models of bert and qwen3, and this one is llama.
  fix: weights of a reranker, for example bge-reranker-v2-m3 or Qwen3-Reranker · embedding 'cls'
  [NoRankingHead]`;
