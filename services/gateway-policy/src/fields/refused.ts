/** Fields that engines have and this gateway refuses, with the reason. What no table has is refused too. */
import { type FieldTable, refuse } from './check';

const oneSlot = 'each answer needs a slot of the engine; send one request for each';
const shifts = 'it changes how the engine shifts its context';
const ofPlatform = 'the environment decides it';

/** Of llama-server, on all of its paths. */
export const llamaServerRefused = {
  n_discard: refuse(shifts),
  n_keep: refuse(shifts),
  id_slot: refuse('slots belong to all clients'),
  slot_id: refuse('slots belong to all clients'),
  cache_prompt: refuse('the engine decides what it reuses'),
  n_cache_reuse: refuse('the engine decides what it reuses'),
  lora: refuse('adapters belong to the platform; ask for a model that has it'),
  n_cmpl: refuse(oneSlot),
  grammar: refuse('a grammar can exhaust the engine; use `response_format` with a JSON schema'),
  grammar_lazy: refuse('use `tools` or `response_format`'),
  grammar_triggers: refuse('use `tools` or `response_format`'),
  preserved_tokens: refuse('the template of the model decides it'),
  json_schema: refuse('use `response_format`'),
  samplers: refuse('the order of samplers is that of the engine'),
  backend_sampling: refuse(ofPlatform),
  chat_format: refuse('the template of the model decides it'),
  chat_parser: refuse('the template of the model decides it'),
  chat_template: refuse('a template is a program that the engine runs'),
  'speculative.n_min': refuse(ofPlatform),
  'speculative.n_max': refuse(ofPlatform),
  'speculative.p_min': refuse(ofPlatform),
  'speculative.type': refuse(ofPlatform),
  t_max_predict_ms: refuse('end the request instead'),
  response_fields: refuse('the gateway reads the usage at the end of the answer'),
  input_prefix: refuse('it belongs to /infill, which is not offered'),
  input_suffix: refuse('it belongs to /infill, which is not offered'),
  input_extra: refuse('it belongs to /infill, which is not offered'),
} satisfies FieldTable;

/** Of services that store or compute outside of the engine. */
export const cloud = {
  oneAnswer: oneSlot,
  stored: 'this gateway stores nothing',
  otherService: 'it belongs to services of OpenAI that engines do not have',
  audio: 'no model here takes or makes audio',
} as const;
