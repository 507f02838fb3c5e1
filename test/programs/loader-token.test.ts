/**
 * Where the hub's token goes, hop by hop, with the real curl over TLS: below the exact prefix, and nowhere else. https
 * never becomes http.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seconds } from '../../lib/core/duration';
import { loader } from '../../lib/programs/loader';
import type { Weights } from '../../lib/programs/weights-layout';
import { Sandbox } from './support/container';
import { required } from './support/debian';
import { content, hubModel, sha256 } from './support/models';
import { listen } from '../components/ports';
import { Origin } from './support/origin';
import { blobsOf, partialsOf } from './support/store';

const file = content('weights', 3000);
const token = 'hf_secret123';
const path = '/org/model-GGUF/resolve/main/m.gguf';

let folder: string;
let authority: Buffer;
let sandbox: Sandbox;
/** `host path token`, one for each request, in order. */
let asked: string[];
/** Files beside the usual one, by server and path. */
let served: Map<string, Buffer>;
/** Where a path leads, by server; what leads nowhere is the file. */
let leads: Map<string, string>;
const servers: Partial<Record<'hub' | 'cdn' | 'clear', { readonly server: Server; readonly port: number }>> = {};
const portOf = (name: keyof typeof servers): number => servers[name]?.port ?? 0;
const hub = () => `https://localhost:${portOf('hub')}`;
const cdn = () => `https://localhost:${portOf('cdn')}`;

function answer(name: string, request: IncomingMessage, response: ServerResponse): void {
  const {
    url = '',
    headers: { host = '', authorization = '-' },
  } = request;
  asked.push(`${name} ${host.replace(/:\d+$/, '')} ${url} ${authorization}`);
  const to = leads.get(`${name} ${url}`);
  const body = served.get(`${name} ${url}`) ?? file;
  if (to === undefined) response.writeHead(200, { 'content-length': body.length }).end(body);
  else response.writeHead(302, { location: to, 'content-length': 5 }).end('moved');
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'corral-token-'));
  const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
  execFileSync(
    required('openssl'),
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-keyout',
      key,
      '-out',
      cert,
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost,IP:127.0.0.1',
    ],
    { stdio: 'ignore' },
  );
  authority = readFileSync(cert);
  const tls = { key: readFileSync(key), cert: authority };
  for (const name of ['hub', 'cdn'] as const) {
    const server = createHttpsServer(tls, (request, response) => answer(name, request, response));
    servers[name] = { server, port: await listen(server) };
  }
  const server = createHttpServer((request, response) => answer('clear', request, response));
  servers.clear = { server, port: await listen(server) };
});
afterAll(() => {
  for (const { server } of Object.values(servers)) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  sandbox = new Sandbox();
  asked = [];
  leads = new Map();
  served = new Map();
});
afterEach(() => sandbox.remove());

/** Loads one file from the hub below `/hub`, whose first answer leads to an address. */
async function load(to: string | undefined, more: Readonly<Record<string, string>> = {}) {
  if (to !== undefined) leads.set(`hub /hub${path}`, to);
  for (const [from, next] of Object.entries(more)) leads.set(from, next);
  const root = sandbox.volume('store');
  const run = loader.run({
    weights: [hubModel(new Origin(), 'm', { 'm.gguf': file })],
    source: { from: 'origin', hub: `${hub()}/hub`, registry: hub() },
    root,
    tokenFile: sandbox.file('token', `${token}\n`),
    patience: seconds(0),
    firstPause: seconds(0),
  });
  const { code, output } = await sandbox.run(run, { CURL_CA_BUNDLE: sandbox.file('authority', authority) });
  expect(output).not.toContain(token);
  const [, ...hops] = asked;
  return { code, output, hops, blobs: blobsOf(root).length, partials: partialsOf(root).length };
}
const bearer = `Bearer ${token}`;

test('the first request has it', async () => {
  expect(await load(undefined)).toMatchObject({ code: 0, hops: [], blobs: 1 });
  expect(asked).toEqual([`hub localhost /hub${path} ${bearer}`]);
});

describe('the token of a server of files', () => {
  const files = () => `${hub()}/files/private`;
  const weights = (): Weights => {
    const model = hubModel(new Origin(), 'm', { 'a@b/m+1.gguf': file });
    return { ...model, model: { ...model.model, origin: { from: 'web', folder: files() } } };
  };
  async function download(below: string) {
    const root = sandbox.volume('store');
    const run = loader.run({
      weights: [weights()],
      source: { from: 'origin', hub: `${cdn()}/hub`, registry: cdn() },
      root,
      tokenFile: sandbox.file('token', `${token}\n`),
      tokenFor: below,
      patience: seconds(0),
      firstPause: seconds(0),
    });
    const { code, output } = await sandbox.run(run, { CURL_CA_BUNDLE: sandbox.file('authority', authority) });
    expect(output).not.toContain(token);
    return { code, blobs: blobsOf(root).length };
  }

  test('goes to its address, and below it after a redirect', async () => {
    leads.set('hub /files/private/a%40b/m%2B1.gguf', '/files/private/moved.gguf');
    leads.set('hub /files/private/moved.gguf', '/files/public.gguf');
    expect(await download(files())).toEqual({ code: 0, blobs: 1 });
    expect(asked).toEqual([
      `hub localhost /files/private/a%40b/m%2B1.gguf ${bearer}`,
      `hub localhost /files/private/moved.gguf ${bearer}`,
      'hub localhost /files/public.gguf -',
    ]);
  });

  test('does not go to the server of a model that another address has', async () => {
    expect(await download(`${hub()}/files/other`)).toEqual({ code: 0, blobs: 1 });
    expect(asked).toEqual(['hub localhost /files/private/a%40b/m%2B1.gguf -']);
  });
});

