/** What changes while requests run: models, weights, keys, the certificate, pods, and the gateway's own end. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { copyFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { type GatewayCluster, seconds } from '../../lib';
import { envoyDrain } from '../../lib/programs';
import { Machine, own } from '../engines/support/pod';
import { required } from '../programs/support/debian';
import { ask, send } from './support/client';
import { answers, FakeEngine, streams } from './support/fake-engine';
import { Gateway, type GatewayOptions, model } from './support/gateway';
import { newKey } from './support/keys';
import { Names } from './support/names';
import { until } from './support/until';

const [key, next] = [newKey('team'), newKey('team')];
const messages = [{ role: 'user', content: 'hello' }];
const chat = (name: string, more: object = {}, text = key.text) => ({
  path: '/v1/chat/completions',
  key: text,
  body: { model: name, messages, ...more },
});

let machine: Machine;
let names: Names;
let engine: FakeEngine;
let streaming: FakeEngine;
let cluster: GatewayCluster;
let slow: GatewayCluster;
let options: GatewayOptions;
/** Requests one after the other, and what each came to. */
const load = { going: true, statuses: [] as number[] };
beforeAll(async () => {
  machine = await Machine.start();
  names = await Names.start();
  engine = await FakeEngine.start(answers);
  streaming = await FakeEngine.start(streams(20, 200));
  names.set('engine.test.', ['127.0.0.1']);
  cluster = {
    host: 'engine.test.',
    port: engine.port,
    healthPath: '/health',
    affinity: 'least-requests',
    maxRequests: 100,
    maxPending: 100,
  };
  slow = { ...cluster, port: streaming.port };
  options = {
    models: { models: { first: model('first'), slow: model('slow') }, clusters: { first: cluster, slow } },
    clients: { team: { models: 'all' } },
    weights: {},
    keys: { [key.id]: key.entry },
  };
});
afterAll(async () => {
  load.going = false;
  await machine.stop();
  names.stop();
  engine.stop();
  streaming.stop();
});

describe('a running gateway', () => {
  let gateway: Gateway;
  let loading: Promise<void>;
  let stream: ReturnType<typeof send>;
  beforeAll(async () => {
    gateway = await Gateway.start(machine, names, options);
    stream = send(gateway.port, chat('slow', { stream: true }));
    await stream.begun;
    loading = (async () => {
      while (load.going) load.statuses.push((await ask(gateway.port, chat('first'))).status);
    })();
  });

  test('takes a further model', async () => {
    expect((await ask(gateway.port, chat('second'))).status).toBe(404);
    gateway.change({
      models: {
        models: {
          ...options.models.models,
          second: model('blue', { tracks: { blue: { cluster: 'blue' }, green: { cluster: 'green' } } }),
        },
        clusters: { ...options.models.clusters, blue: cluster, green: cluster },
      },
      weights: { second: { blue: 100, green: 0 } },
    });
    await until('the model is there', async () => (await ask(gateway.port, chat('second'))).status === 200);
  });

  test('shifts the weights of tracks', async () => {
    const tracks = async () => {
      const seen: string[] = [];
      for (let each = 0; each < 60; each += 1) {
        const before = engine.seen.length;
        await ask(gateway.port, chat('second', {}));
        const found = engine.seen.slice(before).find(({ headers }) => headers['x-corral-model'] === 'second');
        seen.push(String(found?.headers['x-corral-cluster']));
      }
      return seen;
    };
    gateway.change({ weights: { second: { blue: 0, green: 100 } } });
    await until('green gets requests', async () => {
      const before = engine.seen.length;
      await ask(gateway.port, chat('second'));
      return engine.seen.slice(before).some(({ headers }) => headers['x-corral-cluster'] === 'green');
    });
    expect(new Set(await tracks())).toEqual(new Set(['green']));
  });

  test('takes a new key, and refuses the one that is gone', async () => {
    gateway.put('keys', next.id, JSON.stringify(next.entry));
    await until(
      'the new key is known',
      async () => (await ask(gateway.port, chat('first', {}, next.text))).status === 200,
    );
    expect((await ask(gateway.port, chat('first'))).status).toBe(200);
    load.going = false;
    await loading;
    gateway.remove('keys', key.id);
    await until('the old key is gone', async () => (await ask(gateway.port, chat('first'))).status === 401);
    expect((await ask(gateway.port, chat('first', {}, next.text))).status).toBe(200);
  });

  test('has failed no request meanwhile, and has cut no stream', async () => {
    expect(new Set(load.statuses)).toEqual(new Set([200]));
    expect(load.statuses.length).toBeGreaterThan(20);
    expect(await stream.reply).toMatchObject({ status: 200, whole: true, body: expect.stringContaining('[DONE]') });
  });

  test('finds a pod that is new, and leaves one that is not ready any more', async () => {
    names.set('engine.test.', []);
    await until('the pod is left', async () => (await ask(gateway.port, chat('first', {}, next.text))).status === 503);
    names.set('engine.test.', ['127.0.0.1']);
    await until('the pod is found', async () => (await ask(gateway.port, chat('first', {}, next.text))).status === 200);
  });
});

