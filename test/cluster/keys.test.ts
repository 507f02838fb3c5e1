/** Keys of a gateway in the Secret of a real API server: by several people at once, and with few rights. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { EnvironmentInput } from '../../lib';
import { local } from '../../overlays/local';
import { commands } from '../../scripts/commands';
import { toolPath } from '../../scripts/toolchain/tools';
import { Overlays } from '../node/stand/command';
import { ControlPlane } from './control-plane/control-plane';

const root = join(__dirname, '..', '..');
const namespace = 'llm-gateway';
const at = `Secret ${namespace}/gateway-keys on context`;

const input: EnvironmentInput = {
  ...local,
  gateway: { tls: 'none', expose: { by: 'cluster' }, clients: { default: { models: 'all' } } },
};

interface Ended {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

interface Kubeconfig {
  readonly clusters: readonly object[];
  readonly contexts: readonly [{ readonly name: string; readonly context: { readonly cluster: string } }];
}

let plane: ControlPlane;
/** The administrator's context. */
let admin: string;
/** File that exports the environment. */
let overlays: string;
const path = process.env['PATH'];

async function key(argv: readonly string[], kubeconfig: string = plane.kubeconfig): Promise<Ended> {
  const [out, error]: [string[], string[]] = [[], []];
  const status = await commands.key.run([...argv, '--kubeconfig', kubeconfig], {
    console: { out: (text) => out.push(text), error: (text) => error.push(text) },
    environments: [input],
  });
  return { status, out: out.join('\n'), error: error.join('\n') };
}

/** The same as a process of its own, so that several run at once. */
async function keyProcess(argv: readonly string[]): Promise<Ended> {
  const child = spawn(
    process.execPath,
    ['scripts/run.cjs', 'key', ...argv, '--overlays', overlays, '--kubeconfig', plane.kubeconfig],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const texts = { out: '', error: '' };
  child.stdout.on('data', (chunk: Buffer) => (texts.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (texts.error += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number];
  return { status, ...texts };
}

async function entries(): Promise<Readonly<Record<string, string>>> {
  const secret = await plane.client.get('Secret', 'gateway-keys', namespace);
  return secret.data ?? {};
}

/** A kubeconfig of a ServiceAccount that may do this with Secrets of the namespace. */
async function userWith(name: string, verbs: readonly string[]): Promise<string> {
  const config = JSON.parse(readFileSync(plane.kubeconfig, 'utf8')) as Kubeconfig;
  const metadata = { namespace, name };
  await plane.client.apply(
    [
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata,
        rules: [{ apiGroups: [''], resources: ['secrets'], verbs: [...verbs] }],
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata,
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
        subjects: [{ kind: 'ServiceAccount', ...metadata }],
      },
    ],
    { fieldManager: 'cluster-team' },
  );
  const token = (await plane.kubectl.run(['create', 'token', name, '--namespace', namespace])).trim();
  const [{ context }] = config.contexts;
  const file = join(dirname(plane.kubeconfig), `${name}.json`);
  writeFileSync(
    file,
    JSON.stringify({
      ...config,
      users: [{ name, user: { token } }],
      contexts: [{ name, context: { cluster: context.cluster, user: name } }],
      'current-context': name,
    }),
  );
  return file;
}

beforeAll(async () => {
  plane = await ControlPlane.start();
  admin = (JSON.parse(readFileSync(plane.kubeconfig, 'utf8')) as Kubeconfig).contexts[0].name;
  overlays = new Overlays(join(dirname(plane.kubeconfig), 'overlays')).list([], [input]);
  Object.assign(process.env, {
    PATH: `${dirname(await toolPath('kubectl'))}${delimiter}${path ?? ''}`,
    KUBECACHEDIR: join(dirname(plane.kubeconfig), 'cache'),
  });
}, 15 * 60_000);
afterAll(async () => {
  process.env['PATH'] = path;
  delete process.env['KUBECACHEDIR'];
  await plane.stop();
});

test('before the environment is applied, the namespace is missing', async () => {
  expect(await key(['new', '--client', 'default'])).toEqual({
    status: 3,
    out: '',
    error: `${at} ${admin}: the cluster has no namespace '${namespace}'.\n  fix: apply the environment first · name another cluster: --context NAME\n  [NamespaceMissing]`,
  });
  await plane.client.apply(
    [namespace, 'llm-serving'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
    { fieldManager: 'cluster-team' },
  );
});

test('keys that several people make at once are all there, and one of them makes the Secret', async () => {
  const made = await Promise.all(Array.from({ length: 6 }, () => keyProcess(['new', '--client', 'default'])));
  expect(made.filter(({ status }) => status !== 0)).toEqual([]);
  const ids = made.map(({ out }) => out.split('_')[1] ?? '');
  expect(new Set(ids).size).toBe(6);
  expect(Object.keys(await entries()).toSorted()).toEqual(ids.toSorted());
  // The key of engines is made once, and is the same in both namespaces.
  const [ofEngines, ofGateway] = await Promise.all(
    ['llm-serving', namespace].map((each) => plane.client.get('Secret', 'engine-key', each)),
  );
  expect(Object.keys(ofEngines?.data ?? {}).toSorted()).toEqual(['first', 'keys']);
  expect(ofGateway?.data).toEqual(ofEngines?.data);
});

test('of steps of a rotation at once one is done, in both namespaces, and the others say why they are not', async () => {
  const added = await Promise.all(Array.from({ length: 6 }, () => keyProcess(['engine', 'add'])));
  expect(added.filter(({ status }) => status === 0)).toHaveLength(1);
  for (const { status, error } of added)
    if (status !== 0) expect(error).toMatch(/\[(SecretChanged|RotationStep|EngineKeysDiffer)\]/);
  const [ofEngines, ofGateway] = await Promise.all(
    ['llm-serving', namespace].map((each) => plane.client.get('Secret', 'engine-key', each)),
  );
  expect(Buffer.from(ofEngines?.data?.['keys'] ?? '', 'base64').toString()).toMatch(/^\w{43}\n\w{43}\n$/);
  expect(ofGateway?.data).toEqual(ofEngines?.data);
});

test('a key that was made is the one that is checked and revoked, and the others stay', async () => {
  const before = Object.keys(await entries());
  const { out } = await key(['new', '--client', 'default', '--expires', '1h']);
  const id = out.split('_')[1] ?? '';
  expect((await key(['list'])).out).toMatch(new RegExp(`^ *${id} +default .*, in (?:1 h|59 min)`, 'm'));
  expect(await key(['revoke', id])).toMatchObject({ status: 0, out: '' });
  expect(Object.keys(await entries()).toSorted()).toEqual(before.toSorted());
  expect(await key(['revoke', id])).toMatchObject({ status: 2, error: expect.stringContaining('[UnknownKey]') });
});

test('rights to create and patch Secrets of the namespace are enough, and no key can be read with them', async () => {
  const maker = await userWith('maker', ['create', 'patch']);
  expect(await key(['new', '--client', 'default'], maker)).toMatchObject({ status: 0 });
  expect(await key(['list'], maker)).toEqual({
    status: 3,
    out: '',
    error: `${at} maker: you may not get secrets in namespace '${namespace}'.\n  fix: have a Role of this namespace bound to you that may get secrets\n  [RightsMissing]`,
  });
});

test('without rights no key is shown', async () => {
  expect(await key(['new', '--client', 'default'], await userWith('reader', ['get']))).toEqual({
    status: 3,
    out: '',
    error: `${at} reader: you may not patch secrets in namespace '${namespace}'.\n  fix: have a Role of this namespace bound to you that may create and patch secrets\n  [RightsMissing]`,
  });
});