describe('two tokens, of a server of files and of the hub of an adapter', () => {
  const second = 'hf_second456';
  const adapter = content('adapter', 100);

  async function download(redirect?: string) {
    const path = '/files/m.gguf';
    if (redirect !== undefined) leads.set(`hub ${path}`, redirect);
    const root = sandbox.volume('store');
    const model = hubModel(new Origin(), 'm', { 'm.gguf': file });
    const weights: Weights = {
      ...model,
      model: {
        ...model.model,
        origin: { from: 'web', folder: `${hub()}/files` },
        adapters: {
          legal: {
            file: { path: 'legal.gguf', sha256: sha256(adapter), bytes: adapter.length, bytesFrom: 'stated' },
            origin: { repo: 'org/legal' },
            tensors: { inputBytes: 0, outputBytes: 0, layers: [], width: 1 },
          },
        },
      },
    };
    served.set('cdn /hub/org/legal/resolve/main/legal.gguf', adapter);
    const run = loader.run({
      weights: [weights],
      source: { from: 'origin', hub: `${cdn()}/hub`, registry: cdn() },
      root,
      tokenFile: sandbox.file('token', `${token}\n`),
      tokenFor: `${hub()}/files`,
      furtherToken: { file: sandbox.file('second', second), below: `${cdn()}/hub` },
      patience: seconds(0),
      firstPause: seconds(0),
    });
    const { code, output } = await sandbox.run(run, { CURL_CA_BUNDLE: sandbox.file('authority', authority) });
    expect(output).not.toMatch(/hf_/);
    return { code, blobs: blobsOf(root).length };
  }

  test('each goes to its own server', async () => {
    expect(await download()).toEqual({ code: 0, blobs: 2 });
    expect(asked).toEqual([
      `hub localhost /files/m.gguf ${bearer}`,
      `cdn localhost /hub/org/legal/resolve/main/legal.gguf Bearer ${second}`,
    ]);
  });

  test('a redirect from one server to the other gets the token of the other, and none elsewhere', async () => {
    expect(await download(`${cdn()}/hub/moved/m.gguf`)).toEqual({ code: 0, blobs: 2 });
    expect(asked.slice(1, 2)).toEqual([`cdn localhost /hub/moved/m.gguf Bearer ${second}`]);
    asked = [];
    sandbox.remove();
    sandbox = new Sandbox();
    expect(await download(`${cdn()}/other/m.gguf`)).toEqual({ code: 0, blobs: 2 });
    expect(asked.slice(1, 2)).toEqual(['cdn localhost /other/m.gguf -']);
  });
});

