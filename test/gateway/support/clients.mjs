/** The ordinary calls of the npm clients `openai` and `ollama`; a process of Node 24 runs them. Prints one line of JSON. */
import OpenAI from 'openai';
import { Ollama } from 'ollama';

const [port, apiKey] = process.argv.slice(2);
const url = `http://127.0.0.1:${port}`;
const client = new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 });
const ollama = new Ollama({ host: url, headers: { authorization: `Bearer ${apiKey}` } });
const messages = [{ role: 'user', content: 'Hello' }];
const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const tools = [{ type: 'function', function: { name: 'weather', description: 'The weather', parameters } }];

/** Text of a stream, and the tokens that it reports. */
async function collected(stream, textOf, tokensOf) {
  let text = '';
  let tokens = 0;
  for await (const chunk of stream) {
    text += textOf(chunk) ?? '';
    tokens = tokensOf(chunk) ?? tokens;
  }
  return { hasText: text.length > 0, tokens };
}

const refusal = async (call) => {
  try {
    await call();
    return 'not refused';
  } catch (error) {
    return {
      name: error.constructor.name,
      status: error.status ?? error.status_code,
      message: error.message,
      code: error.code,
    };
  }
};

const chat = { model: 'chat', messages, max_tokens: 8 };
const fleet = { model: 'tiny:test', messages, options: { num_predict: 8 } };
const results = {
  models: (await client.models.list()).data.map(({ id }) => id),
  model: (await client.models.retrieve('chat')).id,
  chat: (await client.chat.completions.create(chat)).usage?.completion_tokens,
  stream: await collected(
    await client.chat.completions.create({ ...chat, stream: true, stream_options: { include_usage: true } }),
    (chunk) => chunk.choices[0]?.delta.content,
    (chunk) => chunk.usage?.completion_tokens,
  ),
  tools: (await client.chat.completions.create({ ...chat, tools, tool_choice: 'auto' })).object,
  json: (
    await client.chat.completions.create({
      ...chat,
      response_format: { type: 'json_schema', json_schema: { name: 'city', schema: parameters, strict: true } },
    })
  ).object,
  completion: (await client.completions.create({ model: 'chat', prompt: 'Hello', max_tokens: 8 })).usage
    ?.completion_tokens,
  response: (await client.responses.create({ model: 'chat', input: 'Hello', max_output_tokens: 8 })).object,
  embeddings: (await client.embeddings.create({ model: 'embed', input: ['a', 'b'] })).data.length,
  ollamaModels: (await ollama.list()).models.map(({ name }) => name),
  ollamaVersion: (await ollama.version()).version,
  ollamaPs: (await ollama.ps()).models,
  ollamaShow: await ollama
    .show({ model: 'tiny:test' })
    .then(({ details, model_info, capabilities }) => ({ family: details.family, model_info, capabilities })),
  ollamaChat: (await ollama.chat(fleet)).eval_count,
  ollamaStream: await collected(
    await ollama.chat({ ...fleet, stream: true }),
    (chunk) => chunk.message.content,
    (chunk) => chunk.eval_count,
  ),
  ollamaGenerate: (await ollama.generate({ model: 'tiny:test', prompt: 'Hello', options: { num_predict: 8 } }))
    .eval_count,
  ollamaUncapped: (await ollama.chat({ model: 'tiny:test', messages })).eval_count,
  ollamaUncappedGenerate: (
    await ollama.generate({ model: 'tiny:test', prompt: 'Hello', options: { temperature: 1, seed: 1 } })
  ).eval_count,
  ollamaUncappedOpenAi: (
    await client.chat.completions.create({ model: 'tiny:test', messages, max_completion_tokens: null })
  ).usage?.completion_tokens,
  ollamaCappedOpenAi: (await client.chat.completions.create({ model: 'tiny:test', messages, max_completion_tokens: 5 }))
    .usage?.completion_tokens,
  refused: {
    key: await refusal(() => new OpenAI({ baseURL: `${url}/v1`, apiKey: 'wrong', maxRetries: 0 }).models.list()),
    model: await refusal(() => client.chat.completions.create({ ...chat, model: 'absent' })),
    field: await refusal(() => client.chat.completions.create({ ...chat, n: 2 })),
    ollama: await refusal(() => ollama.chat({ ...fleet, options: { num_ctx: 131_072 } })),
    ollamaShow: await refusal(() => ollama.show({ model: 'foreign:test' })),
    ollamaTools: await refusal(() => ollama.chat({ ...fleet, tools })),
    pull: await refusal(() => ollama.pull({ model: 'other' })),
    create: await refusal(() => ollama.create({ model: 'other', from: 'tiny:test' })),
    copy: await refusal(() => ollama.copy({ source: 'tiny:test', destination: 'other' })),
    remove: await refusal(() => ollama.delete({ model: 'tiny:test' })),
  },
};
console.log(JSON.stringify(results));
