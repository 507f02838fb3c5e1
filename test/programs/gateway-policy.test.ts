/** The policy of the gateway as it is delivered: the bundled file, run by the Node of its image's version. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { GatewayKey, GatewayModelsFile, GatewaySettings } from '../../lib';
import { mib } from '../../lib/core';
import { gatewayPolicy } from '../../lib/programs';
import { toolPath } from '../../scripts/toolchain/tools';
import { freePort } from '../components/ports';

const key = `corral_abcdefgh_${'k'.repeat(43)}`;
const engineKey = 'key-of-the-engines';

const models: GatewayModelsFile = {
  models: {
    qwen: {
      aliases: ['small'],
      engine: 'llama-server',
      apis: ['chat', 'completions'],
      contextLength: 4096,
      maxOutputLength: 512,
      images: false,
      maxBody: 4 * 1024 * 1024,
      loadSeconds: 60,
      tracks: { main: { cluster: 'qwen-main' } },
    },
  },
  clusters: {
    'qwen-main': {
      host: 'qwen.llm-serving.svc.cluster.local.',
      port: 8080,
      healthPath: '/health',
      affinity: 'session',
      maxRequests: 8,
      maxPending: 8,
    },
  },
};

let folder: string;
let settings: GatewaySettings;
let child: ChildProcess;
let output = '';
let exited: Promise<unknown[]>;
/** Envoy's administration, as far as the policy sees whether Envoy still runs, and whether it knows engines. */
let envoy: Server;
let statistics = '';

const write = (name: string, content: unknown): void => {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
};

const checks = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${settings.ports.checks}${path}`, init);
const probe = async (path: string): Promise<number> =>
  (await fetch(`http://127.0.0.1:${settings.ports.policy}${path}`)).status;

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (;;) {
    if (await condition().catch(() => false)) return;
    await new Promise((passed) => setTimeout(passed, 50));
  }
}

beforeAll(async () => {
  const node = await toolPath('node-24');
  envoy = createHttpServer((_, response) => response.end(statistics)).listen(0, '127.0.0.1');
  await once(envoy, 'listening');
  const { port: admin } = envoy.address() as AddressInfo;
  folder = mkdtempSync(join(tmpdir(), 'corral-gateway-policy-'));
  settings = {
    ports: { http: 0, metrics: 0, policy: await freePort(), checks: await freePort(), admin },
    files: {
      models: join(folder, 'models'),
      clients: join(folder, 'clients'),
      weights: join(folder, 'weights'),
      keys: join(folder, 'keys'),
      issuedKeys: join(folder, 'issued-keys'),
      clusters: join(folder, 'clusters'),
      access: join(folder, 'access'),
    },
    peers: 'gateway-peers.llm-gateway.svc.cluster.local.',
    trustedHops: 0,
    ollamaVersion: '0.34.2',
    engineKeyFile: join(folder, 'engine-key'),
  };
  const { command, files } = gatewayPolicy.run({ settings: join(folder, 'settings.json'), memory: mib(384) });
  for (const [name, text] of Object.entries(files)) write(name, text);
  for (const each of ['clusters', 'access']) mkdirSync(join(folder, each));
  write('settings.json', settings);
  write('engine-key', `${engineKey}\n`);
  write('clients/clients.json', { 'team-a': { models: ['small'] } });
  write('weights/weights.json', {});
  const known: GatewayKey = { client: 'team-a', sha256: createHash('sha256').update(key).digest('hex') };
  write('keys/abcdefgh', known);
  child = spawn(node, [...command.slice(1, 2), join(folder, gatewayPolicy.file), ...command.slice(3)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  exited = once(child, 'exit');
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data: Buffer) => {
      output += data.toString();
    });
});

afterAll(async () => {
  child.kill('SIGKILL');
  await exited;
  envoy.close();
  rmSync(folder, { recursive: true });
});

test('it is live before it has read its models, and ready afterwards', async () => {
  await until(async () => (await probe('/live')) === 200);
  expect([await probe('/startup'), await probe('/ready')]).toEqual([503, 503]);
  write('models/models.json', models);
  await until(async () => (await probe('/startup')) === 200);
  // Envoy starts now, and cannot ask for names yet.
  expect(await probe('/ready')).toBe(503);
  const cluster = 'cluster.qwen-main';
  statistics = `${cluster}.membership_healthy: 1\n${cluster}.membership_total: 2\n${cluster}.update_success: 1\n`;
  await until(async () => (await probe('/ready')) === 200);
});

const ask = (body: string, headers: Readonly<Record<string, string>> = {}) =>
  checks('/request/v1/chat/completions', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-corral-client': 'team-a',
      'x-corral-key': 'abcdefgh',
      ...headers,
    },
    body,
  });

test('the first check knows the key, the second one the body: a thread has read it', async () => {
  const first = await checks('/key/v1/chat/completions', {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
  });
  expect([first.status, first.headers.get('x-corral-client'), first.headers.get('x-corral-key')]).toEqual([
    200,
    'team-a',
    'abcdefgh',
  ]);
  const second = await ask('{"model":"small","messages":[{"role":"user","content":"Hello"}]}');
  expect(second.status).toBe(200);
  expect(Object.fromEntries([...second.headers].filter(([name]) => /^(x-|authorization)/.test(name)))).toEqual({
    authorization: `Bearer ${engineKey}`,
    'x-corral-admission': expect.any(String),
    'x-corral-cluster': 'qwen-main',
    'x-corral-hash': expect.stringMatching(/^[0-9a-f]{32}$/),
    'x-corral-model': 'qwen',
    'x-corral-retry-after': '60',
    'x-envoy-auth-headers-to-remove': 'x-api-key',
  });
});

test('a long body is read by a thread of its own, and refused by its size only where the model takes less', async () => {
  const long = 'a'.repeat(4 * 1024 * 1024 - 1000);
  const body = (content: string) => JSON.stringify({ model: 'qwen', messages: [{ role: 'user', content }] });
  expect((await ask(body(long))).status).toBe(200);
  const refused = await ask(body(`${long}${'a'.repeat(2000)}`));
  expect([refused.status, await refused.json()]).toEqual([
    413,
    {
      error: {
        message: `the body has ${4 * 1024 * 1024 + 1000 + body('').length} bytes, and this model takes 4194304`,
        type: 'invalid_request_error',
        param: null,
        code: 'request_too_large',
      },
    },
  ]);
});

test('nothing of a key or a prompt is in the log, and it answers after SIGTERM until Envoy has ended', async () => {
  await checks('/key/v1/models', { headers: { authorization: `Bearer ${key.slice(0, -1)}x` } });
  await ask('{"model":"small","messages":[{"role":"user","content":"my secret prompt"}],"n_discard":-5}');
  child.kill('SIGTERM');
  await until(async () => (await probe('/ready')) === 503);
  expect((await ask('{"model":"small","messages":[{"role":"user","content":"Hello"}]}')).status).toBe(200);
  envoy.close();
  envoy.closeAllConnections();
  expect(await exited).toEqual([0, null]);
  expect(output).toContain('key refused: the key is not valid');
  for (const secret of [key.slice(16, 40), 'my secret prompt', engineKey]) expect(output).not.toContain(secret);
});
