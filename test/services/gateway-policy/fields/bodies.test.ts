/** Bodies that clients send: the ordinary ones pass, and each that could harm has its sentence. */
import { describe, expect, test } from '@jest/globals';
import { bodyOf, llama, ollama, policy } from '../support/policy';

const user = [{ role: 'user', content: 'Hello' }];
const image = `data:image/png;base64,${'iVBORw0K'.repeat(3)}`;
const schema = {
  type: 'object',
  properties: { city: { type: 'string' }, at: { $ref: '#/$defs/at' } },
  required: ['city'],
};
const tool = {
  type: 'function',
  function: { name: 'weather', description: 'Weather', parameters: schema, strict: true },
};
const call = { id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } };

const given = policy({ models: { qwen: { ...llama, images: true }, plain: { ...llama, aliases: [] }, fleet: ollama } });
const ask = async (path: string, body: object) =>
  given.request(path, { model: path.startsWith('/api') ? 'fleet' : 'qwen', ...body });

describe('passes', () => {
  test.each<[string, string, object]>([
    [
      'a chat with everything',
      '/v1/chat/completions',
      {
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'developer', content: [{ type: 'text', text: 'Be kind.' }] },
          {
            role: 'user',
            content: [
              { type: 'text', text: 'What?' },
              { type: 'image_url', image_url: { url: image, detail: 'low' } },
            ],
            name: 'ann',
          },
          { role: 'assistant', content: null, tool_calls: [call] },
          { role: 'tool', tool_call_id: 'c1', content: '12 degrees' },
          { role: 'assistant', content: 'Mild.', refusal: null, reasoning_content: 'Hm.' },
          { role: 'user', content: 'Thanks' },
        ],
        tools: [tool],
        tool_choice: { type: 'function', function: { name: 'weather' } },
        parallel_tool_calls: true,
        stream: true,
        stream_options: { include_usage: true },
        n: 1,
        stop: ['\n'],
        seed: 7,
        temperature: 0.2,
        top_p: 0.9,
        max_completion_tokens: 512,
        logprobs: true,
        top_logprobs: 3,
        logit_bias: { 15: -100 },
        user: 'ann',
        store: false,
        metadata: { a: 'b' },
        service_tier: 'auto',
        reasoning_effort: 'low',
        response_format: { type: 'json_schema', json_schema: { name: 's', schema, strict: true } },
        top_k: 40,
        min_p: 0.05,
        repeat_penalty: 1.1,
        chat_template_kwargs: { enable_thinking: false },
      },
    ],
    [
      'fields that are null',
      '/v1/chat/completions',
      { messages: user, stop: null, max_tokens: null, tools: null, n: null, n_discard: null },
    ],
    [
      'a completion',
      '/v1/completions',
      { prompt: ['Once'], max_tokens: 1, best_of: 1, echo: false, suffix: 'end', logprobs: 2 },
    ],
    ['embeddings', '/v1/embeddings', { input: ['a', 'b'], encoding_format: 'base64', dimensions: 64 }],
    ['a rank', '/v1/rerank', { query: 'q', documents: ['a', { text: 'b' }], top_n: 1, return_documents: true }],
    [
      'a response',
      '/v1/responses',
      {
        input: [
          { role: 'user', content: 'Hello' },
          {
            type: 'message',
            role: 'user',
            content: [
              { type: 'input_text', text: 'See' },
              { type: 'input_image', image_url: image, detail: 'auto' },
            ],
          },
          {
            type: 'message',
            id: 'm1',
            role: 'assistant',
            status: 'completed',
            content: [{ type: 'output_text', text: 'Hi', annotations: [] }],
          },
          { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{}' },
          { type: 'function_call_output', call_id: 'c1', output: '12' },
          { type: 'reasoning', id: 'r1', summary: [] },
        ],
        instructions: 'Be brief.',
        max_output_tokens: 100,
        store: false,
        stream: true,
        reasoning: { effort: 'low' },
        text: { format: { type: 'text' } },
        tools: [{ type: 'function', name: 'weather', parameters: schema, strict: false }],
        tool_choice: 'auto',
        include: ['reasoning.encrypted_content'],
      },
    ],
    [
      "Anthropic's messages",
      '/v1/messages',
      {
        max_tokens: 100,
        system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'See' },
              { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0K' } },
            ],
          },
          { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'weather', input: { city: 'Oslo' } }] },
          { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: '12' }] },
        ],
        tools: [{ name: 'weather', input_schema: schema }],
        tool_choice: { type: 'auto' },
        stop_sequences: ['x'],
        metadata: { user_id: 'ann' },
        stream: true,
      },
    ],
    [
      "Ollama's chat",
      '/api/chat',
      {
        messages: [
          { role: 'user', content: 'See', images: ['iVBORw0K'] },
          {
            role: 'assistant',
            content: '',
            tool_calls: [{ function: { name: 'weather', arguments: { city: 'Oslo' } } }],
          },
          { role: 'tool', tool_name: 'weather', content: '12' },
        ],
        tools: [tool],
        stream: false,
        format: schema,
        keep_alive: '5m',
        think: false,
        options: { num_ctx: 4096, num_predict: 10, temperature: 0, stop: ['x'] },
      },
    ],
    [
      "Ollama's generate",
      '/api/generate',
      { prompt: 'Hello', system: 'Be brief.', format: 'json', keep_alive: 60, raw: false, suffix: '' },
    ],
    ['a request that loads a model', '/api/generate', { keep_alive: '10m' }],
    ["Ollama's embeddings", '/api/embed', { input: 'a', truncate: true }],
  ])('%s', async (_, path, body) => {
    const models = { qwen: { ...llama, images: true }, fleet: ollama };
    const answer = await policy({ models }).request(path, {
      model: path.startsWith('/api') ? 'fleet' : 'qwen',
      ...body,
    });
    expect([answer.status, answer.body]).toEqual([200, '']);
  });
});

