/** Envoy's configuration as a value: what stands in it for each setting. `npm run test:gateway` runs it. */
import { describe, expect, test } from '@jest/globals';
import { envoyBootstrap, envoyCertificate, type EnvoySettings, gatewayHeaders } from '../../lib';
import { gatewayPaths, gatewayPorts } from '../../lib/gateway';

const least: EnvoySettings = {
  ports: gatewayPorts,
  files: gatewayPaths,
  trustedHops: 0,
  maxBody: 4_194_304,
  maxConnections: 2000,
  maxHeap: 400_000_000,
};

/** Every value of a key, wherever it stands. */
function valuesOf(value: unknown, key: string): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.values(value).flatMap((each) => valuesOf(each, key));
  return Object.hasOwn(value, key) ? [(value as Readonly<Record<string, unknown>>)[key], ...inside] : inside;
}

interface Listener {
  readonly name: string;
  readonly address: unknown;
}
const listenersOf = (settings: EnvoySettings) =>
  (envoyBootstrap(settings).static_resources as { readonly listeners: readonly Listener[] }).listeners;
const clients = (settings: EnvoySettings) => listenersOf(settings)[0];

describe('without options', () => {
  const bootstrap = envoyBootstrap(least);

  test('clients and metrics are reached from everywhere, administration and policy on loopback alone', () => {
    const at = (address: string, port: number) => ({ socket_address: { address, port_value: port } });
    expect(listenersOf(least).map(({ name, address }) => [name, address])).toEqual([
      ['clients', at('0.0.0.0', 8080)],
      ['metrics', at('0.0.0.0', 9090)],
    ]);
    expect(bootstrap.admin).toEqual({ address: at('127.0.0.1', 9901) });
    expect(valuesOf(bootstrap.static_resources, 'endpoint')).toEqual([
      { address: at('127.0.0.1', 9001) },
      { address: at('127.0.0.1', 9901) },
    ]);
  });

  test('a request passes the key, then its body is bounded, then it is checked and its answer read', () => {
    const [filters] = valuesOf(clients(least), 'http_filters') as readonly (readonly { readonly name: string }[])[];
    expect(filters?.map(({ name }) => name)).toEqual([
      'corral.key',
      'corral.body',
      'corral.request',
      'corral.usage',
      'envoy.filters.http.router',
    ]);
  });

  test('a policy that does not answer lets nobody pass', () => {
    expect(valuesOf(bootstrap, 'failure_mode_allow')).toEqual([false, false]);
    expect(valuesOf(bootstrap, 'status_on_error')).toEqual([
      { code: 'ServiceUnavailable' },
      { code: 'ServiceUnavailable' },
    ]);
  });

  test('an answer may take as long as it likes, and five minutes without a byte', () => {
    expect(valuesOf(clients(least), 'timeout')).toEqual(['5s', '5s', '10s', '0s']);
    expect(valuesOf(clients(least), 'stream_idle_timeout')).toEqual(['300s']);
  });

  test('there is no TLS and no server of names but that of the pod', () => {
    expect(valuesOf(bootstrap, 'transport_socket')).toEqual([]);
    expect(bootstrap).not.toHaveProperty('typed_dns_resolver_config');
  });
});

describe('each setting', () => {
  const all: Required<EnvoySettings> = {
    ports: { http: 1, metrics: 2, policy: 3, checks: 4, admin: 5 },
    files: { clusters: '/c', access: '/a' },
    address: '127.0.0.1',
    takesBoth: true,
    tls: { certificate: '/tls', config: '/config' },
    trustedHops: 2,
    maxBody: 1000,
    maxConnections: 50,
    maxHeap: 99_000_000,
    times: { headers: 3, upload: 4, idle: 5, check: 6 },
    dns: { address: '127.0.0.9', port: 53 },
  };
  const bootstrap = envoyBootstrap(all);
  const has = (key: string, ...values: readonly unknown[]) => expect(valuesOf(bootstrap, key)).toEqual(values);

  test('is where Envoy reads it', () => {
    has('port_value', 5, 53, 1, 2, 4, 5);
    // Clients and metrics; what is within the pod is on loopback.
    has('ipv4_compat', true, true);
    has('watched_directory', { path: '/c' });
    expect(valuesOf(bootstrap, 'path')).toEqual(
      expect.arrayContaining(['/c/clusters.json', '/a/access.log', '/config/certificate.json']),
    );
    has('xff_num_trusted_hops', 2);
    has('max_request_bytes', 1000, 1000);
    has('request_body_buffer_limit', 1000);
    has('max_active_downstream_connections', 50);
    has('max_heap_size_bytes', 99_000_000);
    has('request_headers_timeout', '3s', '5s');
    has('request_timeout', '4s');
    has('stream_idle_timeout', '5s');
    expect(valuesOf(clients(all), 'server_uri')).toEqual([
      { uri: 'http://policy', cluster: 'policy', timeout: '6s' },
      { uri: 'http://policy', cluster: 'policy', timeout: '6s' },
    ]);
    has('resolvers', [{ socket_address: { address: '127.0.0.9', port_value: 53 } }]);
    expect(valuesOf(envoyCertificate('/tls'), 'watched_directory')).toEqual([{ path: '/tls' }]);
  });

  test('sentences name the limits that hold', () => {
    const messages = valuesOf(bootstrap, 'message');
    expect(messages).toContain('the body is longer than 1000 bytes, the most that the gateway takes');
    expect(messages).toContain('no byte of the answer came within 5 seconds: the gateway has ended the request');
  });
});

test('every header of ours is one that a client cannot send', () => {
  const removed = valuesOf(valuesOf(clients(least), 'early_header_mutation_extensions'), 'key_matcher') as readonly {
    readonly prefix: string;
  }[];
  for (const name of Object.values(gatewayHeaders))
    expect(removed.some(({ prefix }) => name.startsWith(prefix))).toBe(true);
});
