/** Where loaders may connect: what follows from the addresses of sources, proxy and endpoints. */
import { describe, expect, test } from '@jest/globals';
import { parseEnvironment } from '../../lib';
import type { ModelOrigin } from '../../lib/catalog';
import { downloadRoute, downloadTokens } from '../../lib/environment/downloads';
import { changed } from '../invalid/base';

const origins: Readonly<Record<string, ModelOrigin>> = {
  hub: { from: 'huggingface', repo: 'owner/name' },
  registry: { from: 'ollama', tag: 'small:1b', manifestDigest: `sha256:${'a'.repeat(64)}`, layers: [] },
};

function route(origin: string, downloads: object): unknown {
  const { environment, faults } = parseEnvironment(changed([['cluster', 'downloads'], downloads]));
  expect(faults).toEqual([]);
  return environment && downloadRoute({ origin: origins[origin]! }, environment.cluster.downloads);
}

/** A model of one origin with an adapter in a repository of the hub. */
const withAdapter = (origin: ModelOrigin) => ({
  origin,
  adapters: {
    legal: {
      file: { path: 'legal.gguf', sha256: 'e'.repeat(64), bytes: 5000, bytesFrom: 'stated' },
      origin: { repo: 'example/legal' },
      tensors: { inputBytes: 0, outputBytes: 0, layers: [], width: 1 },
    } as const,
  },
});

function completeDownloads(downloads: object) {
  const { environment, faults } = parseEnvironment(changed([['cluster', 'downloads'], downloads]));
  expect(faults).toEqual([]);
  return environment!.cluster.downloads;
}

const proxy = { url: 'http://10.0.0.7:3128' };
const toProxy = { cidr: '10.0.0.7/32', port: 3128 };
const anyPublic = (port: number, ...beside: readonly object[]) => ({
  to: 'public',
  ports: [port],
  ...(beside.length === 0 ? {} : { beside }),
});
const only = (...endpoints: readonly object[]) => ({ to: 'endpoints', endpoints });

test.each<[string, string, object, object]>([
  ['the public hub', 'hub', {}, anyPublic(443)],
  ['the public registry', 'registry', {}, anyPublic(443)],
  ['a mirror on another port', 'hub', { hub: 'https://mirror.example:8443' }, anyPublic(8443)],
  ['a registry beside such a mirror', 'registry', { hub: 'https://mirror.example:8443' }, anyPublic(443)],
  ['a mirror by its address', 'hub', { hub: 'https://10.0.0.8:8443/hub' }, only({ cidr: '10.0.0.8/32', port: 8443 })],
  ['a registry by its address', 'registry', { registry: 'http://192.0.2.7' }, only({ cidr: '192.0.2.7/32', port: 80 })],
  [
    'endpoints, and nothing else',
    'hub',
    { hub: 'https://mirror.example', endpoints: [{ cidr: '192.0.2.0/24', port: 443 }] },
    only({ cidr: '192.0.2.0/24', port: 443 }),
  ],
  ['a proxy, and nothing else', 'hub', { proxy }, only(toProxy)],
  [
    'a proxy by its name',
    'registry',
    { proxy: { url: 'http://proxy.example:8080', addresses: ['10.0.0.7/32', '10.0.0.8/32'] } },
    only({ cidr: '10.0.0.7/32', port: 8080 }, { cidr: '10.0.0.8/32', port: 8080 }),
  ],
  [
    'a source that is reached without the proxy, and the proxy for what it redirects to',
    'registry',
    { proxy: { ...proxy, noProxy: ['corp.example'] }, registry: 'https://ollama.corp.example' },
    anyPublic(443, toProxy),
  ],
  [
    'such a source by its address',
    'hub',
    { proxy: { ...proxy, noProxy: ['10.0.0.0/8'] }, hub: 'https://10.0.0.8:8443' },
    only(toProxy, { cidr: '10.0.0.8/32', port: 8443 }),
  ],
  [
    'a proxy, and endpoints for what a source without it redirects to',
    'registry',
    {
      proxy: { ...proxy, noProxy: ['corp.example'] },
      registry: 'https://ollama.corp.example',
      endpoints: [{ cidr: '10.1.0.0/24', port: 443 }],
    },
    only(toProxy, { cidr: '10.1.0.0/24', port: 443 }),
  ],
])('%s', (_, origin, downloads, expected) => {
  expect(route(origin, downloads)).toEqual(expected);
});

