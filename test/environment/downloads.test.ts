/** Where loaders may connect: what follows from the addresses of sources, proxy and endpoints. */
import { expect, test } from '@jest/globals';
import { parseEnvironment } from '../../lib';
import type { ModelOrigin } from '../../lib/catalog';
import { downloadRoute } from '../../lib/environment/downloads';
import { changed } from '../invalid/base';

const origins: Readonly<Record<string, ModelOrigin>> = {
  hub: { from: 'huggingface', repo: 'owner/name' },
  registry: { from: 'ollama', tag: 'small:1b', manifestDigest: `sha256:${'a'.repeat(64)}`, layers: [] },
};

function route(origin: string, downloads: object): unknown {
  const { environment, faults } = parseEnvironment(changed([['cluster', 'downloads'], downloads]));
  expect(faults).toEqual([]);
  return environment && downloadRoute(origins[origin]!, environment.cluster.downloads);
}

const proxy = { url: 'http://10.0.0.7:3128' };
const toProxy = { cidr: '10.0.0.7/32', port: 3128 };
const anyPublic = (port: number, ...beside: readonly object[]) => ({
  to: 'public',
  port,
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