describe('a gateway that ends TLS', () => {
  const made = (name: string): string => {
    const folder = machine.folder('made');
    const files = ['-keyout', 'tls.key', '-out', 'tls.crt', '-subj', `/CN=${name}`];
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    execFileSync(required('openssl'), ['req', '-x509', ...kind, ...files], { cwd: folder, stdio: 'ignore' });
    return folder;
  };

  test('shows a renewed certificate without a restart', async () => {
    const folder = machine.folder('tls');
    const place = (name: string): void => {
      const from = made(name);
      for (const file of ['tls.key', 'tls.crt']) {
        copyFileSync(join(from, file), join(folder, `.${file}`));
        own(join(folder, `.${file}`));
        renameSync(join(folder, `.${file}`), join(folder, file));
      }
    };
    place('former');
    const gateway = await Gateway.start(machine, names, { ...options, certificate: folder });
    const shown = () =>
      new Promise<{ readonly name: unknown; readonly protocol: unknown }>((resolve, reject) => {
        const socket = connectTls(
          { host: '127.0.0.1', port: gateway.port, rejectUnauthorized: false, ALPNProtocols: ['h2', 'http/1.1'] },
          () => {
            resolve({ name: socket.getPeerCertificate().subject.CN, protocol: socket.alpnProtocol });
            socket.destroy();
          },
        );
        socket.on('error', reject);
      });
    expect(await shown()).toEqual({ name: 'former', protocol: 'h2' });
    const { pid } = gateway.envoy ?? {};
    place('renewed');
    await until('the renewed certificate is shown', async () => (await shown()).name === 'renewed');
    expect(gateway.envoy?.pid).toBe(pid);
    expect(gateway.envoy?.ended).toBeUndefined();
  });
});

describe('a gateway that ends', () => {
  test('is not ready at once, ends the connections of late requests, and lets a stream end whole', async () => {
    const gateway = await Gateway.start(machine, names, options);
    const stream = send(gateway.port, chat('slow', { stream: true }));
    await stream.begun;
    const { env, files } = envoyDrain.run({
      adminPort: gateway.ports.admin,
      propagation: seconds(2),
      deadline: seconds(60),
    });
    for (const [name, text] of Object.entries(files)) gateway.put('hook', name, text);
    const hook = await machine.run([required('bash'), gateway.path('hook', envoyDrain.file)], env);
    await until('it is not ready', async () => (await ask(gateway.ports.metrics, { path: '/ready' })).status === 503);
    // A request that comes late, since an endpoint is removed everywhere only after a while.
    expect(await ask(gateway.port, { ...chat('first'), headers: { connection: 'keep-alive' } })).toMatchObject({
      status: 200,
      headers: { connection: 'close' },
    });
    expect(hook.ended).toBeUndefined();
    expect(await stream.reply).toMatchObject({ status: 200, whole: true });
    expect(await hook.end).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^drain: no request is in progress after \d+ s\n$/),
    });
    gateway.envoy?.signal('SIGTERM');
    expect((await gateway.envoy?.end)?.code).toBe(0);
  });
});
