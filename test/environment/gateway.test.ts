/** The gateway of an environment: what it has without a word, and what is wrong with it, in full sentences. */
import { describe, expect, test } from '@jest/globals';
import { type AnyEnvironmentInput, defineEnvironment } from '../../lib/environment/environment';
import { parseEnvironment } from '../../lib/environment/complete';
import { base, changed, namespaced, prerequisitesWithKey, scraperSends, type Change } from '../invalid/base';
import { reportOf } from '../invalid/read';
import { modelsOf } from '../plan/fixtures/servers';
import { synthesise } from '../../lib/synthesise';

const least = { tls: 'none', expose: { by: 'cluster' }, clients: { default: { models: 'all' } } } as const;
const outside = {
  host: 'llm.example.org',
  tls: { secretName: 'tls' },
  expose: { by: 'gateway-api', className: 'envoy' },
  clients: { a: { models: ['chat'] } },
} as const;

const withGateway = (gateway: object, ...changes: readonly Change[]): unknown =>
  changed(scraperSends, [['gateway'], gateway], ...changes);
const gatewayOf = (gateway: object) => {
  const { environment, faults } = parseEnvironment(withGateway(gateway));
  expect(reportOf(faults)).toBe('');
  return environment?.gateway;
};
const reported = (gateway: object, ...changes: readonly Change[]): string =>
  reportOf(parseEnvironment(withGateway(gateway, ...changes)).faults);

test('an environment without one has none', () => {
  expect(parseEnvironment(base).environment).not.toHaveProperty('gateway');
});

test('the least that an overlay states, completed', () => {
  expect(gatewayOf(least)).toEqual({
    ...least,
    trustedHops: 0,
    keys: { secretName: 'gateway-keys' },
    replicas: { min: 2, max: 2 },
    priority: 'critical',
    pools: ['cpus'],
    pods: {},
  });
});

test('its namespace is its own, or that of the environment', () => {
  expect(parseEnvironment(withGateway(least)).environment?.cluster.namespaces.gateway).toBe('llm-gateway');
  expect(
    parseEnvironment(namespaced({}, scraperSends, [['gateway'], least])).environment?.cluster.namespaces.gateway,
  ).toBe('team');
});

test.each([
  [{ ...outside }, 1],
  [{ ...outside, expose: { by: 'ingress', className: 'nginx' } }, 1],
  [{ ...outside, expose: { by: 'ingress', className: 'nginx', trustedHops: 0 } }, 0],
  [{ ...outside, expose: { by: 'load-balancer' } }, 0],
  [{ ...outside, expose: { by: 'node-port', port: 30443 } }, 0],
])('a proxy that ends TLS is trusted: %#', (gateway, hops) => {
  expect(gatewayOf(gateway)).toMatchObject({ expose: gateway.expose, trustedHops: hops });
});

test('plain HTTP with a stated reason is plain HTTP', () => {
  const tls = { none: 'the balancer of the cloud ends TLS' };
  expect(gatewayOf({ ...outside, tls, expose: { by: 'load-balancer' } })).toMatchObject({ tls: 'none' });
});

test('clients name llama-servers, models of fleets, and these without their tag', () => {
  const named = [
    ['ollama', 'fleet', 'models'],
    ['small:1b', { name: 'support', from: 'tiny:1b' }],
  ] as const;
  const clients = { a: { models: ['chat', 'small:1b', 'support', 'support:latest'] } };
  expect(reported({ ...least, clients }, named)).toBe('');
});

test('one name of a fleet with a list for each ordinal is one name', () => {
  const models = { byOrdinal: [['small:1b', 'tiny:1b'], ['tiny:1b']] };
  const clients = { a: { models: ['small:1b', 'tiny:1b'] } };
  expect(reported({ ...least, clients }, [['ollama', 'fleet', 'models'], models])).toBe('');
});

