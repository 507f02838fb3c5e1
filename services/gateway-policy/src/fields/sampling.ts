/** Fields of llama-server that other servers of open models have too: how tokens are chosen. Their ranges are those of the engine. */
import { accept, type FieldTable, flag, list, number, shortText, whole } from './check';
import { lookBack, share } from './limits';

export const sampling = {
  top_k: accept(whole(0, 1_000_000)),
  min_p: accept(share),
  typical_p: accept(share),
  top_n_sigma: accept(number(-1, 100)),
  repeat_penalty: accept(number(0.01, 10)),
  repeat_last_n: accept(lookBack),
  dynatemp_range: accept(number(0, 5)),
  dynatemp_exponent: accept(number(0, 10)),
  xtc_probability: accept(share),
  xtc_threshold: accept(share),
  dry_multiplier: accept(number(0, 10)),
  dry_base: accept(number(1, 10)),
  dry_allowed_length: accept(whole(1, 1000)),
  dry_penalty_last_n: accept(lookBack),
  dry_sequence_breakers: accept(list(shortText(40), 40, 1)),
  mirostat: accept(whole(0, 2)),
  mirostat_tau: accept(number(0, 20)),
  mirostat_eta: accept(share),
  min_keep: accept(whole(0, 100)),
  // It runs to the longest answer, which the request is charged anyway.
  ignore_eos: accept(flag),
} satisfies FieldTable;
