/** What others provide for a gateway: each that is missing or not ready, in its full sentence. */
import { describe, expect, test } from '@jest/globals';
import type { EnvironmentInput } from '../../lib';
import { formatDifference, type LiveObject } from '../../lib/internal';
import { local } from '../../overlays/local';
import { adding, compared, environmentOf, groupsOf, serving, type Change } from './support/declared';
import { providedFor } from './support/gateway';

const gateway = {
  host: 'llm.example.org',
  tls: { issuer: { kind: 'ClusterIssuer', name: 'letsencrypt' } },
  expose: { by: 'gateway-api', className: 'envoy' },
  keys: { from: 'external-secrets', store: { kind: 'SecretStore', name: 'corral' }, path: 'corral/keys' },
  clients: { default: { models: 'all' } },
} as const;
type GatewayInput = NonNullable<EnvironmentInput['gateway']>;
const having = (change: Partial<GatewayInput> = {}): EnvironmentInput => ({
  ...local,
  // Without the key of engines, which needs a store in their namespace too.
  cluster: { ...local.cluster, apiKey: { none: 'these tests are about keys of clients' } },
  gateway: { ...gateway, ...change },
});

const object = (
  apiVersion: string,
  kind: string,
  name: string,
  condition?: object,
  namespace?: string,
): LiveObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace },
  status: condition === undefined ? undefined : { conditions: [condition] },
});
const right = { status: 'True' };
const gatewayClass = (condition?: object, name = 'envoy') =>
  object('gateway.networking.k8s.io/v1', 'GatewayClass', name, condition && { type: 'Accepted', ...condition });
const issuer = (condition?: object, name = 'letsencrypt') =>
  object('cert-manager.io/v1', 'ClusterIssuer', name, condition && { type: 'Ready', ...condition });
const store = (condition?: object, name = 'corral') =>
  object('external-secrets.io/v1', 'SecretStore', name, condition && { type: 'Ready', ...condition }, 'llm-gateway');
const namespace = object('v1', 'Namespace', 'llm-gateway');
const groups = {
  'gateway.networking.k8s.io': ['v1'],
  'cert-manager.io': ['v1'],
  'external-secrets.io': ['v1'],
};
const all = serving(groups);

/** Takes away what others provide for the gateway. */
const unprovided: Change = (answers) => {
  const kinds = new Set(providedFor(environmentOf(having())).map(({ kind }) => kind));
  return {
    ...answers,
    groups: { groups: groupsOf(answers).filter(({ name }) => !(name in groups)) },
    objects: answers.objects.filter(
      ({ kind, metadata }) => !kinds.has(kind) || (kind === 'Namespace' && metadata.name !== 'llm-gateway'),
    ),
  };
};

/** What differs at the gateway, as people read it. */
const said = (input: EnvironmentInput, ...changes: readonly Change[]): readonly string[] =>
  compared(input, unprovided, ...changes)
    .differences.filter(({ at }) => at.startsWith('local.gateway'))
    .map(formatDifference);

test('with everything that it names, nothing differs', () => {
  expect(said(having(), all, adding(namespace, gatewayClass(right), issuer(right), store(right)))).toEqual([]);
});

describe('what is missing', () => {
  test('the class, the issuer and the store', () => {
    expect(said(having(), all, adding(namespace))).toEqual([
      "local.gateway.expose.className: declared GatewayClass 'envoy'; found no GatewayClass at all.\n  fix: install a controller of the Gateway API, and create its GatewayClass\n  [ClassMissing]",
      "local.gateway.tls.issuer: declared ClusterIssuer 'letsencrypt'; found no ClusterIssuer at all.\n  fix: create it (https://cert-manager.io/docs/configuration)\n  [PrerequisiteMissing]",
      "local.gateway.keys.store: declared SecretStore 'corral' in namespace 'llm-gateway'; found no SecretStore at all.\n  fix: create it (https://external-secrets.io)\n  [PrerequisiteMissing]",
    ]);
  });

  test('the store in the namespace of engines, which has their key', () => {
    const keyed: EnvironmentInput = { ...having(), cluster: local.cluster };
    const others = adding(namespace, gatewayClass(right), issuer(right), store(right));
    expect(said(keyed, all, others, adding(object('v1', 'Namespace', 'llm-serving')))).toEqual([
      "local.gateway.keys.store: declared SecretStore 'corral' in namespace 'llm-serving'; found no SecretStore at all.\n  fix: create it (https://external-secrets.io)\n  [PrerequisiteMissing]",
    ]);
  });

  test('with a similar name there, that one is offered', () => {
    expect(
      said(
        having(),
        all,
        adding(namespace, gatewayClass(right, 'envoys'), issuer(right, 'letsencrypt-prod'), store(right, 'coral')),
      ),
    ).toEqual([
      "local.gateway.expose.className: declared GatewayClass 'envoy'; found none, but envoys.\n  fix: className: 'envoys' · install a controller of the Gateway API, and create its GatewayClass\n  [ClassMissing]",
      "local.gateway.tls.issuer: declared ClusterIssuer 'letsencrypt'; found none, but letsencrypt-prod.\n  fix: name: 'letsencrypt-prod' · create it (https://cert-manager.io/docs/configuration)\n  [PrerequisiteMissing]",
      "local.gateway.keys.store: declared SecretStore 'corral' in namespace 'llm-gateway'; found none, but coral.\n  fix: name: 'coral' · create it (https://external-secrets.io)\n  [PrerequisiteMissing]",
    ]);
  });

  test('an IngressClass', () => {
    expect(
      said(
        having({ expose: { by: 'ingress', className: 'haproxy' } }),
        all,
        adding(namespace, issuer(right), store(right)),
      ),
    ).toEqual([
      "local.gateway.expose.className: declared IngressClass 'haproxy'; found no IngressClass at all.\n  fix: install an ingress controller, which creates its IngressClass\n  [ClassMissing]",
    ]);
  });

  test('cert-manager, where only an annotation asks for it', () => {
    const { 'cert-manager.io': _, ...others } = groups;
    expect(said(having(), serving(others), adding(namespace, gatewayClass(right), store(right)))).toEqual([
      "local.gateway.tls.issuer: declared ClusterIssuer 'letsencrypt'; found no group cert-manager.io.\n  fix: install cert-manager\n  [ApiNotServed]",
    ]);
  });

  test('the metrics that a range of replicas follows', () => {
    const input = having({ replicas: { min: 1, max: 2 } });
    const others = adding(namespace, gatewayClass(right), issuer(right), store(right));
    const api = (condition: object): LiveObject => ({
      ...object('apiregistration.k8s.io/v1', 'APIService', 'v1beta1.metrics.k8s.io', condition),
      spec: { group: 'metrics.k8s.io' },
    });
    expect(said(input, all, others)).toEqual([
      'local.gateway.replicas: declared metrics.k8s.io, which the autoscaler of the gateway reads; found no APIService of metrics.k8s.io.\n  fix: install metrics-server · replicas: 2, a fixed number\n  [MetricsApiMissing]',
    ]);
    const failing = { type: 'Available', status: 'False', message: 'failing or missing response.' };
    expect(said(input, all, others, adding(api(failing)))).toEqual([
      'local.gateway.replicas: declared metrics.k8s.io, which the autoscaler of the gateway reads; found v1beta1.metrics.k8s.io, which does not answer: failing or missing response.\n  fix: kubectl describe apiservice v1beta1.metrics.k8s.io · replicas: 2, a fixed number\n  [MetricsApiMissing]',
    ]);
    expect(said(input, all, others, adding(api({ type: 'Available', status: 'True' })))).toEqual([]);
  });
});

