/**
 * `docs/runbooks/rotate-the-engine-key.md`, followed word by word while clients ask: its commands are read from the page,
 * and run by a shell on a real API server. Two rendered llama-servers are behind the real Envoy and its policy; the test
 * plays the kubelets and the rollout.
 */
import { execFile } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { plainObject } from '../../lib/kubernetes/draw';
import { commands } from '../../scripts/commands';
import { toolPath } from '../../scripts/toolchain/tools';
import { ControlPlane } from '../cluster/control-plane/control-plane';
import { Machine } from '../engines/support/pod';
import { render } from '../engines/support/rendered';
import { tinyEnvironment } from '../engines/support/tiny-environment';
import { hubEntry, slow, tinyFile } from '../engines/support/tiny-model';
import { freePort } from '../components/ports';
import { ask } from './support/client';
import { EnginePod, type Entries } from './support/engine-pods';
import { Gateway, model } from './support/gateway';
import { newKey } from './support/keys';
import { Names } from './support/names';
import { commandsOf } from './support/runbook';
import { until } from './support/until';

const [serving, ofGateway] = ['llm-serving', 'llm-gateway'] as const;
const file = tinyFile(slow, 6);
const input = {
  ...tinyEnvironment({
    catalog: { 'slow/F32': hubEntry(slow, file, 'slow.gguf') },
    models: {
      chat: {
        weights: 'slow/F32',
        settings: { contextLength: 2048, parallel: 2, maxOutputLength: 300 },
        tokensPerSecond: 20,
      },
    },
  }),
  name: 'production',
  gateway: { tls: 'none', expose: { by: 'cluster' }, clients: { team: { models: 'all' } } },
} as const;
const rendered = render(input);
const key = newKey('team');
const messages = [{ role: 'user', content: 'tell me something' }];
const programs = process.env['PATH'];

let machine: Machine;
let names: Names;
let plane: ControlPlane;
let gateway: Gateway;
let pods: readonly EnginePod[];
/** What stops when the test ends. */
const load = { going: true };

const secretIn = async (namespace: string): Promise<Entries> => {
  const { data = {} } = await plane.client.get('Secret', 'engine-key', namespace);
  return Object.fromEntries(Object.entries(data).map(([name, text]) => [name, Buffer.from(text, 'base64').toString()]));
};

/** What both Secrets had when the kubelets copied them last. */
let copied = '';

/** The kubelets: what a Secret has now is soon in the pods that mount it. */
async function playKubelets(): Promise<void> {
  for (; load.going; await sleep(1000)) {
    const [ofEngines, sent] = await Promise.all([secretIn(serving), secretIn(ofGateway)]);
    for (const pod of pods.filter(({ ready }) => ready)) pod.copy(ofEngines);
    gateway.put('engine-key', 'key', sent['keys'] ?? '');
    copied = JSON.stringify([ofEngines, sent]);
  }
}

/** Addresses of the Service: pods that are ready. */
const list = (): void =>
  names.set(
    'chat.test.',
    pods.filter(({ ready }) => ready).map(({ address }) => address),
  );
const found = (count: number): Promise<void> =>
  until(`the gateway knows ${count} pods`, async () => {
    const text = await gateway.admin('/clusters?filter=^chat');
    return text.match(/^chat::.*health_flags::healthy/gm)?.length === count;
  });

const drains: string[] = [];

/** One pod after the other, as the rollout of the rendered workload: the next one ends when the gateway knows the last. */
async function playRollout(): Promise<void> {
  for (const pod of pods) {
    const ended = pod.end();
    list();
    drains.push(await ended);
    await pod.start(await secretIn(serving));
    list();
    await found(pods.length);
  }
}

/** A status, or why there was none. */
type Came = number | string;

const seen = { statuses: [] as Came[], cut: 0, scraped: [] as Came[], probed: [] as Came[] };

/** A client: each second question is a stream. */
async function client(tokens: number): Promise<void> {
  for (let each = 0; load.going; each += 1) {
    const body = { model: 'chat', messages, max_tokens: tokens, stream: each % 2 === 1 };
    const question = { path: '/v1/chat/completions', key: key.text, body };
    const reply = await ask(gateway.port, question).catch((error: unknown) => String(error));
    seen.statuses.push(typeof reply === 'string' ? reply : reply.status);
    if (typeof reply === 'object' && !reply.whole) seen.cut += 1;
    await sleep(50);
  }
}

const came = ({ address, port }: EnginePod, path: string, secret?: string): Promise<Came> =>
  ask(port, { host: address, path, key: secret }).then(
    ({ status }) => status,
    (error: unknown) => `${path} of ${address}: ${String(error)}`,
  );
const metricsOf = (pod: EnginePod, secret: string): Promise<Came> => came(pod, '/metrics', secret);

/** A scraper, which sends entry `first`, and the probes of the kubelets, which send none. */
async function watch(): Promise<void> {
  for (; load.going; await sleep(500)) {
    const { first = '' } = await secretIn(serving);
    for (const pod of pods.filter(({ ready }) => ready)) {
      seen.scraped.push(await metricsOf(pod, first));
      seen.probed.push(await came(pod, '/health'));
    }
  }
}

