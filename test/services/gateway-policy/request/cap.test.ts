/** Answers of Ollama without a bound get one: the body that Envoy makes of it is the same body with that field. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { capEdit } from '../../../../services/gateway-policy/src/request/cap';
import { scan } from '../../../../services/gateway-policy/src/request/scan';
import { policy } from '../support/policy';

const engine = 'ollama' as const;
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** As Envoy's filter: by offsets in bytes. */
function edited(text: string, edit: string | undefined): unknown {
  if (edit === undefined) return JSON.parse(text);
  const [, from, to, more = ''] = /^(\d+) (\d+) (.*)$/.exec(edit) ?? [];
  const bytes = bytesOf(text);
  const whole = [bytes.slice(0, Number(from)), bytesOf(more), bytes.slice(Number(to))].flatMap((part) => [...part]);
  const scanned = scan(new Uint8Array(whole));
  if ('problem' in scanned) throw new Error(scanned.problem);
  return scanned.value;
}

const capped = (path: string, body: object, indent = 0): unknown => {
  const text = JSON.stringify(body, undefined, indent);
  return edited(text, capEdit(path, text, body as never, { engine }, 512));
};

describe('an answer of Ollama', () => {
  test.each([
    ['/api/chat', {}, { options: { num_predict: 512 } }],
    ['/api/chat', { options: null }, { options: { num_predict: 512 } }],
    ['/api/generate', { options: {} }, { options: { num_predict: 512 } }],
    ['/api/generate', { options: { seed: 1 } }, { options: { seed: 1, num_predict: 512 } }],
    ['/api/chat', { options: { num_predict: null, seed: 1 } }, { options: { num_predict: 512, seed: 1 } }],
    ['/api/chat', { options: { num_predict: 7 } }, { options: { num_predict: 7 } }],
    ['/v1/chat/completions', {}, { max_tokens: 512 }],
    ['/v1/chat/completions', { max_tokens: null }, { max_tokens: 512 }],
    ['/v1/chat/completions', { max_tokens: 7 }, { max_tokens: 7 }],
    ['/v1/completions', {}, { max_tokens: 512 }],
    ['/v1/responses', {}, { max_output_tokens: 512 }],
    ['/api/embed', {}, {}],
    ['/v1/embeddings', {}, {}],
  ])('%s with %j has %j', (path, given, expected) => {
    const text = 'é "options":{"num_predict":1} 😀';
    expect(capped(path, { model: 'a', prompt: text, ...given })).toEqual({ model: 'a', prompt: text, ...expected });
  });

  test('is bounded whatever else is in the body, and nothing else changes', () => {
    const key = fc.string({ maxLength: 6 }).filter((text) => !['options', 'model', '__proto__'].includes(text));
    fc.assert(
      fc.property(
        fc.dictionary(key, fc.jsonValue()),
        fc.option(fc.dictionary(key, fc.jsonValue()), { nil: null }),
        fc.nat(4),
        (fields, options, indent) => {
          const body = { ...fields, model: 'a', options };
          // As JSON has it: without a negative zero.
          const expected: unknown = JSON.parse(JSON.stringify({ ...body, options: { ...options, num_predict: 512 } }));
          expect(capped('/api/chat', body, indent)).toEqual(expected);
        },
      ),
    );
  });
});

test('the bound is what the request is charged, and a llama-server has its own', async () => {
  const given = policy();
  const messages = [{ role: 'user', content: 'Hello' }];
  const edit = async (path: string, body: object) => (await given.request(path, body)).headers['x-corral-edit'];
  expect(await edit('/v1/chat/completions', { model: 'llama3.2:3b', messages })).toMatch(/^\d+ \d+ ,"max_tokens":512$/);
  // Ollama does not read this field.
  const asked = { model: 'llama3.2:3b', messages, max_completion_tokens: 20 };
  expect(await edit('/v1/chat/completions', asked)).toMatch(/ ,"max_tokens":20$/);
  expect(await edit('/api/chat', { model: 'llama3.2:3b', messages, options: { num_predict: 9 } })).toBeUndefined();
  expect(await edit('/v1/chat/completions', { model: 'qwen', messages })).toBeUndefined();
});
