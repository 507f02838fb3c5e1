/** `/v1/messages` of Anthropic. */
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
  record,
  refuse,
  shortText,
  text,
  whole,
} from './check';
import { effort, label, model } from './common';
import { answerTokens, imageBytes, share, temperature } from './limits';
import { cloud, llamaServerRefused } from './refused';
import { name, schema } from './tools';

const cacheControl = accept(open);
const refusedType = (reason: string): Check => fields({ type: refuse(reason) });

const textBlock = fields(
  { type: accept(text), text: accept(text), cache_control: cacheControl, citations: accept(open) },
  ['text'],
);
const imageBlock = fields(
  {
    type: accept(text),
    source: accept(
      byType({
        base64: fields(
          {
            type: accept(text),
            media_type: accept(oneOf('image/png', 'image/jpeg', 'image/webp', 'image/gif')),
            data: accept(imageBytes),
          },
          ['media_type', 'data'],
        ),
        url: refusedType('addresses are not fetched; send the image in base64'),
        file: refusedType(cloud.stored),
      }),
    ),
    cache_control: cacheControl,
  },
  ['source'],
);

const resultParts = byKind(
  { text, list: list(byType({ text: textBlock, image: imageBlock }), 1000) },
  'text or a list of blocks',
);

const blocks = list(
  byType({
    text: textBlock,
    image: imageBlock,
    tool_use: fields(
      {
        type: accept(text),
        id: accept(name),
        name: accept(name),
        input: accept(record()),
        cache_control: cacheControl,
      },
      ['id', 'name', 'input'],
    ),
    tool_result: fields(
      {
        type: accept(text),
        tool_use_id: accept(name),
        content: accept(resultParts),
        is_error: accept(flag),
        cache_control: cacheControl,
      },
      ['tool_use_id'],
    ),
    thinking: fields({ type: accept(text), thinking: accept(text), signature: accept(text) }, ['thinking']),
    redacted_thinking: fields({ type: accept(text), data: accept(text) }, ['data']),
    document: refusedType('engines read text and images'),
  }),
  10_000,
);

const message = fields(
  {
    role: accept(oneOf('user', 'assistant', 'system')),
    content: accept(byKind({ text, list: blocks }, 'text or a list of blocks')),
  },
  ['role', 'content'],
);

/** A tool of the client; those of Anthropic have a type and run on its servers. */
const tool = fields(
  {
    type: accept(oneOf('custom')),
    name: accept(name),
    description: accept(text),
    input_schema: accept(schema),
    cache_control: cacheControl,
    strict: accept(flag),
    eager_input_streaming: accept(flag),
  },
  ['name', 'input_schema'],
);

export const anthropicTable = {
  ...llamaServerRefused,
  model,
  messages: accept(list(message, 10_000, 1)),
  max_tokens: accept(answerTokens),
  system: accept(byKind({ text, list: list(byType({ text: textBlock }), 100) }, 'text or a list of blocks')),
  stop_sequences: accept(list(shortText(256), 16)),
  stream: accept(flag),
  temperature: accept(temperature),
  top_p: accept(share),
  top_k: accept(whole(0, 1_000_000)),
  tools: accept(list(tool, 512)),
  tool_choice: accept(
    fields(
      {
        type: accept(oneOf('auto', 'any', 'tool', 'none')),
        name: accept(name),
        disable_parallel_tool_use: accept(flag),
      },
      ['type'],
    ),
  ),
  thinking: accept(
    fields({
      type: accept(oneOf('enabled', 'disabled', 'adaptive')),
      budget_tokens: accept(whole(1, 1_000_000)),
      display: accept(oneOf('summarized', 'omitted')),
    }),
  ),
  metadata: accept(fields({ user_id: label })),
  output_config: accept(
    fields({ effort, format: accept(fields({ type: accept(oneOf('json_schema')), schema: accept(schema) })) }),
  ),
  service_tier: accept(oneOf('auto', 'standard_only')),
  cache_control: cacheControl,
  container: refuse(cloud.otherService),
  context_management: refuse(cloud.otherService),
  inference_geo: refuse(cloud.otherService),
  mcp_servers: refuse('the engine would connect to other servers'),
} satisfies FieldTable;

export const anthropic = fields(anthropicTable, ['model', 'messages', 'max_tokens']);
