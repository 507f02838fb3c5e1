/** A real API server with the definitions of the Prometheus operator takes every monitor, field by field. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { EnvironmentInput } from '../../lib';
import { isKind, type Manifest, title } from '../../lib/kubernetes/read';
import { staging } from '../../overlays/staging';
import { ensureTools } from '../../scripts/toolchain/tools';
import { installDefinitions } from '../cluster/client/custom-resources';
import { ControlPlane } from '../cluster/control-plane/control-plane';
import { controlPlaneTools, definitionTools } from '../components/sets';
import { manifestsOf } from './support/gateways';

let plane: ControlPlane;
beforeAll(async () => {
  await ensureTools([...controlPlaneTools, ...definitionTools]);
  plane = await ControlPlane.start();
  await installDefinitions(plane.client, ['podmonitors.monitoring.coreos.com']);
}, 20 * 60_000);
afterAll(() => plane.stop());

const { gateway } = staging;
const seen = (cluster: Partial<EnvironmentInput['cluster']> = {}): EnvironmentInput => ({
  ...staging,
  // The monitors are its own.
  prerequisites: staging.prerequisites?.filter(({ kind }) => kind !== 'PodMonitor'),
  cluster: { ...staging.cluster, ...cluster } as EnvironmentInput['cluster'],
  gateway: gateway ?? { tls: 'none', expose: { by: 'cluster' }, clients: { all: { models: 'all' } } },
  monitoring: { scrape: { by: 'prometheus-operator', labels: { release: 'kube-prometheus-stack' } } },
});

test.each([
  ['without a key', seen()],
  ['with the key of llama-servers', seen({ apiKey: { secretName: 'llm-key', key: 'key' } })],
])('monitors of all workloads, %s', async (_, input) => {
  const manifests = manifestsOf(input);
  const monitored = manifests.filter(({ kind }) => kind === 'PodMonitor');
  expect(new Set(monitored.map(({ metadata }) => metadata.namespace))).toEqual(
    new Set(['llm-gateway', 'llm-serving', 'model-store']),
  );
  const { client } = plane;
  await client.apply(manifests.filter(({ kind }) => kind === 'Namespace'));
  const { objects, warnings } = await client.apply(monitored, { dryRun: true });
  expect(warnings).toEqual([]);
  expect(objects.map(title)).toEqual(monitored.map(title));
});

test('the server finds a field that a monitor does not have', async () => {
  const [first] = manifestsOf(seen()).flatMap((each) => (isKind(each, 'PodMonitor') ? [each] : []));
  const broken = { ...first, spec: { ...first?.spec, endpoints: [] } } as unknown as Manifest;
  await expect(plane.client.apply([broken], { dryRun: true })).rejects.toThrow(/endpoints/);
});
