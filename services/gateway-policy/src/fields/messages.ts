/** Messages of chat completions. */
import { accept, byKind, byType, type Check, fields, list, oneOf, open, refuse, text } from './check';
import { imageUrl } from './limits';
import { cloud } from './refused';
import { name, toolCalls } from './tools';

const textPart = fields({ type: accept(text), text: accept(text), prompt_cache_breakpoint: accept(open) }, ['text']);
const imagePart = fields(
  {
    type: accept(text),
    image_url: accept(
      byKind(
        {
          text: imageUrl,
          object: fields({ url: accept(imageUrl), detail: accept(oneOf('auto', 'low', 'high', 'original')) }, ['url']),
        },
        'an object with `url`',
      ),
    ),
    prompt_cache_breakpoint: accept(open),
  },
  ['image_url'],
);
const refused = (reason: string): Check => fields({ type: refuse(reason) });

const parts = list(
  byType({
    text: textPart,
    image_url: imagePart,
    refusal: fields({ type: accept(text), refusal: accept(text) }, ['refusal']),
    input_audio: refused(cloud.audio),
    file: refused(cloud.stored),
  }),
  10_000,
);

const content = byKind({ text, list: parts }, 'text or a list of parts');

const message = fields(
  {
    role: accept(oneOf('system', 'developer', 'user', 'assistant', 'tool', 'function')),
    content: accept(content),
    name: accept(name),
    tool_calls: accept(toolCalls),
    tool_call_id: accept(name),
    refusal: accept(text),
    reasoning_content: accept(text),
    reasoning: accept(text),
    function_call: refuse('use `tool_calls`'),
    audio: refuse(cloud.audio),
  },
  ['role'],
);

export const messages = list(message, 10_000, 1);
