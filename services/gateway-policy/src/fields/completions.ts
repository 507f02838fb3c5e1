/** `/v1/completions`. */
import { accept, byKind, type FieldTable, fields, flag, list, oneOf, refuse, text, whole } from './check';
import { generation, model, oneAnswer } from './common';
import { answerTokens } from './limits';
import { llamaServerRefused } from './refused';
import { sampling } from './sampling';

/** One prompt. Tokens are refused: those of another model are another text. */
const prompt = byKind({ text, list: list(text, 1, 1) }, 'text, or a list of one text');

export const completionsTable = {
  ...generation,
  ...sampling,
  ...llamaServerRefused,
  model,
  prompt: accept(prompt),
  max_tokens: accept(answerTokens),
  n_predict: accept(answerTokens),
  best_of: accept(oneAnswer),
  echo: accept(oneOf(false)),
  logprobs: accept(whole(0, 20)),
  suffix: accept(text),
  timings_per_token: accept(flag),
  return_progress: accept(flag),
  max_completion_tokens: refuse('use `max_tokens`'),
} satisfies FieldTable;

export const completions = fields(completionsTable, ['model', 'prompt']);