describe('what its controller has not accepted', () => {
  test('with the reason that it gives', () => {
    expect(
      said(
        having(),
        all,
        adding(
          namespace,
          gatewayClass({ status: 'False', reason: 'InvalidParameters', message: 'parametersRef not found.' }),
          issuer({ status: 'False', message: 'Failed to register ACME account' }),
          store({ status: 'False', reason: 'ValidationFailed' }),
        ),
      ),
    ).toEqual([
      "local.gateway.expose.className: declared GatewayClass 'envoy' that is Accepted; found one that is not: parametersRef not found.\n  fix: kubectl describe gatewayclass envoy\n  [ClassDiffers]",
      "local.gateway.tls.issuer: declared ClusterIssuer 'letsencrypt' that is Ready; found one that is not: Failed to register ACME account.\n  fix: kubectl describe clusterissuer letsencrypt\n  [PrerequisiteDiffers]",
      "local.gateway.keys.store: declared SecretStore 'corral' in namespace 'llm-gateway' that is Ready; found one that is not: ValidationFailed.\n  fix: kubectl -n llm-gateway describe secretstore corral\n  [PrerequisiteDiffers]",
    ]);
  });

  test('or that no controller has looked at', () => {
    expect(said(having(), all, adding(namespace, gatewayClass({ status: 'Unknown' }), issuer(), store(right)))).toEqual(
      [
        "local.gateway.expose.className: declared GatewayClass 'envoy' that is Accepted; found one that no controller has answered.\n  fix: kubectl describe gatewayclass envoy\n  [ClassDiffers]",
        "local.gateway.tls.issuer: declared ClusterIssuer 'letsencrypt' that is Ready; found one that no controller has answered.\n  fix: kubectl describe clusterissuer letsencrypt\n  [PrerequisiteDiffers]",
      ],
    );
  });
});

describe('what no object shows', () => {
  const unseen = (input: EnvironmentInput, ...changes: readonly Change[]): readonly string[] =>
    compared(input, unprovided, all, adding(gatewayClass(right), issuer(right)), ...changes).unseen.filter((text) =>
      /gateway/.test(text),
    );

  test('a store of a namespace that does not exist yet, and the switch of cert-manager', () => {
    expect(unseen(having())).toEqual([
      "local.gateway.keys.store: whether SecretStore 'corral' in namespace 'llm-gateway' is there: the namespace does not exist yet",
      'local.gateway.tls.issuer: whether cert-manager makes certificates of Gateways (enableGatewayAPI)',
    ]);
  });

  test('the key of engines, in the namespace of the gateway too', () => {
    const input = having({ keys: { secretName: 'gateway-keys' }, expose: { by: 'load-balancer' } });
    const apiKey = { secretName: 'llm-key', key: 'keys' };
    expect(unseen({ ...input, cluster: { ...input.cluster, apiKey } })).toContain(
      'local: whether Secret llm-gateway/llm-key exists: to look for it needs the right to read it',
    );
  });

  test('a Secret with a certificate, and a load balancer', () => {
    expect(
      unseen(
        having({
          tls: { secretName: 'llm-tls' },
          expose: { by: 'load-balancer' },
          keys: { secretName: 'gateway-keys' },
        }),
      ),
    ).toEqual([
      'local: whether Secret llm-gateway/llm-tls exists: to look for it needs the right to read it',
      'local.gateway.expose: whether the cluster gives Services of type LoadBalancer an address',
    ]);
  });
});
