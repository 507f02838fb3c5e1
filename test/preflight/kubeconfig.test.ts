/** Kubeconfigs that lead to no cluster, read by the real kubectl: each is one sentence that says what to correct. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { environments } from '../../overlays';
import { commands } from '../../scripts/commands';
import { toolPath } from '../../scripts/toolchain/tools';

const folder = mkdtempSync(join(tmpdir(), 'corral-kubeconfig-'));
const before = { PATH: process.env['PATH'], KUBECONFIG: process.env['KUBECONFIG'], HOME: process.env['HOME'] };

function restore(): void {
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

beforeAll(async () => {
  before.PATH = [dirname(await toolPath('kubectl')), process.env['PATH'] ?? ''].join(delimiter);
  restore();
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Parts {
  readonly server?: string;
  readonly user?: object;
  readonly cluster?: string;
  readonly current?: string;
}

function kubeconfig({
  server = 'https://127.0.0.1:1',
  user = { token: 'x' },
  cluster = 'c',
  current = 'ctx',
}: Parts): string {
  const path = join(folder, 'config');
  writeFileSync(
    path,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'c', cluster: { server } }],
      users: [{ name: 'u', user }],
      contexts: [{ name: 'ctx', context: { cluster, user: 'u' } }],
      'current-context': current,
    }),
  );
  return path;
}

function preflight(...argv: readonly string[]): string {
  const error: string[] = [];
  const status = commands.preflight.run(['--env', 'staging', ...argv], {
    console: { out: (text) => error.push(`out: ${text}`), error: (text) => error.push(text) },
    environments,
  });
  expect(status).toBe(3);
  return error.join('\n').replaceAll(folder, 'FOLDER');
}

test.each<readonly [string, Parts, string]>([
  [
    'a cluster that the file does not have',
    { cluster: 'gone' },
    "FOLDER/config: context 'ctx': it names cluster 'gone', which the file does not have.\n  fix: correct this context in the kubeconfig · name another: --context NAME\n  [KubeconfigNotRead]",
  ],
  [
    'a cluster without a server',
    { server: '' },
    "FOLDER/config: context 'ctx': its cluster 'c' has no server.\n  fix: correct this context in the kubeconfig · name another: --context NAME\n  [KubeconfigNotRead]",
  ],
  [
    'a current context that does not exist',
    { current: 'gone' },
    "FOLDER/config: its current context 'gone' does not exist.\n  fix: name one: --context NAME\n  allowed: ctx\n  [UnknownContext]",
  ],
  [
    'no current context',
    { current: '' },
    'FOLDER/config: it has no current context.\n  fix: name one: --context NAME\n  allowed: ctx\n  [UnknownContext]',
  ],
  [
    'a program for credentials that is not installed',
    {
      user: {
        exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'aws-is-not-here', interactiveMode: 'Never' },
      },
    },
    'context ctx: kubectl says: Unable to connect to the server: getting credentials: exec: executable aws-is-not-here not found.\n' +
      '  fix: install aws-is-not-here, and put it in the PATH: the kubeconfig gets its credentials from it\n  [CredentialPluginMissing]',
  ],
  [
    'files of a certificate that do not exist',
    { user: { 'client-certificate': '/none.pem', 'client-key': '/none.key' } },
    'context ctx: kubectl says: * unable to read client-cert /none.pem for u due to open /none.pem: no such file or directory.\n  fix: correct the paths of this context in the kubeconfig\n  [KubeconfigNotRead]',
  ],
  [
    'an address of another protocol',
    { server: 'ftp://127.0.0.1' },
    'context ctx: kubectl says: Unable to connect to the server: unsupported protocol scheme "ftp".\n  fix: correct the server of this context: https://HOST:PORT\n  [ClusterUnreachable]',
  ],
])('%s', (_, parts, error) => {
  expect(preflight('--kubeconfig', kubeconfig(parts))).toBe(error);
});

test.each([
  [
    'nothing at all',
    '',
    'FOLDER/text: it has no contexts.\n  fix: name another file: --kubeconfig FILE\n  [UnknownContext]',
  ],
  [
    'broken YAML',
    'a: [b',
    "FOLDER/text: kubectl says: error loading config file \"FOLDER/text\": yaml: line 1: did not find expected ',' or ']'.\n  fix: correct the file · name another file: --kubeconfig FILE\n  [KubeconfigNotRead]",
  ],
])('a file with %s', (_, text, error) => {
  const path = join(folder, 'text');
  writeFileSync(path, text);
  expect(preflight('--kubeconfig', path)).toBe(error);
});

test('no kubeconfig at all', () => {
  const fix =
    'get one from your cloud (aws eks update-kubeconfig, gcloud container clusters get-credentials, az aks get-credentials), or from who runs the cluster · name one: --kubeconfig FILE';
  process.env['HOME'] = folder;
  delete process.env['KUBECONFIG'];
  const usual = preflight();
  process.env['KUBECONFIG'] = ['/none/a', '/none/b'].join(delimiter);
  const stated = preflight();
  restore();
  expect(usual).toBe(
    `kubeconfig: there is none: FOLDER/.kube/config does not exist.\n  fix: ${fix}\n  [KubeconfigNotRead]`,
  );
  expect(stated).toBe(
    `kubeconfig: there is none: /none/a and /none/b do not exist.\n  fix: ${fix}\n  [KubeconfigNotRead]`,
  );
});

/** A server in a process of its own, since preflight waits for kubectl; it answers every request the same. */
test.each([
  [
    200,
    '<html>Log in</html>',
    "context ctx: /version: the answer is not whole JSON: it starts with '<html>Log in</html>' and has 19 characters.\n" +
      '  fix: run kubectl again and look at the answer; a proxy before the API server, or a cut connection, changes answers\n  [AnswerNotRead]',
  ],
  [
    401,
    '{"kind":"Status","apiVersion":"v1","status":"Failure","message":"Unauthorized","reason":"Unauthorized","code":401}',
    'context ctx: kubectl says: You must be logged in to the server (Unauthorized).\n  fix: log in again, as you do for kubectl (aws sso login, gcloud auth login, az login) · renew the token or certificate of this context\n  [CredentialsRefused]',
  ],
  [
    403,
    '{"kind":"Status","apiVersion":"v1","status":"Failure","message":"forbidden: User \\"u\\" cannot get path \\"/version\\"","reason":"Forbidden","code":403}',
    'context ctx: kubectl says: Error from server (Forbidden): forbidden: User "u" cannot get path "/version".\n  fix: have the ClusterRole of docs/how-to/preflight.md bound to you\n  [RightsMissing]',
  ],
])('a server that answers %s %s', async (status, body, error) => {
  const script = `const s = require('node:http').createServer((_, r) => { r.writeHead(${status}, { 'content-type': 'application/json' }); r.end(${JSON.stringify(body)}); });
    s.listen(0, '127.0.0.1', () => process.stdout.write(String(s.address().port)));`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const port = await new Promise<string>((resolve) => {
      child.stdout.once('data', (text: Buffer) => resolve(text.toString()));
    });
    expect(preflight('--kubeconfig', kubeconfig({ server: `http://127.0.0.1:${port}` }))).toBe(error);
  } finally {
    child.kill();
  }
});
