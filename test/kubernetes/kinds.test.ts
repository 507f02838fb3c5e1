/** The table of kinds: one line for each family, kinds of others, and what does not compile. */
import { describe, expect, test } from '@jest/globals';
import { object } from '../../lib/kubernetes/draw/object';
import { plainObject } from '../../lib/kubernetes/draw/plain-object';
import { defineKinds, factsFor, factsOf, groupOf, isClusterScoped, versionOf } from '../../lib/kubernetes/kinds';
import { draw, refusal } from '../constructs/support/drawn';

interface IModelCache {
  readonly apiVersion: 'caches.example.com/v1';
  readonly kind: 'ModelCache';
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec: { readonly size: number };
}

declare module '../../lib/kubernetes/kinds/table' {
  interface Kinds {
    readonly ModelCache: IModelCache;
    readonly ModelCachePolicy: Omit<IModelCache, 'kind'>;
  }
}

test('an API version has a group and a version', () => {
  expect([groupOf('v1'), groupOf('apps/v1')]).toEqual(['', 'apps']);
  expect([versionOf('v1'), versionOf('apps/v1')]).toEqual(['v1', 'v1']);
});

describe('facts', () => {
  test('of a kind of Kubernetes: version, scope and plural, and no definition', () => {
    expect(factsOf('NetworkPolicy')).toEqual({
      apiVersion: 'networking.k8s.io/v1',
      scope: 'namespaced',
      plural: 'networkpolicies',
    });
    expect(factsOf('StorageClass').scope).toBe('cluster');
  });

  test.each([
    ['HTTPRoute', 'httproutes.gateway.networking.k8s.io'],
    ['BackendTLSPolicy', 'backendtlspolicies.gateway.networking.k8s.io'],
    ['Prometheus', 'prometheuses.monitoring.coreos.com'],
    ['ScaledObject', 'scaledobjects.keda.sh'],
    ['ClusterIssuer', 'clusterissuers.cert-manager.io'],
    ['ExternalSecret', 'externalsecrets.external-secrets.io'],
    ['Kustomization', 'kustomizations.kustomize.toolkit.fluxcd.io'],
    ['AppProject', 'appprojects.argoproj.io'],
    ['EC2NodeClass', 'ec2nodeclasses.karpenter.k8s.aws'],
  ])('of %s, with the definition that it needs', (kind, definition) => {
    expect(factsOf(kind).definition).toBe(definition);
  });

  test('are found by group and kind, whatever the version', () => {
    expect(factsFor({ apiVersion: 'gateway.networking.k8s.io/v1beta1', kind: 'Gateway' })?.plural).toBe('gateways');
    expect(factsFor({ apiVersion: 'networking.istio.io/v1', kind: 'Gateway' })).toBeUndefined();
  });

  test('say which kinds live outside of namespaces', () => {
    expect(['Namespace', 'ClusterIssuer', 'GatewayClass', 'Gateway', 'Pod', 'Unknown'].filter(isClusterScoped)).toEqual(
      ['Namespace', 'ClusterIssuer', 'GatewayClass'],
    );
  });
});

describe('a kind of another module', () => {
  const cache = { apiVersion: 'caches.example.com/v1', plural: 'modelcaches', scope: 'cluster' } as const;

  test('is drawn with its type, after it is defined', () => {
    defineKinds({ ModelCache: cache });
    expect(draw((chart) => object(chart, 'a', 'ModelCache', { metadata: { name: 'a' }, spec: { size: 1 } }))).toEqual([
      { apiVersion: 'caches.example.com/v1', kind: 'ModelCache', metadata: { name: 'a' }, spec: { size: 1 } },
    ]);
    expect(factsFor({ apiVersion: 'caches.example.com/v1', kind: 'ModelCache' })?.definition).toBe(
      'modelcaches.caches.example.com',
    );
  });

  test('may be defined again, but not otherwise', () => {
    defineKinds({ ModelCache: cache });
    expect(() => defineKinds({ ModelCache: { ...cache, plural: 'caches' } })).toThrow(
      `defineKinds.ModelCache: caches of caches.example.com/v1, cluster.
  defined before: modelcaches of caches.example.com/v1, cluster
  fix: define it once
  [KindDefinedTwice]`,
    );
  });

  test('may have the name of a known kind: the rules know both, and the known one is drawn', () => {
    defineKinds({ Gateway: { apiVersion: 'networking.istio.io/v1', plural: 'gateways', scope: 'namespaced' } });
    expect(factsFor({ apiVersion: 'networking.istio.io/v1', kind: 'Gateway' })?.definition).toBe(
      'gateways.networking.istio.io',
    );
    expect(factsOf('Gateway').apiVersion).toBe('gateway.networking.k8s.io/v1');
  });

  test('is not drawn before it is defined', () => {
    expect(refusal((chart) => object(chart, 'a', 'ModelCachePolicy', { metadata: { name: 'a' }, spec: { size: 1 } })))
      .toBe(`ModelCachePolicy: no API version of this kind is known.
  fix: call defineKinds({ ModelCachePolicy: { apiVersion, plural, scope } })
  [KindNotDefined]`);
  });
});

test('wrong custom resources do not compile', () => {
  const wrong = [
    () =>
      // @ts-expect-error hostname is no field of a route
      plainObject('HTTPRoute', { metadata: { name: 'a' }, spec: { hostname: ['a.example'] } }),
    // @ts-expect-error a GatewayClass has a controllerName
    () => plainObject('GatewayClass', { metadata: { name: 'a' }, spec: {} }),
    () =>
      plainObject('ServiceMonitor', {
        metadata: { name: 'a' },
        // @ts-expect-error endpoint is no field of a ServiceMonitor
        spec: { selector: {}, endpoint: [], endpoints: [] },
      }),
    () =>
      plainObject('ScaledObject', {
        metadata: { name: 'a' },
        // @ts-expect-error minReplicas is minReplicaCount
        spec: { scaleTargetRef: { name: 'a' }, triggers: [], minReplicas: 1 },
      }),
    () =>
      plainObject('Certificate', {
        metadata: { name: 'a' },
        // @ts-expect-error dnsName is dnsNames
        spec: { secretName: 'a', issuerRef: { name: 'a' }, dnsName: 'a' },
      }),
    () =>
      // @ts-expect-error secretStore is secretStoreRef
      plainObject('ExternalSecret', { metadata: { name: 'a' }, spec: { secretStore: { name: 'a' } } }),
    () =>
      plainObject('Kustomization', {
        metadata: { name: 'a' },
        // @ts-expect-error pruned is prune
        spec: { interval: '1m', sourceRef: { kind: 'GitRepository', name: 'a' }, prune: true, pruned: true },
      }),
    () =>
      plainObject('Application', {
        metadata: { name: 'a' },
        // @ts-expect-error an Application has a destination
        spec: { project: 'a' },
      }),
    // @ts-expect-error size is a number
    () => plainObject('ModelCache', { metadata: { name: 'a' }, spec: { size: '1' } }),
  ];
  expect(wrong).toHaveLength(9);
});
