/** Chat templates on the real engine: a text from a ConfigMap, and a file of the catalogue beside the weights. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sha256, hubEntry, quick, tinyFile } from '../support/tiny-model';
import { fetchFrom } from '../support/http';
import { Machine } from '../support/pod';
import { render } from '../support/rendered';
import { serve } from '../support/served';
import { tinyEnvironment } from '../support/tiny-environment';

const file = tinyFile(quick, 8);
const template = Buffer.from(
  "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}\n{{ 'from the catalogue' }}",
);
const settings = { contextLength: 512, parallel: 1, maxOutputLength: 16 };
const rendered = render(
  tinyEnvironment({
    catalog: {
      'quick/F32': {
        ...hubEntry(quick, file, 'quick.gguf'),
        chatTemplate: {
          path: 'chat_template.jinja',
          sha256: sha256(template),
          bytes: template.length,
          bytesFrom: 'stated',
        },
      },
    },
    models: {
      text: {
        weights: 'quick/F32',
        settings,
        chatTemplate: { text: "{% for m in messages %}[{{ m.content }}]\n{% endfor %}{{ 'from a text' }}" },
      },
      catalogue: { weights: 'quick/F32', settings, chatTemplate: { from: 'catalogue' } },
    },
  }),
);

let machine: Machine;
beforeAll(async () => {
  machine = await Machine.start();
});
afterAll(() => machine.stop());

const messages = [
  { role: 'system', content: 'w300' },
  { role: 'user', content: 'w301' },
];

test.each([
  ['text', {}, '[w300]\n[w301]\nfrom a text'],
  ['catalogue', { '--chat-template-file': template }, '<system>w300<user>w301from the catalogue'],
] as const)('a template of %s makes the prompt', async (name, more, prompt) => {
  const { pod, server } = await serve(machine, rendered, name, { '--model': file, ...more });
  const made = await fetchFrom(pod.port, 'POST', '/apply-template', { messages });
  const answer = await fetchFrom(pod.port, 'POST', '/v1/chat/completions', { messages, max_tokens: 2 });
  await server.kill();
  expect([made.status, JSON.parse(made.body), answer.status]).toEqual([200, { prompt }, 200]);
});