test('names of models complete, and others are names too', () => {
  const environment = defineEnvironment({
    ...base,
    cluster: { ...base.cluster, apiKey: { none: 'a test' } },
    gateway: { ...least, clients: { a: { models: ['chat', 'tiny:1b'] } } },
  });
  expect(parseEnvironment(environment).environment?.gateway?.clients).toEqual({ a: { models: ['chat', 'tiny:1b'] } });
});

describe('tracks of a model', () => {
  const tracks = {
    blue: { weight: 90 },
    green: { weight: 10, weights: 'small:1b', settings: { parallel: 4 }, replicas: 2 },
  };
  const changes: readonly Change[] = [
    [['models', 'chat', 'tracks'], tracks],
    [['models', 'chat', 'aliases'], ['talk']],
    [['models', 'chat', 'affinity'], 'session'],
    [['models', 'chat', 'pods'], { labels: { team: 'a' } }],
  ];
  const clients = { a: { models: ['chat', 'talk'] } };
  const { environment, faults } = parseEnvironment(withGateway({ ...least, clients }, ...changes));
  const [blue, green] = modelsOf(environment);

  test('are workloads of their own under one name', () => {
    expect(reportOf(faults)).toBe('');
    expect(blue).toMatchObject({
      key: 'chat-blue',
      name: 'chat-blue',
      track: { of: 'chat', name: 'blue', weight: 90 },
    });
    expect(green).toMatchObject({
      key: 'chat-green',
      name: 'chat-green',
      track: { of: 'chat', name: 'green', weight: 10 },
    });
    expect([blue, green].map((each) => [each?.affinity, each?.aliases])).toEqual([
      ['session', ['talk']],
      ['session', ['talk']],
    ]);
  });

  test('have of the model what they leave out, and a label on their pods', () => {
    expect(blue).toMatchObject({ weights: 'small/Q4_K_M', replicas: { min: 1, max: 3 }, settings: { parallel: 2 } });
    expect(green).toMatchObject({
      weights: 'small:1b',
      replicas: { min: 2, max: 2 },
      settings: { parallel: 4, contextLength: 4096 },
    });
    expect(green?.pods.labels).toEqual({ team: 'a', 'corral.dev/track': 'green' });
  });

  test('are both planned and drawn, with the name of the model in their answers', () => {
    const csi = { kind: 'CSIDriver', name: 'nfs.csi.k8s.io', providedBy: 'the chart of the driver' };
    const driver = [['prerequisites'], [...prerequisitesWithKey, csi]] as const;
    const only = { blue: { weight: 1, replicas: 1 }, green: { weight: 0, replicas: 1 } };
    const input = withGateway({ ...least, clients }, ...changes, [['models', 'chat', 'tracks'], only], driver);
    const drawn = synthesise(input as AnyEnvironmentInput)
      .charts.flatMap(({ manifests }) => manifests)
      .filter(({ kind, metadata }) => kind === 'Deployment' && metadata.name.startsWith('chat'));
    const text = drawn.map((each) => JSON.stringify(each));
    expect(drawn.map(({ metadata }) => metadata.name)).toEqual(['chat-blue', 'chat-green']);
    for (const each of text) expect(each).toContain('"--alias","chat",');
    expect(text[1]).toContain('"corral.dev/track":"green"');
  });
});

test('a name twice among aliases', () => {
  expect(reported(least, [['models', 'chat', 'aliases'], ['legal']]))
    .toBe(`test.models.legal: clients ask for 'legal' by the same name at test.models.chat already.
  fix: give one of the two another name: a request names one model
  [PublicNameTwice]`);
});

test('one place for the keys of clients and the key of engines', () => {
  const store = { kind: 'SecretStore', name: 'vault' };
  const keys = { from: 'external-secrets', store, path: 'corral/keys', enginePath: 'corral/keys' };
  expect(reported({ ...least, keys }))
    .toBe(`test.gateway.keys.enginePath: 'corral/keys' is the place of the keys of the clients.
  fix: another place, as 'corral/engine-key', or leave it out
  [SecretTwice]`);
});

