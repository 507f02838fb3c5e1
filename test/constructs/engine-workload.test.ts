/** What a workload that serves models gives to others: its name, its address and the pods that a policy names. */
import { expect, test } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { LlamaServer } from '../../lib/constructs/serving/llama-server';
import { OllamaFleet } from '../../lib/constructs/serving/ollama-fleet';
import { manifestsOf } from '../../lib/kubernetes/draw/serialise';
import { hubModel, tagModel } from './support/props';

const ephemeral = {
  kind: 'ephemeral',
  from: {
    url: 'http://10.96.0.15:8080',
    peer: { namespace: 'model-store', podLabels: { app: 'weights' } },
    port: 8080,
  },
} as const;
const settings = { contextLength: 2048, parallel: 1, maxOutputLength: 256 };

const chart = new Chart(new App(), 'test');
const server = new LlamaServer(chart, 'qwen', {
  namespace: 'serving',
  reference: 'qwen/Q4_K_M',
  model: hubModel,
  settings,
  weights: ephemeral,
});
const fleet = new OllamaFleet(chart, 'fleet', {
  namespace: 'serving',
  models: [{ tag: 'qwen:1b', model: tagModel }],
  settings,
  weights: ephemeral,
});
const find = (kind: string, name: string) =>
  manifestsOf(chart).find((each) => each.kind === kind && each.metadata.name === name)?.spec as Record<string, never>;

test.each([
  ['a llama-server', server, 'qwen', 'Deployment', 8080],
  ['a fleet', fleet, 'fleet', 'StatefulSet', 11434],
] as const)('%s has a name, a port, an address and its pods', (_, workload, name, kind, port) => {
  const podLabels = find('Service', name)['selector'];
  expect(workload).toMatchObject({
    name,
    namespace: 'serving',
    port,
    url: `http://${name}.serving.svc:${port}`,
    podLabels,
    peer: { namespace: 'serving', podLabels },
    service: { name, namespace: 'serving', portName: 'http' },
    workload: { kind, name, namespace: 'serving' },
  });
  expect(find(kind, name)['selector']).toEqual({ matchLabels: workload.podLabels });
  expect(find('Service', name)['ports']).toMatchObject([{ port: workload.port, name: workload.service.portName }]);
});
