/** `/v1/chat/completions`. */
import { accept, type FieldTable, fields, flag, list, oneOf, refuse, whole } from './check';
import { effort, generation, model, platform } from './common';
import { answerTokens } from './limits';
import { messages } from './messages';
import { cloud, llamaServerRefused } from './refused';
import { sampling } from './sampling';
import { responseFormat, toolChoice, tools } from './tools';

/** What templates of models read beside the messages. */
const templateArguments = fields({
  enable_thinking: accept(flag),
  thinking: accept(flag),
  preserve_thinking: accept(flag),
  reasoning_effort: effort,
});

export const chatTable = {
  ...generation,
  ...platform,
  ...sampling,
  ...llamaServerRefused,
  model,
  messages: accept(messages),
  max_tokens: accept(answerTokens),
  max_completion_tokens: accept(answerTokens),
  n_predict: accept(answerTokens),
  logprobs: accept(flag),
  top_logprobs: accept(whole(0, 20)),
  tools: accept(tools),
  tool_choice: accept(toolChoice),
  response_format: accept(responseFormat),
  reasoning_effort: effort,
  verbosity: accept(oneOf('low', 'medium', 'high')),
  modalities: accept(list(oneOf('text'), 1)),
  // Of llama-server.
  chat_template_kwargs: accept(templateArguments),
  reasoning_format: accept(oneOf('none', 'auto', 'deepseek')),
  timings_per_token: accept(flag),
  return_progress: accept(flag),
  // Of Ollama.
  reasoning: accept(fields({ effort })),
  audio: refuse(cloud.audio),
  prediction: refuse('engines do not have it'),
  web_search_options: refuse(cloud.otherService),
  function_call: refuse('use `tool_choice`'),
  functions: refuse('use `tools`'),
} satisfies FieldTable;

export const chat = fields(chatTable, ['model', 'messages']);