describe('what is wrong is reported', () => {
  test.each<readonly [name: string, gateway: object, report: string]>([
    [
      'no clients',
      { ...least, clients: {} },
      `test.gateway.clients: an empty object is out of range.
  allowed: 1 to 1000 entries
  [OutOfRange]`,
    ],
    [
      'a client without models',
      { ...least, clients: { a: { models: [] } } },
      `test.gateway.clients.a.models: an empty list is out of range.
  allowed: 1 to 5000 entries
  [OutOfRange]`,
    ],
    [
      'a name of a client that is no label',
      { ...least, clients: { 'Team A': { models: 'all' } } },
      `test.gateway.clients['Team A']: 'Team A' does not have the right form.
  allowed: a DNS label: lower-case letters, digits and inner hyphens
  [BadName]`,
    ],
    [
      'a model twice',
      { ...least, clients: { a: { models: ['chat', 'chat'] } } },
      `test.gateway.clients.a.models[1]: model 'chat' stands at test.gateway.clients.a.models[0] already.
  fix: leave out one of the two
  [GivenTwice]`,
    ],
    [
      'all models in a list',
      { ...least, clients: { a: { models: ['all'] } } },
      `test.gateway.clients.a.models[0]: 'all' is no model, and stands for every model only by itself.
  fix: models: 'all'
  [UnknownClientModel]`,
    ],
    [
      'all models beside one',
      { ...least, clients: { a: { models: ['chat', 'all'] } } },
      `test.gateway.clients.a.models[1]: 'all' is no model, and stands for every model only by itself.
  fix: models: 'all' · leave it out
  [UnknownClientModel]`,
    ],
    [
      'limits out of their bounds',
      { ...least, clients: { a: { models: 'all', requestsPerMinute: 0, concurrent: 1.5, tokensPerDay: 1e13 } } },
      `test.gateway.clients.a.requestsPerMinute: 0 is out of range.
  allowed: a whole number from 1 to 1000000
  [OutOfRange]
test.gateway.clients.a.concurrent: 1.5 is of the wrong type.
  allowed: a whole number
  [WrongType]
test.gateway.clients.a.tokensPerDay: 10000000000000 is out of range.
  allowed: a whole number from 1 to 1000000000000
  [OutOfRange]`,
    ],
    [
      'a host inside of the cluster',
      { ...least, host: 'llm.example.org' },
      `test.gateway.host: 'llm.example.org', and with expose.by 'cluster' clients use the name of the Service.
  fix: leave it out · expose.by 'gateway-api', 'ingress' or 'load-balancer'
  [GatewayHost]`,
    ],
    [
      'a certificate for no name',
      {
        ...least,
        tls: { issuer: { kind: 'Issuer', name: 'ca' } },
        expose: { by: 'node-port', port: 30443 },
      },
      `test.gateway.host: tls.issuer issues a certificate for a name, and there is none.
  fix: host: 'llm.example.org', a name that the DNS of your clients resolves
  [GatewayHost]`,
    ],
    [
      'a port that is no node port',
      { ...outside, expose: { by: 'node-port', port: 8443 } },
      `test.gateway.expose.port: 8443 is out of range.
  allowed: a whole number from 30000 to 32767
  [OutOfRange]`,
    ],
    [
      'too many proxies',
      { ...outside, expose: { ...outside.expose, trustedHops: 11 } },
      `test.gateway.expose.trustedHops: 11 is out of range.
  allowed: a whole number from 0 to 10
  [OutOfRange]`,
    ],
    [
      'too many pods',
      { ...least, replicas: { min: 2, max: 7 } },
      `test.gateway.replicas.max: 7 is out of range.
  allowed: a whole number from 1 to 6
  [OutOfRange]`,
    ],
    [
      'more pods at least than at most',
      { ...least, replicas: { min: 4, max: 2 } },
      `test.gateway.replicas: min 4 is above max 2.
  allowed: min up to 2 · max from 4
  [ImpossibleRange]`,
    ],
    [
      'a path that no store has',
      {
        ...least,
        keys: { from: 'external-secrets', store: { kind: 'SecretStore', name: 'corral' }, path: 'corral//keys' },
      },
      `test.gateway.keys.path: 'corral//keys' does not have the right form.
  allowed: the path of a secret in its store: 'corral/keys'
  [BadFormat]`,
    ],
    [
      'a Secret whose name is none',
      { ...least, keys: { secretName: 'Keys' } },
      `test.gateway.keys.secretName: 'Keys' does not have the right form.
  allowed: a DNS name: lower-case letters, digits, inner hyphens, and dots between parts
  [BadFormat]`,
    ],
    [
      'an exposure that does not exist',
      { ...outside, expose: { by: 'nodeport', port: 30443 } },
      `test.gateway.expose.by: 'nodeport' is not among what is allowed.
  did you mean: 'node-port'
  allowed: 'cluster' · 'gateway-api' · 'ingress' · 'load-balancer' · 'node-port'
  [NotAllowed]`,
    ],
    [
      'variables, which are for engines',
      { ...least, pods: { env: { A: 'b' } } },
      `test.gateway.pods.env: there is no such field.
  allowed: labels · annotations · imagePullSecrets · nodeSelector · tolerations
  [UnknownKey]`,
    ],
    [
      'a range of addresses twice',
      { ...outside, expose: { by: 'load-balancer', sourceRanges: ['192.0.2.0/24', '192.0.2.0/24'] } },
      `test.gateway.expose.sourceRanges[1]: 192.0.2.0/24 stands at test.gateway.expose.sourceRanges[0] already.
  fix: leave out one of the two
  [GivenTwice]`,
    ],
    [
      'pods twice',
      {
        ...least,
        from: [
          { namespace: 'apps', podLabels: { app: 'web' } },
          { namespace: 'apps', podLabels: { app: 'web' } },
        ],
      },
      `test.gateway.from[1]: app=web of namespace 'apps' stands at test.gateway.from[0] already.
  fix: leave out one of the two
  [GivenTwice]`,
    ],
    [
      'labels of nodes that no pool has',
      { ...least, pods: { nodeSelector: { 'kubernetes.io/os': 'windows' } } },
      `test.gateway.pods.nodeSelector: no node of pool 'cpus' has kubernetes.io/os=windows.
  fix: pools whose labels state it · another nodeSelector
  [NodesNotCounted]`,
    ],
  ])('%s', (_, gateway, report) => {
    expect(reported(gateway)).toBe(report);
  });

  test('a system namespace, and one that engines or the proxy of others have', () => {
    const within = (gateway: string): string => reported(least, [['cluster', 'namespaces'], { gateway }]);
    expect(within('kube-system')).toContain("fix: give the gateway a separate namespace, as 'llm-gateway'");
    expect(within('llm-serving'))
      .toBe(`test.cluster.namespaces.gateway: the gateway and engines would both be in 'llm-serving'.
  fix: give the gateway a separate namespace, as 'llm-gateway'
  [SharedNamespace]`);
    expect(within('monitoring'))
      .toBe(`test.cluster.namespaces.gateway: 'monitoring' is the namespace of monitoring too: a default deny and a quota would stop it.
  fix: give the gateway a separate namespace
  [SharedNamespace]`);
  });

  test('a model with the name of an object of the gateway, in one namespace', () => {
    const model = [['models', 'gateway-keys'], base.models.legal] as const;
    expect(reported(least, model)).toBe('');
    expect(reportOf(parseEnvironment(namespaced({}, scraperSends, [['gateway'], least], model)).faults))
      .toBe(`test.models['gateway-keys']: the object name 'gateway-keys' belongs to the gateway.
  fix: choose another key
  [ReservedName]`);
  });

  test('a model that is wrong causes no fault of the clients that may ask for it', () => {
    expect(reported(outside, [['models', 'chat', 'replicas'], 'many'])).not.toContain('gateway');
  });
});
