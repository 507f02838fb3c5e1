/** Fields that several of OpenAI's requests have. */
import {
  accept,
  byKind,
  type Check,
  type Field,
  type FieldTable,
  fields,
  flag,
  list,
  number,
  oneOf,
  record,
  refuse,
  shortText,
} from './check';
import { penalty, seed, share, temperature } from './limits';
import { cloud } from './refused';

export const model = accept(shortText(256));
/** What a request is filed under: engines do not read it. */
export const label = accept(shortText(512));
export const metadata = accept(record(shortText(512), 16));

export const stop: Field = accept(
  byKind({ text: shortText(256), list: list(shortText(256), 16) }, 'text or a list of texts'),
);
export const streamOptions: Field = accept(fields({ include_usage: accept(flag), include_obfuscation: accept(flag) }));

/** More answers than one would use more slots than the request counts for. */
export const oneAnswer: Check = (value, at) =>
  value === 1 ? undefined : { at, problem: `must be 1: ${cloud.oneAnswer}` };

const neverStored: Check = (value, at) =>
  value === false ? undefined : { at, problem: `must be false: ${cloud.stored}` };

/** Of chat and completions. */
export const generation = {
  frequency_penalty: accept(penalty),
  presence_penalty: accept(penalty),
  temperature: accept(temperature),
  top_p: accept(share),
  seed: accept(seed),
  stop,
  stream: accept(flag),
  stream_options: streamOptions,
  logit_bias: accept(record(number(-100, 100), 1024)),
  user: label,
  n: accept(oneAnswer),
} satisfies FieldTable;

/** Of chat and responses: what OpenAI's platform does with a request beside answering it. */
export const platform = {
  metadata,
  moderation: refuse(cloud.otherService),
  prompt_cache_key: label,
  prompt_cache_options: refuse('the engine decides what it reuses'),
  prompt_cache_retention: refuse('the engine decides what it reuses'),
  safety_identifier: label,
  service_tier: accept(oneOf('auto', 'default')),
  store: accept(neverStored),
  parallel_tool_calls: accept(flag),
} satisfies FieldTable;

export const effort = accept(oneOf('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'));