describe('is refused', () => {
  test.each<[string, string, object]>([
    [
      '`n_discard` is not accepted: it changes how the engine shifts its context',
      '/v1/chat/completions',
      { messages: user, n_discard: -5 },
    ],
    ['`id_slot` is not accepted: slots belong to all clients', '/v1/completions', { prompt: 'a', id_slot: 0 }],
    [
      '`lora` is not accepted: adapters belong to the platform; ask for a model that has it',
      '/v1/chat/completions',
      { messages: user, lora: [] },
    ],
    [
      '`cache_prompt` is not accepted: the engine decides what it reuses',
      '/v1/chat/completions',
      { messages: user, cache_prompt: false },
    ],
    [
      '`grammar` is not accepted: a grammar can exhaust the engine; use `response_format` with a JSON schema',
      '/v1/chat/completions',
      { messages: user, grammar: 'root ::= "a"' },
    ],
    [
      '`t_max_prompt_ms` is not a field that this gateway accepts',
      '/v1/chat/completions',
      { messages: user, t_max_prompt_ms: 1 },
    ],
    ['`Messages` is not a field that this gateway accepts', '/v1/chat/completions', { messages: user, Messages: user }],
    [
      '`messages[0].Content` is not a field that this gateway accepts',
      '/v1/chat/completions',
      { messages: [{ role: 'user', content: 'a', Content: 'b' }] },
    ],
    [
      '`__proto__` is not a field that this gateway accepts',
      '/v1/chat/completions',
      JSON.parse('{"messages":[{"role":"user","content":"a"}],"__proto__":{"a":1}}') as object,
    ],
    ['`messages` is missing', '/v1/chat/completions', {}],
    ['`messages` has 0 items, and must have 1 to 10000', '/v1/chat/completions', { messages: [] }],
    [
      '`max_tokens` is 513, and must be a whole number from 1 to 512',
      '/v1/chat/completions',
      { messages: user, max_tokens: 513 },
    ],
    [
      '`max_completion_tokens` is 1.5, and must be a whole number from 1 to 512',
      '/v1/chat/completions',
      { messages: user, max_completion_tokens: 1.5 },
    ],
    ['`n_predict` is -1, and must be a whole number from 1 to 512', '/v1/completions', { prompt: 'a', n_predict: -1 }],
    [
      '`max_output_tokens` is 9007199254740992, and must be a whole number from 1 to 512',
      '/v1/responses',
      { input: 'a', max_output_tokens: 2 ** 53 },
    ],
    [
      '`n` must be 1: each answer needs a slot of the engine; send one request for each',
      '/v1/chat/completions',
      { messages: user, n: 2 },
    ],
    [
      '`best_of` must be 1: each answer needs a slot of the engine; send one request for each',
      '/v1/completions',
      { prompt: 'a', best_of: 3 },
    ],
    ['`prompt` has 2 items, and must have 1 to 1', '/v1/completions', { prompt: ['a', 'b'] }],
    ['`prompt[0]` is 1, and must be text', '/v1/completions', { prompt: [1] }],
    ['`store` must be false: this gateway stores nothing', '/v1/chat/completions', { messages: user, store: true }],
    [
      '`previous_response_id` is not accepted: this gateway stores nothing',
      '/v1/responses',
      { input: 'a', previous_response_id: 'r1' },
    ],
    [
      '`messages[0].content[0].image_url.url` must be the image itself, as `data:image/png;base64,…`: addresses are not fetched',
      '/v1/chat/completions',
      {
        messages: [
          { role: 'user', content: [{ type: 'image_url', image_url: { url: 'http://169.254.169.254/latest' } }] },
        ],
      },
    ],
    [
      '`messages[0].content[0].image_url` must be the image itself, as `data:image/png;base64,…`: addresses are not fetched',
      '/v1/chat/completions',
      { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: 'file:///etc/passwd' }] }] },
    ],
    [
      '`input[0].content[0].image_url` must be the image itself, as `data:image/png;base64,…`: addresses are not fetched',
      '/v1/responses',
      { input: [{ role: 'user', content: [{ type: 'input_image', image_url: 'https://example.org/a.png' }] }] },
    ],
    [
      '`messages[0].content[0].source.type` is not accepted: addresses are not fetched; send the image in base64',
      '/v1/messages',
      {
        max_tokens: 1,
        messages: [{ role: 'user', content: [{ type: 'image', source: { type: 'url', url: 'http://a' } }] }],
      },
    ],
    [
      '`mcp_servers` is not accepted: the engine would connect to other servers',
      '/v1/messages',
      { max_tokens: 1, messages: user, mcp_servers: [] },
    ],
    ['`max_tokens` is missing', '/v1/messages', { messages: user }],
    [
      '`messages[0].content[0].type` is "video_url", and must be "text" or "image_url" or "refusal" or "input_audio" or "file"',
      '/v1/chat/completions',
      { messages: [{ role: 'user', content: [{ type: 'video_url' }] }] },
    ],
    [
      '`tools[0].function.parameters` has a `$ref` to another document',
      '/v1/chat/completions',
      { messages: user, tools: [{ type: 'function', function: { name: 'a', parameters: { $ref: 'http://a/b' } } }] },
    ],
    [
      '`tools[0].type` is "web_search", and must be "function"',
      '/v1/responses',
      { input: 'a', tools: [{ type: 'web_search' }] },
    ],
    [
      '`options.num_ctx` must be 4096, as the environment plans it: otherwise Ollama would load the model again, with other memory',
      '/api/chat',
      { messages: user, options: { num_ctx: 131072 } },
    ],
    [
      '`options.num_gpu` is not accepted: Ollama would load the model again, with other memory',
      '/api/chat',
      { messages: user, options: { num_gpu: 0 } },
    ],
    [
      '`options.num_predict` is -1, and must be a whole number from 1 to 512',
      '/api/generate',
      { prompt: 'a', options: { num_predict: -1 } },
    ],
    [
      '`options.Num_Ctx` is not a field that this gateway accepts',
      '/api/chat',
      { messages: user, options: { Num_Ctx: 1 } },
    ],
    [
      '`keep_alive` must be at most 600 seconds, as the environment plans it',
      '/api/chat',
      { messages: user, keep_alive: '1h' },
    ],
    [
      '`keep_alive` must be at most 600 seconds, as the environment plans it',
      '/api/chat',
      { messages: user, keep_alive: -1 },
    ],
    ['`keep_alive` must not be 0: the model would be unloaded under other clients', '/api/generate', { keep_alive: 0 }],
    ['`keep_alive` must be seconds, or a duration as "5m"', '/api/embed', { input: 'a', keep_alive: 'for ever' }],
    [
      '`template` is not accepted: a template is a program that the engine runs',
      '/api/generate',
      { prompt: 'a', template: '{{ .Prompt }}' },
    ],
  ])('%s', async (message, path, body) => {
    const answer = await ask(path, body);
    const error = path.startsWith('/api') ? { error: message } : { error: expect.objectContaining({ message }) };
    expect([answer.status, bodyOf(answer)]).toEqual([
      400,
      path === '/v1/messages' ? { type: 'error', ...error } : error,
    ]);
  });

  test('an image, where the model takes none', async () => {
    const messages = [{ role: 'user', content: [{ type: 'image_url', image_url: { url: image } }] }];
    expect(bodyOf(await given.request('/v1/chat/completions', { model: 'plain', messages }))).toMatchObject({
      error: { message: '`messages[0].content[0].image_url.url` has an image, and this model takes none' },
    });
  });
});
