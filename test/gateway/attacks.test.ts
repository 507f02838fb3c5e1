/** What is no ordinary request: two lengths, chunks that lie, encoded paths, headers of ours. None reaches an engine. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect } from 'node:net';
import { Machine } from '../engines/support/pod';
import { ask, raw, statusOf } from './support/client';
import { answers, FakeEngine } from './support/fake-engine';
import { Gateway, model } from './support/gateway';
import { newKey } from './support/keys';
import { Names } from './support/names';
import { until } from './support/until';

const [key, other] = [newKey('team'), newKey('other')];
const path = '/v1/chat/completions';
const body = '{"model":"open","messages":[{"role":"user","content":"a"}]}';
const times = { headers: 2, upload: 3, idle: 4, check: 5 };

let machine: Machine;
let names: Names;
let engine: FakeEngine;
let gateway: Gateway;
beforeAll(async () => {
  machine = await Machine.start();
  names = await Names.start();
  engine = await FakeEngine.start(answers);
  names.set('engine.test.', ['127.0.0.1']);
  const cluster = {
    host: 'engine.test.',
    port: engine.port,
    healthPath: '/health',
    affinity: 'least-requests',
    maxRequests: 10,
    maxPending: 10,
  } as const;
  gateway = await Gateway.start(machine, names, {
    models: { models: { open: model('open'), secret: model('secret') }, clusters: { open: cluster, secret: cluster } },
    clients: { team: { models: ['open'] }, other: { models: 'all' } },
    weights: {},
    keys: { [key.id]: key.entry, [other.id]: other.entry },
    times,
    maxConnections: 200,
  });
});
afterAll(async () => {
  await machine.stop();
  names.stop();
  engine.stop();
});

const head = (lines: readonly string[], start = `POST ${path} HTTP/1.1`): string =>
  [start, 'host: a', `authorization: Bearer ${key.text}`, 'content-type: application/json', ...lines, '', ''].join(
    '\r\n',
  );
const length = `content-length: ${body.length}`;

test('the request that the attacks change passes', async () => {
  expect(statusOf(await raw(gateway.port, `${head([length, 'connection: close'])}${body}`))).toBe(200);
});

test.each([
  ['two lengths', `${head([length, 'content-length: 5'])}${body}`],
  ['two lengths in one header', `${head([`content-length: ${body.length}, 5`])}${body}`],
  ['a length with a sign', `${head([`content-length: +${body.length}`])}${body}`],
  ['a length and chunks', `${head([length, 'transfer-encoding: chunked'])}0\r\n\r\n`],
  ['chunks under another name', `${head(['transfer-encoding: xchunked'])}0\r\n\r\n`],
  ['chunks after another coding', `${head(['transfer-encoding: gzip, chunked'])}0\r\n\r\n`],
  ['chunks twice', `${head(['transfer-encoding: chunked', 'transfer-encoding: identity'])}0\r\n\r\n`],
  ['a size of a chunk that is no number', `${head(['transfer-encoding: chunked'])}zz\r\n\r\n`],
  ['a size of a chunk that is too large', `${head(['transfer-encoding: chunked'])}fffffffffffffffff\r\n`],
  ['a chunk that is longer than its size', `${head(['transfer-encoding: chunked'])}1\r\n${body}\r\n0\r\n\r\n`],
  ['chunks, and a length that a tab hides', `${head(['transfer-encoding:\tchunked', length])}0\r\n\r\n`],
  ['an absolute address of the policy', `${head([length], 'POST http://127.0.0.1:9901/quitquitquit HTTP/1.1')}${body}`],
  ['a tunnel', head([], 'CONNECT 127.0.0.1:9901 HTTP/1.1')],
  ['an encoded null byte in the path', `${head([length], `POST ${path}%00 HTTP/1.1`)}${body}`],
  ['a negative size of a chunk', `${head(['transfer-encoding: chunked'])}-1\r\n\r\n`],
  ['a space before the colon', `${head([`content-length : ${body.length}`])}${body}`],
  ['a header with an underscore', `${head([length, 'x_corral_client: other'])}${body}`],
  ['a null byte in a header', `${head([length, 'x-a: b\0c'])}${body}`],
  ['an encoded slash', `${head([length], `POST /v1%2Fchat/completions HTTP/1.1`)}${body}`],
  ['an encoded backslash', `${head([length], `POST /v1%5Cchat/completions HTTP/1.1`)}${body}`],
  ['more headers than 64', `${head([length, ...Array.from({ length: 70 }, (_, i) => `x-${i}: a`)])}${body}`],
  ['headers of 40 kB', `${head([length, `x-a: ${'a'.repeat(40_000)}`])}${body}`],
  ['another protocol', head(['connection: upgrade', 'upgrade: websocket'], `GET ${path} HTTP/1.1`)],
])('%s', async (_, bytes) => {
  const before = engine.seen.length;
  const status = statusOf(await raw(gateway.port, bytes));
  expect(status).toBeGreaterThanOrEqual(400);
  expect(engine.seen.length).toBe(before);
});

test.each([
  ['lines that end without a return', head([length, 'connection: close']).replaceAll('\r\n', '\n') + body],
  ['a header that goes on in the next line', `${head([length, 'x-a: b\r\n c', 'connection: close'])}${body}`],
  ['a host twice', `${head([length, 'host: b', 'connection: close'])}${body}`],
])('%s: the engine gets one request, with our headers and one length', async (_, bytes) => {
  const before = engine.seen.length;
  expect(statusOf(await raw(gateway.port, bytes))).toBe(200);
  const [seen, ...others] = engine.seen.slice(before);
  expect(others).toEqual([]);
  expect(seen).toMatchObject({
    path,
    body,
    headers: { 'x-corral-client': 'team', 'content-length': `${body.length}` },
  });
});

test.each([
  ['a path with dots', `/v1/x/../chat/completions`],
  ['two slashes', `/v1//chat/completions`],
  ['an encoded letter', `/v1/chat/completion%73`],
])('%s is the path that it means', async (_, written) => {
  expect((await ask(gateway.port, { path: written, key: key.text, body })).status).toBe(200);
  expect(engine.seen.at(-1)?.path).toBe(path);
});

test.each([
  ['a path of the engine', '/props'],
  ['a path of the engine by dots', '/v1/../slots'],
  ['the checks of the policy', '/key/v1/models'],
])('%s does not exist', async (_, written) => {
  const before = engine.seen.length;
  expect((await ask(gateway.port, { path: written, key: key.text, body })).status).toBe(404);
  expect(engine.seen.length).toBe(before);
});

test('headers of ours change nothing', async () => {
  const headers = {
    'x-corral-client': 'other',
    'x-corral-key': other.id,
    'x-corral-cluster': 'secret',
    'x-corral-model': 'secret',
    'x-corral-admission': 'mine',
    'x-envoy-retry-on': '5xx',
    'x-envoy-upstream-rq-timeout-ms': '1',
  };
  expect((await ask(gateway.port, { path, key: key.text, body, headers })).status).toBe(200);
  const seen = engine.seen.at(-1)?.headers;
  expect(seen).toMatchObject({ 'x-corral-client': 'team', 'x-corral-cluster': 'open', 'x-corral-model': 'open' });
  expect(seen?.['x-corral-admission']).not.toBe('mine');
  expect(seen).not.toHaveProperty('x-envoy-retry-on');
});

test.each([
  ['a key twice in JSON', '{"model":"open","model":"secret","messages":[{"role":"user","content":"a"}]}', 400],
  ['a model of others', '{"model":"secret","messages":[{"role":"user","content":"a"}]}', 404],
  ['a model that is a path', '{"model":"../secret","messages":[{"role":"user","content":"a"}]}', 404],
  ['a key twice in JSON, written in two ways', '{"model":"open","\\u006dodel":"secret","messages":[]}', 400],
  ['a key twice, deep in a body', '{"model":"open","messages":[{"role":"user","role":"system","content":"a"}]}', 400],
  ['a model that is an address', '{"model":"http://127.0.0.1:9901/","messages":[{"role":"user","content":"a"}]}', 404],
  ['a model that is a path of a file', '{"model":"/etc/passwd","messages":[{"role":"user","content":"a"}]}', 404],
  ['a model that is a list', '{"model":["open"],"messages":[{"role":"user","content":"a"}]}', 404],
  ['a model that is a key of objects', '{"model":"__proto__","messages":[{"role":"user","content":"a"}]}', 404],
  ['bytes that are no UTF-8', '{"model":"open","messages":[{"role":"user","content":"\ud800"}], "x":', 400],
  ['a slot of others', '{"model":"open","id_slot":0,"messages":[{"role":"user","content":"a"}]}', 400],
  ['an adapter', '{"model":"open","lora":[{"id":0,"scale":1}],"messages":[{"role":"user","content":"a"}]}', 400],
  ['a grammar', '{"model":"open","grammar":"root ::= root","messages":[{"role":"user","content":"a"}]}', 400],
  ['a template', '{"model":"open","chat_template":"{{ a }}","messages":[{"role":"user","content":"a"}]}', 400],
  ['a prompt that is kept', '{"model":"open","n_keep":-1,"messages":[{"role":"user","content":"a"}]}', 400],
  ['an endless answer', '{"model":"open","n_predict":-1,"messages":[{"role":"user","content":"a"}]}', 400],
  ['several answers', '{"model":"open","n":8,"messages":[{"role":"user","content":"a"}]}', 400],
  ['a depth that exhausts a stack', `{"model":"open","messages":${'['.repeat(5000)}${']'.repeat(5000)}}`, 400],
  ['a context that is moved', '{"model":"open","n_discard":-5,"messages":[{"role":"user","content":"a"}]}', 400],
])('%s', async (_, sent, status) => {
  const before = engine.seen.length;
  expect((await ask(gateway.port, { path, key: key.text, body: sent })).status).toBe(status);
  expect(engine.seen.length).toBe(before);
});

test('many slow bodies with a wrong key are refused at once, and others are served meanwhile', async () => {
  const slow = Array.from({ length: 15 }, () =>
    raw(
      gateway.port,
      `POST ${path} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer wrong\r\ncontent-length: 1000000\r\n\r\n{`,
    ),
  );
  const started = Date.now();
  expect((await ask(gateway.port, { path, key: key.text, body })).status).toBe(200);
  // It does not wait until the others have used up their time.
  expect(Date.now() - started).toBeLessThan(times.upload * 1000);
  expect((await Promise.all(slow)).map(statusOf)).toEqual(slow.map(() => 401));
});

test('connections over the limit are closed, and the metrics still answer', async () => {
  const sockets = Array.from({ length: 300 }, () => connect(gateway.port, '127.0.0.1').on('error', () => undefined));
  const openNow = () => sockets.filter(({ destroyed, readyState }) => !destroyed && readyState === 'open').length;
  await until(
    'what is over the limit is closed',
    () => openNow() <= 200 && sockets.every(({ connecting }) => !connecting),
  );
  const open = openNow();
  expect(open).toBeGreaterThan(100);
  expect(open).toBeLessThanOrEqual(200);
  expect((await ask(gateway.ports.metrics, { path: '/ready' })).status).toBe(200);
  for (const socket of sockets) socket.destroy();
  await until('requests are served again', () =>
    ask(gateway.port, { path, key: key.text, body }).then(
      ({ status }) => status === 200,
      () => false,
    ),
  );
});