beforeAll(async () => {
  plane = await ControlPlane.start();
  process.env['PATH'] = [dirname(await toolPath('kubectl')), programs].join(delimiter);
  await plane.client.apply([serving, ofGateway].map((name) => plainObject('Namespace', { metadata: { name } })));
  const deployments = rendered.manifests.filter(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.namespace === serving,
  );
  // Its pods are the processes of this test.
  await plane.client.apply(deployments.map((each) => ({ ...each, spec: { ...(each.spec as object), replicas: 0 } })));
  expect(await keyCommand('engine --env production')).toContain('have a new key.');
  machine = await Machine.start();
  names = await Names.start();
  const port = await freePort();
  pods = ['127.0.0.2', '127.0.0.3'].map((address) => new EnginePod(machine, rendered, 'chat', file, address, port));
  const secret = await secretIn(serving);
  await Promise.all(pods.map((pod) => pod.start(secret)));
  list();
  gateway = await Gateway.start(machine, names, {
    models: {
      models: { chat: model('chat') },
      clusters: {
        chat: {
          host: 'chat.test.',
          port,
          healthPath: '/health',
          affinity: 'least-requests',
          maxRequests: 100,
          maxPending: 100,
        },
      },
    },
    clients: { team: { models: 'all' } },
    weights: {},
    keys: { [key.id]: key.entry },
    engineKey: (await secretIn(ofGateway))['first'],
  });
  await found(pods.length);
}, 600_000);
afterAll(async () => {
  load.going = false;
  process.env['PATH'] = programs;
  for (const pod of pods ?? []) pod.close();
  names?.stop();
  await machine?.stop();
  await plane?.stop();
});

/** `npm run key -- …`; what it prints. */
async function keyCommand(words: string): Promise<string> {
  const printed: string[] = [];
  const note = (text: string): unknown => printed.push(text);
  const argv = [...words.split(' '), '--kubeconfig', plane.kubeconfig];
  const status = await commands.key.run(argv, { console: { out: note, error: note }, environments: [input] });
  expect({ status, printed }).toMatchObject({ status: 0 });
  return printed.join('\n');
}

/** A line of the page in a shell; what it prints. */
const shell = async (line: string, variables: Readonly<Record<string, string>> = {}): Promise<string> =>
  (
    await promisify(execFile)('bash', ['-ec', line], {
      env: { ...process.env, KUBECONFIG: plane.kubeconfig, ...variables },
    })
  ).stdout;

const restartedAt = async (): Promise<string | undefined> => {
  const { spec } = await plane.client.get('Deployment', 'chat', serving);
  return spec?.template.metadata?.annotations?.['kubectl.kubernetes.io/restartedAt'];
};

/** What each line of the page does, and what is checked of it. */
interface Reader {
  old: string;
  readonly done: string[];
}
const actions: readonly (readonly [RegExp, (line: string, reader: Reader) => Promise<void>])[] = [
  [
    /^OLD=/,
    async (line, reader) => {
      reader.old = await shell(`${line}; printf %s "$OLD"`);
      reader.done.push('note the old key');
    },
  ],
  [
    /^npm run key -- (engine.*)/,
    async (line, { done }) => {
      const printed = await keyCommand(line.replace('npm run key -- ', ''));
      done.push(/have (one key|two keys)/.exec(printed)?.[0] ?? printed);
      // The gateway sends what the Secret has within two minutes; here a few seconds after it is in the pods.
      const now = JSON.stringify(await Promise.all([secretIn(serving), secretIn(ofGateway)]));
      await until('the kubelets have copied the Secrets', () => copied === now);
      await sleep(4000);
    },
  ],
  [
    /rollout restart /,
    async (line, { done }) => {
      const before = await restartedAt();
      await shell(line);
      expect(await restartedAt()).not.toBe(before);
      await playRollout();
      done.push('restart');
    },
  ],
  [
    /rollout status /,
    async (line, { done }) => {
      expect(await shell(line)).toContain('successfully rolled out');
      done.push('wait');
    },
  ],
  [
    / exec deploy\/MODEL -- curl /,
    async (line, { old, done }) => {
      for (const { address, port } of pods) {
        const here = line.replace(/^kubectl .* -- /, '').replace('localhost:8080', `${address}:${port}`);
        done.push(await shell(here, { OLD: old }));
      }
    },
  ],
];

test('the runbook replaces the key of engines while clients ask, and no request fails', async () => {
  const reader: Reader = { old: '', done: [] };
  const work = [client(12), client(12), client(200), watch(), playKubelets()];
  await sleep(2000);
  for (const line of commandsOf('rotate-the-engine-key')) {
    const action = actions.find(([form]) => form.test(line))?.[1];
    if (action === undefined) throw new Error(`the page has a command that this test does not know: ${line}`);
    await action(line, reader);
  }
  await sleep(2000);
  load.going = false;
  await Promise.all(work);

  expect(reader.done).toEqual([
    'have one key',
    'note the old key',
    'have two keys',
    'restart',
    'wait',
    'have two keys',
    'have one key',
    'restart',
    'wait',
    '401',
    '401',
  ]);
  expect(new Set(seen.statuses)).toEqual(new Set([200]));
  expect(seen.cut).toBe(0);
  expect(seen.statuses.length).toBeGreaterThan(100);
  expect(new Set(seen.scraped)).toEqual(new Set([200]));
  expect(new Set(seen.probed)).toEqual(new Set([200]));
  // A drain without a valid key sees no requests, and waits until its time is over.
  expect(drains).toEqual(drains.map(() => expect.stringMatching(/^drain: idle after \d+ s$/)));
  expect(drains.length).toBe(4);
}, 600_000);

test('after it the old key opens nothing, and the new one everything', async () => {
  const { keys = '', first = '' } = await secretIn(serving);
  expect(keys).toBe(`${first}\n`);
  expect(await secretIn(ofGateway)).toEqual({ keys, first });
  for (const pod of pods) expect(await metricsOf(pod, first)).toBe(200);
});
