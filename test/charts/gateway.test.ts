/** The gateway of an environment: what each exposure draws, that every rule holds, and what engines get beside it. */
import { describe, expect, test } from '@jest/globals';
import type { EnvironmentInput } from '../../lib/environment/environment';
import type { GatewayInput } from '../../lib/environment/gateway/gateway';
import type { Manifest } from '../../lib/kubernetes/read/manifest';
import { synthesise } from '../../lib/synthesise';
import { fieldOf, titles } from '../constructs/support/drawn';
import { rack } from './support';

const clients = { 'team-a': { models: ['smol'], requestsPerMinute: 600 }, all: { models: 'all' } } as const;
const inside: GatewayInput = { tls: 'none', expose: { by: 'cluster' }, clients };
const issuer = { issuer: { kind: 'ClusterIssuer', name: 'letsencrypt' } } as const;
const host = 'llm.example.org';

/** What the cluster has already. */
const driver = { kind: 'CSIDriver', name: 'nfs.csi.k8s.io', providedBy: 'csi-driver-nfs' } as const;
const runtime = { kind: 'RuntimeClass', name: 'nvidia', providedBy: 'the GPU operator' } as const;

const withGateway = (gateway: Partial<GatewayInput> = {}, more: Partial<EnvironmentInput> = {}): EnvironmentInput => ({
  ...rack,
  prerequisites: [driver, runtime],
  ...more,
  gateway: { ...inside, ...gateway },
});

/** The charts of an environment that passes every rule. */
const drawn = (input: EnvironmentInput): ReadonlyMap<string, readonly Manifest[]> =>
  new Map(synthesise(input).charts.map(({ name, manifests }) => [name, manifests]));
const gatewayOf = (input: EnvironmentInput): readonly Manifest[] => drawn(input).get('gateway') ?? [];

const textOf = (manifests: readonly Manifest[], place: string): string => fieldOf(manifests, place) as string;

/** What only some gateways have. */
const further = (manifests: readonly Manifest[]): readonly string[] =>
  titles(manifests).filter(
    (each) => !/^(ConfigMap|ServiceAccount|NetworkPolicy|Deployment|Service|PodDisruptionBudget) /.test(each),
  );
const policy = 'NetworkPolicy llm-gateway/gateway: spec.ingress';
const tcp = [{ protocol: 'TCP', port: 8080 }];

