/** What `kubernetes/kinds` and `core/quantity` state, on the real API server and with the definitions of each project. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { canonicalAmount } from '../../lib/core/quantity';
import { plainObject } from '../../lib/kubernetes/draw/plain-object';
import { accessKinds } from '../../lib/kubernetes/kinds/access';
import { certificateKinds } from '../../lib/kubernetes/kinds/certificates';
import { coreKinds } from '../../lib/kubernetes/kinds/core';
import { deliveryKinds } from '../../lib/kubernetes/kinds/delivery';
import { gatewayKinds } from '../../lib/kubernetes/kinds/gateway';
import { kedaKinds } from '../../lib/kubernetes/kinds/keda';
import type { KindFacts } from '../../lib/kubernetes/kinds/kind';
import { monitoringKinds } from '../../lib/kubernetes/kinds/monitoring';
import { secretKinds } from '../../lib/kubernetes/kinds/secrets';
import { workloadKinds } from '../../lib/kubernetes/kinds/workloads';
import type { Manifest } from '../../lib/kubernetes/read/manifest';
import { ensureTools } from '../../scripts/toolchain/tools';
import { controlPlaneTools, definitionTools } from '../components/sets';
import { installAll } from '../delivery/support/definitions';
import { installDefinitions } from './client/custom-resources';
import { Resources } from './client/resources';
import { ControlPlane } from './control-plane/control-plane';

const families: Readonly<Record<string, Readonly<Record<string, KindFacts>>>> = {
  access: accessKinds,
  certificates: certificateKinds,
  core: coreKinds,
  delivery: deliveryKinds,
  gateway: gatewayKinds,
  keda: kedaKinds,
  monitoring: monitoringKinds,
  secrets: secretKinds,
  workloads: workloadKinds,
};
const definitions = Object.values(families)
  .filter((kinds) => kinds !== deliveryKinds)
  .flatMap((kinds) => Object.values(kinds).flatMap(({ definition }) => definition ?? []));
/** Definitions of the controllers that follow a GitOps repository. */
const deliveryTools = ['source-controller-crds', 'kustomize-controller-crds', 'argocd-crds'] as const;

let plane: ControlPlane;
beforeAll(async () => {
  await ensureTools([...controlPlaneTools, ...definitionTools, ...deliveryTools]);
  plane = await ControlPlane.start();
  for (const tool of deliveryTools) await installAll(plane, tool, tool === 'argocd-crds' ? 'kustomize' : 'filename');
  await installDefinitions(plane.client, definitions);
});
afterAll(() => plane.stop());

describe('kinds', () => {
  test.each(Object.entries(families))('of %s are served with this version, plural and scope', async (_, kinds) => {
    const resources = new Resources(plane.client.connection);
    const served = await Promise.all(
      Object.entries(kinds).map(async ([kind, { apiVersion }]) => {
        const { name, namespaced } = await resources.find(apiVersion, kind);
        return [kind, name, namespaced ? 'namespaced' : 'cluster'];
      }),
    );
    expect(served).toEqual(Object.entries(kinds).map(([kind, { plural, scope }]) => [kind, plural, scope]));
  });

  const metadata = { name: 'a', namespace: 'default' };
  test.each<[string, Manifest]>([
    [
      'a Gateway',
      plainObject('Gateway', {
        metadata,
        spec: { gatewayClassName: 'a', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
      }),
    ],
    [
      'a route',
      plainObject('HTTPRoute', {
        metadata,
        spec: {
          parentRefs: [{ name: 'a' }],
          rules: [
            {
              matches: [{ path: { type: 'PathPrefix', value: '/v1' } }],
              backendRefs: [{ name: 'a', port: 80 }],
              timeouts: { request: '10m' },
            },
          ],
        },
      }),
    ],
    [
      'a monitor',
      plainObject('PodMonitor', { metadata, spec: { selector: {}, podMetricsEndpoints: [{ port: 'http' }] } }),
    ],
    [
      'an alert',
      plainObject('PrometheusRule', {
        metadata,
        spec: { groups: [{ name: 'a', rules: [{ alert: 'A', expr: 'up == 0', for: '5m' }] }] },
      }),
    ],
    [
      'an autoscaler of KEDA',
      plainObject('ScaledObject', {
        metadata,
        spec: {
          scaleTargetRef: { name: 'a' },
          triggers: [{ type: 'prometheus', metadata: { serverAddress: 'http://a', query: 'up', threshold: '1' } }],
        },
      }),
    ],
    [
      'a certificate',
      plainObject('Certificate', {
        metadata,
        spec: { secretName: 'a', issuerRef: { name: 'a', kind: 'ClusterIssuer' }, dnsNames: ['a.example'] },
      }),
    ],
    [
      'a secret of a store',
      plainObject('ExternalSecret', {
        metadata,
        spec: { secretStoreRef: { name: 'a' }, data: [{ secretKey: 'a', remoteRef: { key: 'a' } }] },
      }),
    ],
  ])('%s as its type has it is taken', async (_, manifest) => {
    await plane.client.apply([manifest]);
    expect((await plane.client.read(manifest))?.['spec']).toMatchObject(manifest['spec'] as object);
  });
});

test('quantities are read back in the canonical form', async () => {
  const written = [
    '1',
    '1.',
    '007',
    '+1',
    '.5',
    '1.500',
    '1.000',
    '1000',
    '1e3',
    '1e4',
    '15e2',
    '128E6',
    '0.5e0',
  ].concat(
    ['0e3', '12e-10', '0.0005', '0.1n', '1.5k', '1000k', '1E', '1024Ki', '1028Ki', '1023Mi', '1024Mi', '1.5Gi', '08Gi'],
    ['0.5Ki', '1.0001Ki', '0Gi'],
  );
  // A claim may ask for any amount above nothing.
  const claims = written
    .map((storage, i) => ({ storage, name: `quantity-${i}` }))
    .filter(({ storage }) => canonicalAmount(storage) !== '0');
  for (const { storage, name } of claims) {
    const claim = plainObject('PersistentVolumeClaim', {
      metadata: { name, namespace: 'default' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
    });
    await plane.client.apply([claim]);
    const read = await plane.client.read(claim);
    expect([storage, read?.['spec']]).toEqual([
      storage,
      expect.objectContaining({ resources: { requests: { storage: canonicalAmount(storage) } } }),
    ]);
  }
});
