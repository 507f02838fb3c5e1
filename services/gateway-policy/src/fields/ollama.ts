/** `/api/chat`, `/api/generate` and `/api/embed` of Ollama. */
import {
  accept,
  byKind,
  type Check,
  type FieldTable,
  fields,
  flag,
  list,
  number,
  oneOf,
  type Problem,
  refuse,
  shortText,
  text,
  whole,
} from './check';
import { model } from './common';
import { answerTokens, imageBytes, lookBack, seed, share, temperature } from './limits';
import { texts } from './embeddings';
import { name, schema, toolCalls, tools } from './tools';

const removed = 'Ollama has removed it';
const loadedAgain = 'Ollama would load the model again, with other memory';

/** The planned context only: with another one, Ollama loads the model again. */
const plannedContext: Check = (value, at, { contextLength }) =>
  value === contextLength
    ? undefined
    : { at, problem: `must be ${contextLength}, as the environment plans it: otherwise ${loadedAgain}` };

export const optionsTable = {
  num_ctx: accept(plannedContext),
  num_predict: accept(answerTokens),
  seed: accept(seed),
  temperature: accept(temperature),
  top_k: accept(whole(0, 1_000_000)),
  top_p: accept(share),
  min_p: accept(share),
  repeat_last_n: accept(lookBack),
  repeat_penalty: accept(number(0, 10)),
  presence_penalty: accept(number(-2, 2)),
  frequency_penalty: accept(number(-2, 2)),
  stop: accept(list(shortText(256), 16)),
  num_keep: refuse('it changes how the engine shifts its context'),
  typical_p: refuse(removed),
  num_batch: refuse(loadedAgain),
  num_gpu: refuse(loadedAgain),
  main_gpu: refuse(loadedAgain),
  use_mmap: refuse(loadedAgain),
  num_thread: refuse(loadedAgain),
  draft_num_predict: refuse(loadedAgain),
  numa: refuse(removed),
  low_vram: refuse(removed),
  f16_kv: refuse(removed),
  logits_all: refuse(removed),
  vocab_only: refuse(removed),
  use_mlock: refuse(removed),
  embedding_only: refuse(removed),
  tfs_z: refuse(removed),
  mirostat: refuse(removed),
  mirostat_tau: refuse(removed),
  mirostat_eta: refuse(removed),
  penalize_newline: refuse(removed),
} satisfies FieldTable;

const options = fields(optionsTable);

/** Seconds of a duration as Go writes it (`5m`, `1h30m`), or a number of seconds. */
export function durationSeconds(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^-?(?:\d+(?:\.\d+)?(?:ms|[smh]))+$/.test(value)) return undefined;
  const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };
  const sum = [...value.matchAll(/(\d+(?:\.\d+)?)(ms|[smh])/g)].reduce(
    (all, [, count = '0', unit = 's']) => all + Number(count) * (units[unit] ?? 1),
    0,
  );
  return value.startsWith('-') ? -sum : sum;
}

/** Shorter than planned would unload a model under other clients, longer would keep it from making room. */
const keepAlive: Check = (value, at, { keepAlive: planned }): Problem | undefined => {
  const seconds = durationSeconds(value);
  if (seconds === undefined) return { at, problem: 'must be seconds, or a duration as "5m"' };
  const forEver = planned === undefined || planned < 0;
  if (seconds === 0) return { at, problem: 'must not be 0: the model would be unloaded under other clients' };
  if (forEver) return undefined;
  return seconds > 0 && seconds <= planned
    ? undefined
    : { at, problem: `must be at most ${planned} seconds, as the environment plans it` };
};

const message = fields(
  {
    role: accept(oneOf('system', 'user', 'assistant', 'tool')),
    content: accept(text),
    thinking: accept(text),
    images: accept(list(imageBytes, 100)),
    tool_calls: accept(toolCalls),
    tool_name: accept(name),
    tool_call_id: accept(name),
  },
  ['role'],
);

const format = byKind({ text: oneOf('', 'json'), object: schema }, '"json" or a JSON schema');
const think: Check = (value, at, limits) =>
  typeof value === 'boolean' ? undefined : oneOf('low', 'medium', 'high', 'max')(value, at, limits);

const both = {
  model,
  stream: accept(flag),
  format: accept(format),
  keep_alive: accept(keepAlive),
  options: accept(options),
  think: accept(think),
  truncate: accept(flag),
  shift: accept(flag),
  logprobs: accept(flag),
  top_logprobs: accept(whole(0, 20)),
  _debug_render_only: refuse('it is for the makers of Ollama'),
} satisfies FieldTable;

export const ollamaChatTable = {
  ...both,
  messages: accept(list(message, 10_000)),
  tools: accept(tools),
} satisfies FieldTable;

export const ollamaGenerateTable = {
  ...both,
  prompt: accept(text),
  suffix: accept(text),
  system: accept(text),
  images: accept(list(imageBytes, 100)),
  raw: accept(flag),
  width: refuse('no model here makes images'),
  height: refuse('no model here makes images'),
  steps: refuse('no model here makes images'),
  template: refuse('a template is a program that the engine runs'),
  context: refuse('tokens of another model are another text; use /api/chat'),
} satisfies FieldTable;

export const ollamaEmbedTable = {
  model,
  input: accept(texts),
  truncate: accept(flag),
  dimensions: accept(whole(1, 65_536)),
  keep_alive: accept(keepAlive),
  options: accept(options),
} satisfies FieldTable;

export const ollamaChat = fields(ollamaChatTable, ['model']);
export const ollamaGenerate = fields(ollamaGenerateTable, ['model']);
export const ollamaEmbed = fields(ollamaEmbedTable, ['model', 'input']);