describe('an environment with a gateway', () => {
  const all = drawn(withGateway());

  test('has it in a namespace of its own, which is closed', () => {
    expect(titles(all.get('namespaces') ?? [])).toEqual(
      expect.arrayContaining([
        'Namespace llm-gateway',
        'LimitRange llm-gateway/limits',
        'NetworkPolicy llm-gateway/default-deny',
      ]),
    );
    expect(titles(all.get('gateway') ?? []).map((each) => each.replace(/-[0-9a-f]{8}$/, '-#'))).toEqual([
      'ServiceAccount llm-gateway/gateway',
      'NetworkPolicy llm-gateway/gateway',
      'ConfigMap llm-gateway/gateway-clients',
      'ConfigMap llm-gateway/gateway-envoy-#',
      'ConfigMap llm-gateway/gateway-models-0',
      'ConfigMap llm-gateway/gateway-models-1',
      'ConfigMap llm-gateway/gateway-models-2',
      'ConfigMap llm-gateway/gateway-models-3',
      'ConfigMap llm-gateway/gateway-models-4',
      'ConfigMap llm-gateway/gateway-models-5',
      'ConfigMap llm-gateway/gateway-models-6',
      'ConfigMap llm-gateway/gateway-models-7',
      'ConfigMap llm-gateway/gateway-weights',
      'Service llm-gateway/gateway',
      'Service llm-gateway/gateway-peers',
      'Deployment llm-gateway/gateway',
      'PodDisruptionBudget llm-gateway/gateway',
    ]);
  });

  test('lets its pods send requests to engines, and shows it the pods that are ready', () => {
    const from = {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'llm-gateway' } },
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'gateway', 'app.kubernetes.io/instance': 'gateway' } },
    };
    const smol = all.get('model-smol') ?? [];
    const fleet = all.get('fleet-fleet') ?? [];
    expect(fieldOf(smol, 'NetworkPolicy llm-serving/smol: spec.ingress')).toEqual([{ from: [from], ports: tcp }]);
    expect(fieldOf(smol, 'Service llm-serving/smol-ready: spec')).toMatchObject({ clusterIP: 'None' });
    expect(fieldOf(smol, 'Service llm-serving/smol-ready: spec.publishNotReadyAddresses')).toBeUndefined();
    expect(fieldOf(fleet, 'Service llm-serving/fleet-ready: spec')).toMatchObject({ clusterIP: 'None' });
  });

  test('knows a new server of a fleet before the next one ends', () => {
    const fleet = all.get('fleet-fleet') ?? [];
    const set = 'StatefulSet llm-serving/fleet';
    expect(fieldOf(fleet, `${set}: spec.minReadySeconds`)).toBe(20);
    expect(fieldOf(fleet, `${set}: metadata.annotations['corral.dev/because.min-ready']`)).toBe(
      '20 s: until a new pod gets requests, since the gateway looks at names each 10 s, and they follow within 10 s',
    );
    const without = drawn({ ...withGateway(), gateway: undefined }).get('fleet-fleet') ?? [];
    expect(fieldOf(without, `${set}: spec.minReadySeconds`)).toBeUndefined();
  });

  test('an engine that ends answers until the gateway has looked at its names again', () => {
    const smol = all.get('model-smol') ?? [];
    const env = fieldOf(smol, 'Deployment llm-serving/smol: spec.template.spec.containers[0].env');
    expect(env).toContainEqual({ name: 'DRAIN_PROPAGATION', value: '20' });
  });

  test('names the files that its policy reads', () => {
    const manifests = all.get('gateway') ?? [];
    const file = (name: string, key: string): unknown =>
      JSON.parse(textOf(manifests, `ConfigMap llm-gateway/${name}: data['${key}']`));
    // Always in this one, whatever other models there are.
    expect(file('gateway-models-0', 'models-0.json')).toMatchObject({
      models: { smol: { engine: 'llama-server', tracks: { main: { cluster: 'smol' } } } },
      clusters: { smol: { host: 'smol-ready.llm-serving.svc.cluster.local.', port: 8080, healthPath: '/health' } },
    });
    expect(Object.keys(file('gateway-clients', 'clients.json') as object)).toEqual(['all', 'team-a']);
    expect(file('gateway-weights', 'weights.json')).toMatchObject({ smol: { main: 1 } });
    expect(file('gateway-envoy-*', 'settings.json')).toMatchObject({
      peers: 'gateway-peers.llm-gateway.svc.cluster.local.',
      trustedHops: 0,
    });
    expect(file('gateway-envoy-*', 'envoy.json')).toMatchObject({
      admin: { address: { socket_address: { address: '127.0.0.1', port_value: 9901 } } },
    });
  });

  test('a client more, a limit or another weight replaces no pod of it', () => {
    const template = (input: EnvironmentInput) =>
      fieldOf(gatewayOf(input), 'Deployment llm-gateway/gateway: spec.template');
    const before = template(withGateway());
    expect(template(withGateway({ clients: { ...clients, more: { models: 'all', concurrent: 3 } } }))).toEqual(before);
  });
});

test('without a gateway nothing of it is drawn', () => {
  const all = drawn({ ...rack, prerequisites: [driver, runtime] });
  expect([...all.keys()]).not.toContain('gateway');
  expect(titles([...all.values()].flat()).filter((each) => /llm-gateway|-ready$/.test(each))).toEqual([]);
});