describe('after a redirect', () => {
  test.each([
    ['to an address below the prefix', () => `${hub()}/hub/moved/m.gguf`, `hub localhost /hub/moved/m.gguf ${bearer}`],
    ['to a path below the prefix', () => '/hub/moved/m.gguf', `hub localhost /hub/moved/m.gguf ${bearer}`],
    [
      'without a scheme, below the prefix',
      () => `//localhost:${portOf('hub')}/hub/m.gguf`,
      `hub localhost /hub/m.gguf ${bearer}`,
    ],
    ['with dots in a query', () => '/hub/m.gguf?from=/../x', `hub localhost /hub/m.gguf?from=/../x ${bearer}`],
    ['to a name with dots', () => '/hub/m..x.gguf', `hub localhost /hub/m..x.gguf ${bearer}`],
  ])('it goes %s', async (_, to, hop) => {
    expect(await load(to())).toMatchObject({ code: 0, hops: [hop], blobs: 1 });
  });

  test.each([
    ['another path of the same host', () => '/other/m.gguf', 'hub localhost /other/m.gguf -'],
    ['a path that begins alike', () => '/hubris/m.gguf', 'hub localhost /hubris/m.gguf -'],
    ['the root of the same host', () => '/', 'hub localhost / -'],
    ['the prefix without its slash', () => '/hub', 'hub localhost /hub -'],
    ['a path that leaves the prefix', () => '/hub/../other/m.gguf', 'hub localhost /other/m.gguf -'],
    ['a path that leaves it at its end', () => '/hub/a/../..', expect.stringMatching(/^hub localhost \/\S* -$/)],
    [
      'a path that leaves it, encoded',
      () => '/hub/%2e%2E/other/m.gguf',
      expect.stringMatching(/^hub localhost \/\S* -$/),
    ],
    [
      'a path that leaves it by an encoded slash',
      () => '/hub/..%2Fother/m.gguf',
      'hub localhost /hub/..%2Fother/m.gguf -',
    ],
    ['a path with a backslash', () => '/hub/..\\other/m.gguf', expect.stringMatching(/^hub localhost \/hub\/\S* -$/)],
    ['another host', () => `${cdn()}/hub/m.gguf`, 'cdn localhost /hub/m.gguf -'],
    [
      'another port of the same host',
      () => `https://localhost:${portOf('cdn')}/hub/m.gguf`,
      'cdn localhost /hub/m.gguf -',
    ],
    [
      'the same server under another name',
      () => `https://127.0.0.1:${portOf('hub')}/hub/m.gguf`,
      'hub 127.0.0.1 /hub/m.gguf -',
    ],
    [
      'the same host in capital letters',
      () => `https://LOCALHOST:${portOf('hub')}/hub/m.gguf`,
      expect.stringMatching(/^hub localhost \/hub\/m\.gguf -$/i),
    ],
    ['another host without a scheme', () => `//127.0.0.1:${portOf('cdn')}/hub/m.gguf`, 'cdn 127.0.0.1 /hub/m.gguf -'],
  ])('it does not go to %s', async (_, to, hop) => {
    expect(await load(to())).toMatchObject({ code: 0, hops: [hop], blobs: 1 });
  });

  test('each hop is judged for itself: away, back, and away', async () => {
    const { code, hops } = await load(`${cdn()}/a`, {
      'cdn /a': `${hub()}/hub/b`,
      'hub /hub/b': '/other/c',
      'hub /other/c': `${cdn()}/d`,
    });
    expect({ code, hops }).toEqual({
      code: 0,
      hops: ['cdn localhost /a -', `hub localhost /hub/b ${bearer}`, 'hub localhost /other/c -', 'cdn localhost /d -'],
    });
  });
});

describe('a redirect is refused', () => {
  const from = () => `loader: error: gguf/m/m.gguf: ${hub()}/hub${path}`;

  test('from https to http, on any hop, and nothing is asked there', async () => {
    const insecure = `http://localhost:${portOf('clear')}/m.gguf?signature=secret`;
    const { output, ...rest } = await load(insecure);
    expect(rest).toEqual({ code: 12, hops: [], blobs: 0, partials: 1 });
    expect(output).toContain(
      `${from()} redirects from https to http://localhost:${portOf('clear')}/m.gguf. No request was sent there. ` +
        'Others could read and change what is sent over http. Name a source that uses https for every redirect.\n',
    );
    expect(await load(`${cdn()}/a`, { 'cdn /a': insecure })).toMatchObject({ code: 12, blobs: 0 });
    expect(asked.filter((line) => line.startsWith('clear'))).toEqual([]);
  });

  test.each(['ftp://localhost/m.gguf', 'file:///etc/passwd', 'gopher://localhost/m.gguf'])('to %s', async (to) => {
    const { code, output, blobs } = await load(to);
    expect({ code, output, blobs }).toEqual({
      code: 12,
      output: expect.stringContaining(`${from()} redirects to ${to}, which is neither http nor https\n`),
      blobs: 0,
    });
  });

  test.each([
    ['a user name', () => `https://user:secret@localhost:${portOf('hub')}/hub/m.gguf`],
    ['the hub as a user name', () => `https://localhost:${portOf('hub')}@127.0.0.1:${portOf('cdn')}/hub/m.gguf`],
    ['the hub before a backslash', () => `https://localhost:${portOf('hub')}\\@127.0.0.1:${portOf('cdn')}/hub/m.gguf`],
  ])('to an address with %s', async (_, to) => {
    const { code, output, hops } = await load(to());
    expect({ code, hops }).toEqual({ code: 12, hops: [] });
    expect(output).toContain(`${from()} redirects to an address with a user name. No request was sent there.\n`);
    expect(output).not.toContain('secret@');
  });

  test('when there are too many', async () => {
    expect(await load(`/hub${path}`)).toMatchObject({
      code: 11,
      output: expect.stringContaining(': more than 10 redirects. '),
      blobs: 0,
    });
    expect(asked).toHaveLength(11);
  });
});

test('http may become https', async () => {
  leads.set(`clear ${path}`, `${cdn()}/m.gguf`);
  const root = sandbox.volume('store');
  const clear = `http://127.0.0.1:${portOf('clear')}`;
  const run = loader.run({
    weights: [hubModel(new Origin(), 'm', { 'm.gguf': file })],
    source: { from: 'origin', hub: clear, registry: clear },
    root,
    patience: seconds(0),
    firstPause: seconds(0),
  });
  expect(await sandbox.run(run, { CURL_CA_BUNDLE: sandbox.file('authority', authority) })).toMatchObject({ code: 0 });
  expect(asked).toEqual([`clear 127.0.0.1 ${path} -`, 'cdn localhost /m.gguf -']);
});
