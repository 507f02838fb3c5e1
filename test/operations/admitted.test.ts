/** A real API server with the definitions of others takes every object of an environment with a gateway, field by field. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { synthesise, type EnvironmentInput } from '../../lib';
import { restoreManifests } from '../../lib/internal';
import { title } from '../../lib/kubernetes/read';
import { local } from '../../overlays/local';
import { ensureTools } from '../../scripts/toolchain/tools';
import { installDefinitions } from '../cluster/client/custom-resources';
import { ControlPlane } from '../cluster/control-plane/control-plane';
import { controlPlaneTools, definitionTools } from '../components/sets';
import { edges, withGateway } from './support/environments';
import { manifestsOf, objectsOf } from './support/gateways';
import { operatorDefinitions } from './support/operators';

let plane: ControlPlane;
beforeAll(async () => {
  await ensureTools([...controlPlaneTools, ...definitionTools]);
  plane = await ControlPlane.start();
  await installDefinitions(plane.client, operatorDefinitions);
}, 20 * 60_000);
afterAll(() => plane.stop());

const kindsOf: Readonly<Record<keyof typeof edges, readonly string[]>> = {
  'a Gateway with a certificate of a ClusterIssuer, keys of a SecretStore': [
    'ExternalSecret',
    'ExternalSecret',
    'ExternalSecret',
    'Gateway',
    'HTTPRoute',
  ],
  'a Gateway with a certificate of its own': ['Gateway', 'HTTPRoute'],
  'a Gateway without TLS': ['Gateway', 'HTTPRoute'],
  'an Ingress with a certificate of an Issuer, keys of a ClusterSecretStore': [
    'ExternalSecret',
    'ExternalSecret',
    'ExternalSecret',
    'Ingress',
  ],
  'an Ingress with a certificate of a ClusterIssuer': ['Ingress'],
  'a load balancer with a certificate of a ClusterIssuer': ['Certificate'],
  'a port of every node with a certificate of an Issuer': ['Certificate'],
  'within the cluster, keys of a SecretStore': ['ExternalSecret', 'ExternalSecret', 'ExternalSecret'],
};

test.each(Object.entries(edges))('%s', async (name, edge) => {
  const input = withGateway(edge);
  expect(objectsOf(input).map(({ kind }) => kind)).toEqual(kindsOf[name as keyof typeof edges]);
  const manifests = manifestsOf(input);
  const { client } = plane;
  await client.apply(manifests.filter(({ kind }) => kind === 'Namespace'));
  const { objects, warnings } = await client.apply(manifests, { dryRun: true });
  expect(warnings).toEqual([]);
  expect(objects.map(title)).toEqual(manifests.map(title));
});

test('a backup, and the Job of a restore', async () => {
  const input = {
    ...local,
    backup: {
      to: {
        kind: 's3',
        endpoint: 'https://s3.example.org',
        bucket: 'copies',
        credentials: { secretName: 'backup-key' },
      },
      password: { secretName: 'backup-password', key: 'password' },
      sources: [{ kind: 'store', blobs: 'all' }],
    },
  } as const satisfies EnvironmentInput;
  const synthesis = synthesise(input);
  const drawn = synthesis.charts.flatMap(({ manifests }) => manifests);
  const manifests = [...drawn, ...restoreManifests(synthesis.plan, 'store')];
  const { client } = plane;
  await client.apply(manifests.filter(({ kind }) => kind === 'Namespace'));
  const { objects, warnings } = await client.apply(manifests, { dryRun: true });
  expect(warnings).toEqual([]);
  expect(objects.map(title)).toEqual(manifests.map(title));
  expect(objects.map(title)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^CronJob .*\/backup-store$/),
      expect.stringMatching(/^Job .*\/restore-store-/),
    ]),
  );
});
