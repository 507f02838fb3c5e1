import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policyMetrics, watchExpiry } from '../../../../services/gateway-policy/src/metrics/policy-metrics';
import { WatchedConfiguration } from '../../../../services/gateway-policy/src/reload/watched-configuration';

const sha256 = 'ab'.repeat(32);

const model = {
  aliases: ['small'],
  engine: 'llama-server',
  apis: ['chat'],
  contextLength: 4096,
  maxOutputLength: 512,
  images: false,
  maxBody: 1024,
  loadSeconds: 30,
  tracks: { main: { cluster: 'qwen' } },
};
const cluster = {
  host: 'qwen.llm-serving.svc.cluster.local.',
  port: 8080,
  healthPath: '/health',
  affinity: 'least-requests',
  maxRequests: 8,
  maxPending: 4,
};
const models = { models: { qwen: model }, clusters: { qwen: cluster } };

let root: string;
let generation = 0;
const stops: (() => void)[] = [];

/** As the kubelet: a new folder with the files, and a link that is renamed onto `..data`. */
const mount = (name: string, files: Record<string, unknown>) => {
  const folder = join(root, name);
  const data = `..${(generation += 1)}`;
  mkdirSync(join(folder, data), { recursive: true });
  for (const [file, content] of Object.entries(files)) {
    writeFileSync(join(folder, data, file), typeof content === 'string' ? content : JSON.stringify(content));
    rmSync(join(folder, file), { force: true });
    symlinkSync(join('..data', file), join(folder, file));
  }
  symlinkSync(data, join(folder, '..new'));
  renameSync(join(folder, '..new'), join(folder, '..data'));
};

const start = async () => {
  const lines: string[] = [];
  const metrics = policyMetrics();
  const paths = {
    models: join(root, 'models'),
    clients: join(root, 'clients'),
    weights: join(root, 'weights'),
    keys: join(root, 'keys'),
    issuedKeys: join(root, 'issued-keys'),
  };
  const configuration = new WatchedConfiguration(
    paths,
    (level, message) => lines.push(`${level}: ${message}`),
    metrics,
  );
  await configuration.start();
  stops.push(() => configuration.stop());
  lines.length = 0;
  return { configuration, lines, metrics };
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'corral-configuration-'));
  mount('models', { 'models.json': models });
  mount('clients', { 'clients.json': { 'team-a': { models: 'all', requestsPerMinute: 60 } } });
  mount('weights', { 'weights.json': { qwen: { main: 100 } } });
  mount('keys', { abcdefgh: { client: 'team-a', sha256, expires: '2027-01-31T00:00:00Z' } });
});

afterEach(() => {
  jest.useRealTimers();
  for (const stop of stops.splice(0)) stop();
  rmSync(root, { recursive: true });
});

test('all files are read, and a file of a Secret that is not there yet is no fault', async () => {
  const { configuration } = await start();
  expect(configuration.complete).toBe(true);
  expect(configuration.models.get('qwen')).toEqual(model);
  expect(configuration.clusters.get('qwen')).toEqual(cluster);
  expect(configuration.clients.get('team-a')).toEqual({ models: 'all', requestsPerMinute: 60 });
  expect(configuration.weights.get('qwen')).toEqual(new Map([['main', 100]]));
  expect([...configuration.keys.keys()]).toEqual(['abcdefgh']);
  rmSync(join(root, 'keys'), { recursive: true });
  await configuration.look();
  expect(configuration.keys.size).toBe(0);
});

test('a revoked key is gone within three seconds of the change of its folder, and listeners hear of it', async () => {
  jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'hrtime'] });
  const { configuration } = await start();
  const changed = new Promise<void>((resolve) => configuration.onChange(resolve));
  mount('keys', { zyxwvuts: { client: 'team-a', sha256 } });
  rmSync(join(root, 'keys', 'abcdefgh'));
  jest.advanceTimersByTime(3000);
  await changed;
  expect([...configuration.keys.keys()]).toEqual(['zyxwvuts']);
});

test('listeners hear nothing while nothing changes', async () => {
  const { configuration } = await start();
  let changes = 0;
  configuration.onChange(() => (changes += 1));
  await configuration.look();
  mount('clients', { 'clients.json': { 'team-a': { models: 'all', requestsPerMinute: 60 } } });
  await configuration.look();
  expect(changes).toBe(0);
});

test('a broken file is reported once, and its last good content stays in use until it is good again', async () => {
  const { configuration, lines, metrics } = await start();
  mount('clients', { 'clients.json': { 'team-a': { models: 'all', requestsPerMinute: 0 } } });
  await configuration.look();
  await configuration.look();
  expect(lines).toEqual([
    "error: clients: not used: clients.json['team-a'].requestsPerMinute: 0; allowed: an integer from 1. The last good content stays in use.",
  ]);
  expect(configuration.clients.get('team-a')?.requestsPerMinute).toBe(60);
  expect(metrics.loaded.value({ file: 'clients' })).toBe(0);
  mount('clients', { 'clients.json': { 'team-b': { models: ['qwen'] } } });
  await configuration.look();
  expect([...configuration.clients.keys()]).toEqual(['team-b']);
  expect(metrics.loaded.value({ file: 'clients' })).toBe(1);
});

