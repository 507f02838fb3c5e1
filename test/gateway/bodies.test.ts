/** Bodies of every size up to the limit arrive, however slowly the key is checked, and what is longer does not. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Machine } from '../engines/support/pod';
import { ask } from './support/client';
import { answers, FakeEngine } from './support/fake-engine';
import { Gateway, model } from './support/gateway';
import { newKey } from './support/keys';
import { Names } from './support/names';

const key = newKey('team');
const maxBody = 4_194_304;

let machine: Machine;
let names: Names;
let engine: FakeEngine;
let gateway: Gateway;
beforeAll(async () => {
  machine = await Machine.start();
  names = await Names.start();
  engine = await FakeEngine.start(answers);
  names.set('engine.test.', ['127.0.0.1']);
  gateway = await Gateway.start(machine, names, {
    models: {
      models: { tiny: model('tiny', { contextLength: 2_000_000, maxBody }) },
      clusters: {
        tiny: {
          host: 'engine.test.',
          port: engine.port,
          healthPath: '/health',
          affinity: 'least-requests',
          maxRequests: 10,
          maxPending: 10,
        },
      },
    },
    clients: { team: { models: 'all' } },
    weights: {},
    keys: { [key.id]: key.entry },
    maxBody,
  });
});
afterAll(async () => {
  await machine.stop();
  names.stop();
  engine.stop();
});

/** A body of so many bytes. */
function bodyOf(bytes: number): string {
  const body = (content: string) => JSON.stringify({ model: 'tiny', messages: [{ role: 'user', content }] });
  return body('x'.repeat(bytes - body('').length));
}
const post = (bytes: number) => ask(gateway.port, { path: '/v1/chat/completions', key: key.text, body: bodyOf(bytes) });

test.each([100, 30_000, 40_000, 70_000, 140_000, 300_000, 1_000_000, 2_100_000, maxBody - 1, maxBody])(
  '%i bytes arrive',
  async (bytes) => {
    expect((await post(bytes)).status).toBe(200);
    expect(engine.seen.at(-1)?.body.length).toBe(bytes);
  },
);

test('one byte more than the limit is refused', async () => {
  const before = engine.seen.length;
  expect((await post(maxBody + 1)).status).toBe(413);
  expect(engine.seen.length).toBe(before);
});
