/** `/v1/responses`: as far as an engine can answer it, which stores nothing and has no tools of its own. */
import {
  accept,
  byKind,
  byType,
  type Check,
  type FieldTable,
  fields,
  flag,
  list,
  oneOf,
  open,
  refuse,
  text,
  whole,
} from './check';
import { effort, label, model, platform, streamOptions } from './common';
import { answerTokens, imageUrl, share, temperature } from './limits';
import { cloud, llamaServerRefused } from './refused';
import { name, schema } from './tools';

const refusedType = (reason: string): Check => fields({ type: refuse(reason) });

const parts = list(
  byType({
    input_text: fields({ type: accept(text), text: accept(text), prompt_cache_breakpoint: accept(open) }, ['text']),
    output_text: fields(
      {
        type: accept(text),
        text: accept(text),
        annotations: accept(list(open, 1000)),
        logprobs: accept(list(open, 100_000)),
      },
      ['text'],
    ),
    refusal: fields({ type: accept(text), refusal: accept(text) }, ['refusal']),
    input_image: fields(
      {
        type: accept(text),
        image_url: accept(imageUrl),
        detail: accept(oneOf('auto', 'low', 'high', 'original')),
        file_id: refuse(cloud.stored),
        prompt_cache_breakpoint: accept(open),
      },
      ['image_url'],
    ),
    input_file: refusedType(cloud.stored),
    input_audio: refusedType(cloud.audio),
  }),
  10_000,
);
const content = byKind({ text, list: parts }, 'text or a list of parts');
const status = accept(oneOf('in_progress', 'completed', 'incomplete'));

const message = fields(
  {
    type: accept(oneOf('message')),
    role: accept(oneOf('user', 'assistant', 'system', 'developer')),
    content: accept(content),
    id: label,
    status,
    phase: accept(oneOf('commentary', 'final_answer')),
  },
  ['role', 'content'],
);

const items: Readonly<Record<string, Check>> = {
  message,
  function_call: fields(
    { type: accept(text), id: label, call_id: label, name: accept(name), arguments: accept(text), status },
    ['call_id', 'name', 'arguments'],
  ),
  function_call_output: fields({ type: accept(text), id: label, call_id: label, output: accept(content), status }, [
    'call_id',
    'output',
  ]),
  reasoning: fields({
    type: accept(text),
    id: label,
    summary: accept(list(open, 1000)),
    content: accept(list(open, 1000)),
    encrypted_content: accept(text),
    status,
  }),
  item_reference: refusedType(cloud.stored),
};

/** A message may leave out its type. */
const item: Check = (value, at, limits) =>
  typeof value === 'object' && value !== null && !Object.hasOwn(value, 'type')
    ? message(value, at, limits)
    : byType(items)(value, at, limits);

const functionTool = fields(
  {
    type: accept(text),
    name: accept(name),
    description: accept(text),
    parameters: accept(schema),
    strict: accept(flag),
    output_schema: accept(schema),
  },
  ['name'],
);

export const responsesTable = {
  ...llamaServerRefused,
  ...platform,
  model,
  input: accept(byKind({ text, list: list(item, 10_000, 1) }, 'text or a list of items')),
  instructions: accept(text),
  max_output_tokens: accept(answerTokens),
  max_tool_calls: accept(whole(1, 1000)),
  temperature: accept(temperature),
  top_p: accept(share),
  top_logprobs: accept(whole(0, 20)),
  stream: accept(flag),
  stream_options: streamOptions,
  user: label,
  reasoning: accept(
    fields({
      effort,
      summary: accept(oneOf('auto', 'concise', 'detailed')),
      generate_summary: accept(oneOf('auto', 'concise', 'detailed')),
    }),
  ),
  text: accept(
    fields({
      verbosity: accept(oneOf('low', 'medium', 'high')),
      format: accept(
        byType({
          text: fields({ type: accept(text) }),
          json_object: fields({ type: accept(text) }),
          json_schema: fields(
            {
              type: accept(text),
              name: accept(name),
              description: accept(text),
              schema: accept(schema),
              strict: accept(flag),
            },
            ['schema'],
          ),
        }),
      ),
    }),
  ),
  tools: accept(list(byType({ function: functionTool }), 512)),
  tool_choice: accept(
    byKind(
      {
        text: oneOf('none', 'auto', 'required'),
        object: fields({ type: accept(oneOf('function')), name: accept(name) }, ['name']),
      },
      '"none", "auto", "required" or a function',
    ),
  ),
  truncation: accept(oneOf('disabled')),
  include: accept(list(oneOf('reasoning.encrypted_content', 'message.output_text.logprobs'), 10)),
  background: accept(oneOf(false)),
  access_programs: refuse(cloud.otherService),
  background_options: refuse(cloud.otherService),
  context_management: refuse(cloud.otherService),
  conversation: refuse(cloud.stored),
  image: refuse(cloud.otherService),
  previous_response_id: refuse(cloud.stored),
  prompt: refuse(cloud.stored),
} satisfies FieldTable;

export const responses = fields(responsesTable, ['model', 'input']);