test.each<[string, string, unknown, string]>([
  ['no JSON', 'models', '{"a"', 'models.json: 4 characters that are no JSON; allowed: a JSON object'],
  [
    'an alias that is the name of another model',
    'models',
    { ...models, models: { qwen: model, small: { ...model, aliases: [] } } },
    "models.json: 'small' names two models, 'qwen' and 'small'",
  ],
  [
    'a track without a cluster',
    'models',
    { ...models, clusters: {} },
    "models.json.models['qwen'].tracks['main'].cluster: 'qwen' is not in clusters",
  ],
  [
    'a model without tracks',
    'models',
    { ...models, models: { qwen: { ...model, tracks: {} } } },
    "models.json.models['qwen'].tracks: none; allowed: at least one",
  ],
  [
    'an engine that is not known',
    'models',
    { ...models, models: { qwen: { ...model, engine: 'vllm' } } },
    'models.json.models[\'qwen\'].engine: "vllm"; allowed: llama-server, ollama',
  ],
  [
    'a port out of range',
    'models',
    { ...models, clusters: { qwen: { ...cluster, port: 70_000 } } },
    "models.json.clusters['qwen'].port: 70000; allowed: 1 to 65535",
  ],
  [
    'weights of which all are 0',
    'weights',
    { qwen: { main: 0 } },
    'weights.json[\'qwen\']: {"main":0}; allowed: at least one weight above 0',
  ],
  ['no object', 'clients', [], 'clients.json: []; allowed: an object'],
])('%s is refused', async (_, folder, content, sentence) => {
  const { configuration, lines } = await start();
  mount(folder, { [`${folder}.json`]: content });
  await configuration.look();
  expect(lines).toEqual([`error: ${folder}: not used: ${sentence}. The last good content stays in use.`]);
  expect(configuration.models.get('qwen')).toEqual(model);
});

test('several files of models are one, and a name that two files have is refused', async () => {
  const second = { models: { other: { ...model, aliases: [] } }, clusters: models.clusters };
  mount('models', { 'models-0.json': models, 'models-1.json': second, 'models-2.json': { models: {}, clusters: {} } });
  rmSync(join(root, 'models', 'models.json'));
  const { configuration, lines } = await start();
  expect([...configuration.models.keys()]).toEqual(['qwen', 'other']);
  mount('models', {
    'models-0.json': models,
    'models-1.json': { models: { small: model }, clusters: models.clusters },
    'models-2.json': { models: {}, clusters: {} },
  });
  await configuration.look();
  expect(lines.at(-1)).toBe(
    "error: models: not used: models-1.json: 'small' names two models, 'qwen' and 'small'. The last good content stays in use.",
  );
  expect([...configuration.models.keys()]).toEqual(['qwen', 'other']);
});

test('without clients the policy is not complete, and the log names the files that are there', async () => {
  rmSync(join(root, 'clients'), { recursive: true });
  mount('clients', { 'client.json': {} });
  const { configuration, metrics } = await start();
  expect(configuration.complete).toBe(false);
  expect(metrics.loaded.value({ file: 'clients' })).toBe(0);
});

test.each<[string, string, unknown, string]>([
  ['a short id', 'abc', { client: 'team-a', sha256 }, "key 'abc': allowed: an id of 8 to 12 letters and digits"],
  ['a plain key', 'brokenkey', 'corral_abc', "key 'brokenkey': 10 characters that are no JSON; allowed: a JSON object"],
  [
    'a hash that is too short',
    'brokenkey',
    { client: 'team-a', sha256: 'ab' },
    'key \'brokenkey\'.sha256: "ab"; allowed: 64 hexadecimal digits',
  ],
  [
    'a day that does not exist',
    'brokenkey',
    { client: 'team-a', sha256, expires: '2027-13-01' },
    'key \'brokenkey\'.expires: "2027-13-01"; allowed: a time in ISO 8601, as 2027-01-31T00:00:00Z',
  ],
])('a key with %s is left out, and the others work', async (_, id, content, sentence) => {
  const { configuration, lines } = await start();
  mount('keys', { abcdefgh: { client: 'team-a', sha256 }, [id]: content });
  await configuration.look();
  expect(lines).toEqual([`error: keys: left out: ${sentence}`, 'info: keys: read']);
  expect([...configuration.keys.keys()]).toEqual(['abcdefgh']);
});

test('issued keys work too, but none in place of a key of the Secret', async () => {
  mount('issued-keys', {
    abcdefgh: { client: 'intruder', sha256: 'cd'.repeat(32) },
    ijklmnop: { client: 'team-a', sha256: 'cd'.repeat(32), models: ['qwen'] },
  });
  const { configuration, metrics } = await start();
  expect(configuration.keys.get('abcdefgh')?.client).toBe('team-a');
  expect(configuration.keys.get('ijklmnop')?.models).toEqual(['qwen']);
  expect(metrics.reloads.value({ file: 'keys', result: 'refused' })).toBe(1);
});

test('metrics name the seconds until a key expires', async () => {
  const { configuration, metrics } = await start();
  watchExpiry(metrics, configuration, () => Date.parse('2027-01-30T23:59:00Z'));
  expect(metrics.registry.text()).toContain('corral_gateway_key_expiry_seconds{client="team-a",key="abcdefgh"} 60\n');
});