describe('exposed', () => {
  test('inside of the cluster, only stated pods connect', () => {
    const peer = { namespace: 'web', podLabels: { app: 'web' } } as const;
    const manifests = gatewayOf(withGateway({ from: [peer] }, { prerequisites: [driver, runtime] }));
    expect(further(manifests)).toEqual([]);
    expect(fieldOf(manifests, 'Service llm-gateway/gateway: spec.type')).toBe('ClusterIP');
    expect(fieldOf(manifests, `${policy}[1]`)).toEqual({
      from: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'web' } },
          podSelector: { matchLabels: { app: 'web' } },
        },
      ],
      ports: tcp,
    });
    expect(fieldOf(gatewayOf(withGateway()), policy)).toHaveLength(1);
  });

  test('by a Gateway, which ends TLS with a certificate that cert-manager makes for it', () => {
    const manifests = gatewayOf(withGateway({ host, tls: issuer, expose: { by: 'gateway-api', className: 'envoy' } }));
    expect(further(manifests)).toEqual(['Gateway llm-gateway/gateway', 'HTTPRoute llm-gateway/gateway']);
    expect(fieldOf(manifests, 'Gateway llm-gateway/gateway: metadata.annotations')).toEqual({
      'cert-manager.io/cluster-issuer': 'letsencrypt',
    });
    expect(fieldOf(manifests, 'HTTPRoute llm-gateway/gateway: spec.rules[0].timeouts')).toEqual({
      request: '0s',
      backendRequest: '0s',
    });
    expect(fieldOf(manifests, 'Service llm-gateway/gateway: spec.ports[0]')).toMatchObject({
      name: 'http',
      port: 8080,
    });
    expect(fieldOf(manifests, `${policy}[1].from`)).toEqual([{ namespaceSelector: {} }]);
  });

  test('by an Ingress, with a Secret that exists', () => {
    const manifests = gatewayOf(
      withGateway({ host, tls: { secretName: 'mine' }, expose: { by: 'ingress', className: 'traefik' } }),
    );
    expect(further(manifests)).toEqual(['Ingress llm-gateway/gateway']);
    expect(fieldOf(manifests, 'Ingress llm-gateway/gateway: spec.tls')).toEqual([
      { hosts: [host], secretName: 'mine' },
    ]);
  });

  test('by a load balancer, it ends TLS itself, and only stated addresses connect', () => {
    const manifests = gatewayOf(
      withGateway({
        host,
        tls: { issuer: { kind: 'Issuer', name: 'ca' } },
        expose: { by: 'load-balancer', sourceRanges: ['192.0.2.0/24'] },
      }),
    );
    expect(further(manifests)).toEqual(['Certificate llm-gateway/gateway-tls']);
    expect(fieldOf(manifests, 'Certificate llm-gateway/gateway-tls: spec')).toMatchObject({
      secretName: 'gateway-tls',
      dnsNames: [host],
      issuerRef: { kind: 'Issuer', name: 'ca' },
    });
    expect(fieldOf(manifests, 'Service llm-gateway/gateway: spec.ports[0]')).toMatchObject({
      name: 'https',
      port: 443,
    });
    expect(fieldOf(manifests, `${policy}[1].from`)).toEqual([{ ipBlock: { cidr: '192.0.2.0/24' } }]);
    const config = JSON.parse(
      textOf(manifests, "ConfigMap llm-gateway/gateway-envoy-*: data['certificate.json']"),
    ) as unknown;
    expect(JSON.stringify(config)).toContain('/etc/gateway/tls/tls.crt');
  });

  test('by a port of nodes, every address connects', () => {
    const manifests = gatewayOf(
      withGateway({ tls: { secretName: 'mine' }, expose: { by: 'node-port', port: 30_443 } }),
    );
    expect(fieldOf(manifests, 'Service llm-gateway/gateway: spec.ports[0].nodePort')).toBe(30_443);
    expect(fieldOf(manifests, `${policy}[1]`)).toEqual({ ports: tcp });
  });
});

test('keys of a store fill the Secret that the policy reads', () => {
  const manifests = gatewayOf(
    withGateway({
      keys: { from: 'external-secrets', store: { kind: 'SecretStore', name: 'corral' }, path: 'corral/keys' },
    }),
  );
  expect(fieldOf(manifests, 'ExternalSecret llm-gateway/gateway-keys: spec')).toMatchObject({
    secretStoreRef: { kind: 'SecretStore', name: 'corral' },
    target: { name: 'gateway-keys' },
    dataFrom: [{ extract: { key: 'corral/keys' } }],
  });
});

