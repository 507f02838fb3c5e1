/**
 * A slow stream passes all limits of time: a token each twenty seconds for six minutes, with `LONG=1` as it is, else
 * with each time divided by thirty.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Machine } from '../engines/support/pod';
import { send } from './support/client';
import { FakeEngine, streams, usage } from './support/fake-engine';
import { Gateway, model } from './support/gateway';
import { newKey } from './support/keys';
import { Names } from './support/names';

const divisor = process.env.LONG === undefined ? 30 : 1;
const key = newKey('team');

let machine: Machine;
let names: Names;
let engine: FakeEngine;
let gateway: Gateway;
beforeAll(async () => {
  machine = await Machine.start();
  names = await Names.start();
  engine = await FakeEngine.start(streams(18, 20_000 / divisor));
  names.set('engine.test.', ['127.0.0.1']);
  gateway = await Gateway.start(machine, names, {
    models: {
      models: { tiny: model('tiny') },
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
    times: divisor === 1 ? undefined : { headers: 10 / divisor, upload: 120 / divisor, idle: 300 / divisor, check: 5 },
  });
});
afterAll(async () => {
  await machine.stop();
  names.stop();
  engine.stop();
});

test('a stream with a token each twenty seconds ends whole, and is counted', async () => {
  const body = { model: 'tiny', messages: [{ role: 'user', content: 'a' }], stream: true };
  const started = Date.now();
  const stream = send(gateway.port, { path: '/v1/chat/completions', key: key.text, body });
  const reply = await stream.reply;
  expect(reply).toMatchObject({ status: 200, whole: true, body: expect.stringContaining('data: [DONE]') });
  expect(reply.body.match(/"piece"/g)).toHaveLength(17);
  // Longer than the limits of a whole upload and of silence.
  expect(Date.now() - started).toBeGreaterThan(330_000 / divisor);
  expect(await gateway.linesFrom(0)).toMatchObject([
    { promptTokens: usage.prompt_tokens, answerTokens: usage.completion_tokens, flags: '-' },
  ]);
});
