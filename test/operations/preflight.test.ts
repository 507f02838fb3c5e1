/** Preflight and what a gateway needs of others, on a real API server: nothing there, then more and more of it. */
import { dirname, delimiter } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { plainObject } from '../../lib/kubernetes/draw';
import { commands } from '../../scripts/commands';
import { ensureTools, toolPath } from '../../scripts/toolchain/tools';
import { hasCondition } from '../cluster/client/conditions';
import { ControlPlane } from '../cluster/control-plane/control-plane';
import { controlPlaneTools, definitionTools, operatorTools } from '../components/sets';
import { edges, keysPath, withGateway } from './support/environments';
import { storeOf } from './support/keys';
import { clusterIssuer, makeAuthority, Operators } from './support/operators';

const edge = edges['a Gateway with a certificate of a ClusterIssuer, keys of a SecretStore'];
const environment = withGateway(edge, { replicas: { min: 1, max: 2 } });
const [gatewayNamespace, servingNamespace] = ['llm-gateway', 'llm-serving'] as const;
/** Both have the key of the engines, and so a store. */
const namespaces = [gatewayNamespace, servingNamespace] as const;

let plane: ControlPlane;
let operators: Operators | undefined;
const { PATH } = process.env;

beforeAll(async () => {
  await ensureTools([...controlPlaneTools, ...definitionTools, ...operatorTools]);
  process.env['PATH'] = `${dirname(await toolPath('kubectl'))}${delimiter}${PATH ?? ''}`;
  plane = await ControlPlane.start();
}, 20 * 60_000);
afterAll(async () => {
  process.env['PATH'] = PATH;
  await operators?.stop();
  await plane.stop();
});

interface Compared {
  readonly differences: readonly { readonly at: string; readonly declared: string; readonly found: string }[];
  readonly unseen: readonly string[];
}

/** What preflight says of the gateway: the rest of the environment is not there at all. */
function compared(): Compared {
  const out: string[] = [];
  const error: string[] = [];
  const argv = ['--env', environment.name, '--kubeconfig', plane.kubeconfig, '--json'];
  commands.preflight.run(argv, {
    console: { out: (text) => out.push(text), error: (text) => error.push(text) },
    environments: [environment],
  });
  expect(error).toEqual([]);
  const { differences, unseen } = JSON.parse(out.join('\n')) as Compared;
  return { differences, unseen };
}

const isOfGateway = (text: string): boolean => text.startsWith('local.gateway');
const found = (): readonly string[] =>
  compared()
    .differences.filter(({ at }) => isOfGateway(at))
    .map(({ at, declared, found: seen }) => `${at}: declared ${declared}; found ${seen}`);

const metrics =
  'local.gateway.replicas: declared metrics.k8s.io, which the autoscaler of the gateway reads; found no APIService of metrics.k8s.io';

test('on a new cluster the definitions are missing, and the metrics of a range', () => {
  const { differences } = compared();
  const texts = differences.map(({ declared, found: seen }) => `${declared}; ${seen}`);
  for (const group of ['gateway.networking.k8s.io', 'cert-manager.io', 'external-secrets.io'])
    expect(texts.filter((text) => text.endsWith(`; no group ${group}`))).toHaveLength(1);
  expect(found()).toContain(metrics);
});

test('with the definitions, what the gateway names is missing', async () => {
  operators = await Operators.start(plane, operatorTools);
  expect(found()).toEqual([
    "local.gateway.expose.className: declared GatewayClass 'envoy'; found no GatewayClass at all",
    "local.gateway.tls.issuer: declared ClusterIssuer 'corral-ca'; found no ClusterIssuer at all",
    metrics,
  ]);
  expect(compared().unseen.filter(isOfGateway)).toEqual([
    ...namespaces.map(
      (name) =>
        `local.gateway.keys.store: whether SecretStore 'corral' in namespace '${name}' is there: the namespace does not exist yet`,
    ),
    'local.gateway.tls.issuer: whether cert-manager makes certificates of Gateways (enableGatewayAPI)',
  ]);
  await plane.client.apply(namespaces.map((name) => plainObject('Namespace', { metadata: { name } })));
  expect(found()).toContain(
    "local.gateway.keys.store: declared SecretStore 'corral' in namespace 'llm-gateway'; found no SecretStore at all",
  );
});

test('what is there and not accepted is reported with the reason of its controller', async () => {
  const { client } = plane;
  await client.apply([
    plainObject('GatewayClass', {
      metadata: { name: edge.expose.className },
      spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
    }),
    plainObject('ClusterIssuer', {
      metadata: { name: clusterIssuer },
      spec: { ca: { secretName: clusterIssuer } },
    }),
    ...namespaces.map((namespace) =>
      plainObject('SecretStore', {
        metadata: { name: edge.keys.store.name, namespace },
        spec: { provider: { kubernetes: { remoteNamespace: 'secrets', server: { url: 'https://127.0.0.1:9' } } } },
      }),
    ),
  ]);
  await client.waitFor('is looked at', 'ClusterIssuer', clusterIssuer, undefined, ({ status }) =>
    (status?.conditions ?? []).some(({ type }) => type === 'Ready'),
  );
  for (const namespace of namespaces)
    await client.waitFor('is looked at', 'SecretStore', edge.keys.store.name, namespace, ({ status }) =>
      (status?.conditions ?? []).some(({ type }) => type === 'Ready'),
    );
  expect(found()).toEqual([
    "local.gateway.expose.className: declared GatewayClass 'envoy' that is Accepted; found one that no controller has answered",
    expect.stringMatching(
      /^local\.gateway\.tls\.issuer: declared ClusterIssuer 'corral-ca' that is Ready; found one that is not: .*secrets? "corral-ca" not found$/,
    ),
    ...namespaces.map((name): unknown =>
      expect.stringMatching(
        new RegExp(
          `^local\\.gateway\\.keys\\.store: declared SecretStore 'corral' in namespace '${name}' that is Ready; found one that is not: .+$`,
        ),
      ),
    ),
    metrics,
  ]);
});

test('with all of it accepted, only what was left out differs', async () => {
  const { client } = plane;
  await client.delete(
    namespaces.map((namespace) => plainObject('SecretStore', { metadata: { name: edge.keys.store.name, namespace } })),
  );
  await client.apply(namespaces.map((namespace) => storeOf(edge.keys.store.name, namespace, keysPath, [])));
  await makeAuthority(plane);
  const accepted = {
    type: 'Accepted',
    status: 'True',
    reason: 'Accepted',
    message: 'Valid GatewayClass',
    lastTransitionTime: new Date().toISOString(),
  };
  await client.patch(
    'GatewayClass',
    edge.expose.className,
    undefined,
    { status: { conditions: [accepted] } },
    'status',
  );
  for (const namespace of namespaces)
    await client.waitFor('is ready', 'SecretStore', edge.keys.store.name, namespace, (store) =>
      hasCondition(store, 'Ready'),
    );
  expect(found()).toEqual([metrics]);
});