test('the key of engines fills a Secret in each namespace that uses it', () => {
  const keys = {
    from: 'external-secrets',
    store: { kind: 'SecretStore', name: 'corral' },
    path: 'corral/keys',
  } as const;
  const engineKeys = (input: EnvironmentInput) =>
    titles(gatewayOf(input)).filter((each) => each.startsWith('ExternalSecret') && !each.endsWith('gateway-keys'));
  const manifests = gatewayOf(withGateway({ keys }));
  for (const namespace of ['llm-serving', 'llm-gateway']) {
    expect(fieldOf(manifests, `ExternalSecret ${namespace}/engine-key: spec`)).toMatchObject({
      secretStoreRef: { kind: 'SecretStore', name: 'corral' },
      target: {
        name: 'engine-key',
        template: { mergePolicy: 'Merge', data: { first: '{{ index . "keys" | splitList "\\n" | first }}' } },
      },
      dataFrom: [{ extract: { key: 'corral/engine-key' } }],
    });
  }
  const apiKey = { secretName: 'mine', key: 'keys' };
  const cluster = { ...rack.cluster, apiKey };
  // A Secret that the overlay names is made by others, unless the store has its place.
  expect(engineKeys(withGateway({ keys }, { cluster }))).toEqual([]);
  expect(engineKeys(withGateway({ keys: { ...keys, enginePath: 'platform/mine' } }, { cluster }))).toEqual([
    'ExternalSecret llm-gateway/mine',
    'ExternalSecret llm-serving/mine',
  ]);
  expect(engineKeys(withGateway({ keys }, { cluster: { ...rack.cluster, apiKey: { none: 'a mesh' } } }))).toEqual([]);
});

test('llama-servers ask for a key, and an empty Secret opens none', () => {
  const server = (input: EnvironmentInput): string =>
    JSON.stringify(
      [...drawn(input).values()].flat().filter(({ kind }) => kind === 'Deployment' || kind === 'ConfigMap'),
    );
  expect(server(withGateway())).toContain(
    '"--api-key-file","/etc/api-key/keys","--api-key-file","/etc/corral/no-key.txt"',
  );
  expect(server(withGateway())).toContain('"binaryData":{"no-key.txt":"fwo="}');
  expect(server({ ...withGateway(), gateway: undefined })).not.toContain('api-key');
  const stated = { ...rack, prerequisites: [driver, runtime], gateway: undefined };
  const named = { ...stated, cluster: { ...rack.cluster, apiKey: { secretName: 'mine', key: 'keys' } } };
  expect(server(named)).toContain('"--api-key-file","/etc/api-key/keys"');
  expect(server(named)).not.toContain('no-key');
});

test('the key of engines is mounted where the policy sends it from', () => {
  const manifests = gatewayOf(
    withGateway({}, { cluster: { ...rack.cluster, apiKey: { secretName: 'engines', key: 'key' } } }),
  );
  expect(
    fieldOf(manifests, 'Deployment llm-gateway/gateway: spec.template.spec.initContainers[0].volumeMounts'),
  ).toContainEqual({ name: 'engine-key', mountPath: '/etc/gateway/engine-key', readOnly: true });
  expect(textOf(manifests, "ConfigMap llm-gateway/gateway-envoy-*: data['settings.json']")).toContain(
    '"engineKeyFile":"/etc/gateway/engine-key/key"',
  );
});

test('images come from the mirrors of the environment', () => {
  const manifests = gatewayOf(
    withGateway({}, { imageMirrors: { 'docker.io': 'mirror.example/hub', 'gcr.io': 'mirror.example/gcr' } }),
  );
  const pod = 'Deployment llm-gateway/gateway: spec.template.spec';
  expect(fieldOf(manifests, `${pod}.containers[0].image`)).toContain('mirror.example/hub/envoyproxy/envoy:');
  expect(fieldOf(manifests, `${pod}.initContainers[0].image`)).toContain('mirror.example/gcr/distroless/nodejs24');
});
