/** A thousand models of a gateway, by a plain `kubectl apply` to a real API server, and one model more. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Chart, App } from 'cdk8s';
import { GatewayWorkload } from '../../lib/constructs';
import { gatewayPaths, gatewayPorts, type GatewayModelsFile } from '../../lib/gateway/files';
import { gatewayModelsConfigMaps } from '../../lib/gateway/model-files';
import { manifestsOf } from '../../lib/kubernetes/draw/serialise';
import { ensureTools } from '../../scripts/toolchain/tools';
import { controlPlaneTools } from '../components/sets';
import { thousandModels } from '../constructs/support/models';
import { ControlPlane } from './control-plane/control-plane';

const namespace = 'llm-gateway';
let plane: ControlPlane;
beforeAll(async () => {
  await ensureTools(controlPlaneTools);
  plane = await ControlPlane.start();
  await plane.kubectl.run(['create', 'namespace', namespace]);
}, 900_000);
afterAll(() => plane.stop());

const objectsOf = (models: GatewayModelsFile): string => {
  const chart = new Chart(new App(), 'gateway');
  new GatewayWorkload(chart, 'gateway', {
    namespace,
    bootstrap: {},
    settings: {
      ports: gatewayPorts,
      files: gatewayPaths,
      peers: 'gateway-peers.llm-gateway.',
      trustedHops: 0,
      ollamaVersion: '0.34.2',
    },
    models,
    clients: {},
    weights: {},
    engines: [],
  });
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifestsOf(chart) });
};

const apply = (input: string) => plane.kubectl.try(['apply', '-f', '-'], { input });

test('are applied and kept, and a model more configures one ConfigMap and nothing else', async () => {
  expect(await apply(objectsOf(thousandModels))).toMatchObject({ code: 0, stderr: '' });
  const kept = await Promise.all(
    gatewayModelsConfigMaps.map((name) =>
      plane.kubectl.run(['-n', namespace, 'get', 'configmap', name, '-o', 'jsonpath={.data}']),
    ),
  );
  const files = kept.flatMap((text) => Object.values(JSON.parse(text) as Record<string, string>));
  const names = files.flatMap((text) => Object.keys((JSON.parse(text) as GatewayModelsFile).models));
  expect(names.toSorted()).toEqual(Object.keys(thousandModels.models).toSorted());

  const [model] = Object.values(thousandModels.models);
  const more = { ...thousandModels, models: { ...thousandModels.models, another: { ...model!, aliases: [] } } };
  const budget = () =>
    plane.kubectl.run(['-n', namespace, 'get', 'pdb', 'gateway', '-o', 'jsonpath={.metadata.generation}']);
  const generation = await budget();
  const { code, stdout } = await apply(objectsOf(more));
  const changed = stdout.split('\n').filter((line) => line !== '' && !line.endsWith(' unchanged'));
  // kubectl sends the selector of a disruption budget each time and calls that configured; the server changes nothing.
  expect({ code, changed: changed.filter((line) => !line.startsWith('poddisruptionbudget.')) }).toEqual({
    code: 0,
    changed: [expect.stringMatching(/^configmap\/gateway-models-[0-7] configured$/)],
  });
  expect(await budget()).toBe(generation);
});

test('in one ConfigMap they would be refused', async () => {
  const data = { 'models.json': JSON.stringify(thousandModels) };
  const one = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one', namespace }, data };
  const { code, stderr } = await apply(JSON.stringify(one));
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('may not be more than 262144 bytes') });
});