const squid = { namespace: 'proxy', podLabels: { app: 'squid' } };
test.each<[string, object, object]>([
  [
    'a proxy in pods, at the port of its address',
    { proxy: { url: 'http://squid.proxy.svc:3128', pods: squid } },
    { ...only(), pods: { ...squid, port: 3128 } },
  ],
  [
    'a proxy in pods that listen on a port of their own',
    { proxy: { url: 'http://10.96.0.77:80', pods: { ...squid, port: 3128 } } },
    { ...only(), pods: { ...squid, port: 3128 } },
  ],
  [
    'a proxy in pods beside a source that is reached without it',
    { proxy: { url: 'http://squid.proxy.svc:3128', pods: squid, noProxy: ['huggingface.co'] } },
    { ...anyPublic(443), pods: { ...squid, port: 3128 } },
  ],
  [
    'a proxy in pods beside endpoints',
    {
      proxy: { url: 'http://squid.proxy.svc:3128', pods: squid },
      endpoints: [{ cidr: '192.0.2.0/24', port: 443 }],
    },
    { ...only({ cidr: '192.0.2.0/24', port: 443 }), pods: { ...squid, port: 3128 } },
  ],
])('%s', (_, downloads, expected) => {
  expect(route('hub', downloads)).toEqual(expected);
});

describe('a model of a server of files with an adapter of a hub', () => {
  const web = (folder: string) => withAdapter({ from: 'web', folder });

  test.each<[string, string, object, object]>([
    ['both names, on both ports', 'https://files.example:8443/m', {}, { to: 'public', ports: [8443, 443] }],
    [
      'the address of the server, and the name of the hub',
      'https://10.0.0.8:8443/m',
      {},
      { to: 'public', ports: [443], beside: [{ cidr: '10.0.0.8/32', port: 8443 }] },
    ],
    [
      'the hub behind the proxy, and the server without it',
      'https://10.0.0.8:8443/m',
      { proxy: { ...proxy, noProxy: ['10.0.0.8'] } },
      only(toProxy, { cidr: '10.0.0.8/32', port: 8443 }),
    ],
  ])('reaches %s', (_, folder, downloads, expected) => {
    expect(downloadRoute(web(folder), completeDownloads(downloads))).toEqual(expected);
  });

  test('has the token of each', () => {
    const hub = { secretName: 'hub', key: 'token' };
    const files = { below: 'https://files.example', secretName: 'files', key: 'token' };
    const downloads = completeDownloads({ hubToken: hub, tokens: [files] });
    expect(downloadTokens(web('https://files.example/m'), downloads)).toEqual([
      files,
      { ...hub, below: 'https://huggingface.co' },
    ]);
  });
});

test.each([
  ['https://registry.corp.example', 'llama3.2:3b', true],
  ['https://registry.corp.example/v2/library', 'llama3.2:3b', true],
  ['https://registry.corp.example/v2/team', 'llama3.2:3b', false],
  ['https://registry.corp.example/v2/team', 'team/own:1b', true],
  ['https://huggingface.co/v2/owner', 'hf.co/owner/name:Q4_K_M', true],
  ['https://huggingface.co/v2/other', 'hf.co/owner/name:Q4_K_M', false],
])('a token below %s is for %s: %s', (below, tag, isFor) => {
  const token = { below, secretName: 'registry', key: 'token' };
  const downloads = completeDownloads({ registry: 'https://registry.corp.example', tokens: [token] });
  const origin: ModelOrigin = { from: 'ollama', tag, manifestDigest: `sha256:${'a'.repeat(64)}`, layers: [] };
  expect(downloadTokens({ origin }, downloads)).toEqual(isFor ? [token] : []);
});
