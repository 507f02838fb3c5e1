/**
 * Metrics of llama-server, by the names of the pinned build: one that the build does not have does not compile. Two
 * gauges of the build are left out: they are averages since the last scrape, and each scrape resets them, so that two
 * scrapers, or a drain that reads `/metrics`, make them wrong. The counters of the same have no such fault.
 */
import type { LlamaServerMetric } from '../../engines';
import { counter, gauge, type Metric } from './metric';

/** Gauges that are reset by each scrape, with the counters from which the same is computed. */
export const resetByScrape = {
  'llamacpp:prompt_tokens_seconds': ['llamacpp:prompt_tokens_total', 'llamacpp:prompt_seconds_total'],
  'llamacpp:predicted_tokens_seconds': ['llamacpp:tokens_predicted_total', 'llamacpp:tokens_predicted_seconds_total'],
} as const satisfies Partial<Record<LlamaServerMetric, readonly LlamaServerMetric[]>>;

export const llamaServerMetrics = {
  'llamacpp:prompt_tokens_total': counter('Tokens of prompts that were computed.'),
  'llamacpp:prompt_tokens_cached_total': counter('Tokens of prompts that were in the cache.'),
  'llamacpp:prompt_seconds_total': counter('Seconds in which prompts were computed.'),
  'llamacpp:tokens_predicted_total': counter('Tokens of answers.'),
  'llamacpp:tokens_predicted_seconds_total': counter('Seconds in which answers were computed.'),
  'llamacpp:requests_processing': gauge('Requests in work: slots that are busy.'),
  'llamacpp:requests_deferred': gauge('Requests that wait for a slot.'),
  'llamacpp:n_tokens_max': gauge('Longest sequence since the start, in tokens.'),
  'llamacpp:n_decode_total': counter('Batches that were computed.'),
  'llamacpp:n_busy_slots_per_decode': gauge('Mean of busy slots since the start.'),
  'llamacpp:spec_decode_num_drafts_total': counter('Drafts of a draft model.'),
  'llamacpp:spec_decode_num_draft_tokens_total': counter('Tokens of drafts.'),
  'llamacpp:spec_decode_num_accepted_tokens_total': counter('Tokens of drafts that were accepted.'),
  'llamacpp:spec_decode_num_accepted_tokens_per_pos_total': counter(
    'Accepted tokens by their place in the draft; there is none before the first.',
    'position',
  ),
} as const satisfies Readonly<Record<Exclude<LlamaServerMetric, keyof typeof resetByScrape>, Metric>>;
