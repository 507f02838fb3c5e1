/** GPUs on a real kubelet: which ones a pod gets, and what a person sees where a pod finds none of them usable. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { IPod } from 'kubernetes-models/v1';
import { gib, gigabytes, type EnvironmentInput } from '../../lib';
import { isReady } from '../cluster/client/conditions';
import { waitUntil } from '../cluster/client/wait';
import { render } from '../cluster/world/rendered';
import { registryEntry } from '../engines/support/registry-model';
import { quick, tinyFile } from '../engines/support/tiny-model';
import { count } from './claims';
import { hubModel, nodeEnvironment, serveAll, smallSettings } from './stand/environment';
import { serveRegistry } from './stand/registry';
import { NodeWorld } from './stand/world';

const model = hubModel('tiny');
const ofRegistry = registryEntry(quick, tinyFile(quick, 2), 'noise:1b');
const product = 'NVIDIA-L4';
const onGpu = { pools: ['l4'], gpus: 1, cpu: 0.2 } as const;

/** A model and a fleet with a GPU each, on a node with GPUs that no engine here can use. */
const environment = (contextLength: number): EnvironmentInput =>
  nodeEnvironment({
    name: 'node-gpu',
    catalog: { tiny: model.entry, 'noise:1b': ofRegistry.model },
    // The RuntimeClass comes with the environment.
    cluster: { runtimeClass: 'owned' },
    nodePools: {
      l4: {
        on: 'metal',
        nodes: 1,
        hardware: {
          gpu: product,
          gpus: 4,
          cpu: 8,
          memory: gib(10),
          ephemeralStorage: gib(20),
          diskBandwidth: gigabytes(1),
        },
      },
    },
    models: { tiny: { weights: 'tiny', ...onGpu, settings: { ...smallSettings, contextLength } } },
    ollama: {
      fleet: {
        models: ['noise:1b'],
        ...onGpu,
        settings: { contextLength: 512, parallel: 1, maxOutputLength: 64 },
      },
    },
  });

let world: NodeWorld;

beforeAll(async () => {
  world = await NodeWorld.start(environment(1024), {
    images: ['curl', 'llama-server', 'ollama'],
    nodes: [{ gpus: 4, labels: { 'nvidia.com/gpu.product': product, 'nvidia.com/gpu.count': '4' } }],
  });
  serveAll(world.stand.hub, [model]);
  serveRegistry(world.stand.hub, ofRegistry);
});
afterAll(() => world?.end());

const statusOf = ({ status }: IPod, container: string) =>
  status?.containerStatuses?.find(({ name }) => name === container);

/** Waits until the pod of a workload, of its newest template, is as wanted. */
const podOf = (workload: string, what: string, holds: (pod: IPod) => boolean): Promise<IPod> =>
  waitUntil(
    `a pod of ${workload} ${what}`,
    async () => (await world.pods(workload)).find(holds),
    (pod) => pod !== undefined,
    { seconds: 240 },
  ).then((pod) => {
    if (pod === undefined) throw new Error(`${workload} has no such pod`);
    return pod;
  });

const hasFailed = (pod: IPod): boolean => (statusOf(pod, 'llama-server')?.restartCount ?? 0) > 0;

/** The GPUs that the kubelet has given to the container of a workload, as the runtime has them. */
const gpusOf = (workload: string, container: string): Promise<string> =>
  waitUntil(
    `the runtime has a container of ${workload}`,
    async () => {
      // A container that ends is soon replaced by another.
      const [pod] = await world.pods(workload);
      const id = (pod && statusOf(pod, container)?.containerID)?.split('://')[1] ?? '';
      const node = await world.stand.nodeOf(world.namespace, pod?.metadata?.name ?? '');
      const { Spec } = JSON.parse(await node.ctr(['containers', 'info', id])) as {
        readonly Spec: { readonly process: { readonly env: readonly string[] } };
      };
      return Spec.process.env.find((line) => line.startsWith('NVIDIA_VISIBLE_DEVICES=')) ?? 'none';
    },
    () => true,
    { seconds: 120 },
  );

const completion = {
  method: 'POST',
  body: JSON.stringify({ prompt: 'Hello', max_tokens: 8 }),
  headers: { 'content-type': 'application/json' },
} as const;
const url = 'http://tiny.llm-serving.svc.cluster.local:8080/v1/completions';

/** Waits until the gateway gets an answer: packets follow a pod that has become Ready a moment later. */
async function answers(): Promise<void> {
  const gateway = await world.from('gateway');
  await waitUntil(
    'the gateway gets an answer',
    () => gateway.ask(url, completion),
    ({ status }) => status === 200,
    { seconds: 120 },
  );
}

it('gives each pod a GPU of its own, by the RuntimeClass that the environment has made', async () => {
  await world.apply();
  const [engine, fleet] = await Promise.all([
    podOf('tiny', 'has been started', (pod) => statusOf(pod, 'llama-server')?.containerID !== undefined),
    podOf('fleet', 'has been started', (pod) => statusOf(pod, 'ollama')?.containerID !== undefined),
  ]);
  expect([engine, fleet].map(({ spec }) => spec?.runtimeClassName)).toEqual(['nvidia', 'nvidia']);
  const given = await Promise.all([gpusOf('tiny', 'llama-server'), gpusOf('fleet', 'ollama')]);
  expect(given).toEqual([
    expect.stringMatching(/^NVIDIA_VISIBLE_DEVICES=GPU-fake-\d$/),
    expect.stringMatching(/^NVIDIA_VISIBLE_DEVICES=GPU-fake-\d$/),
  ]);
  expect(new Set(given).size).toBe(2);
  count('gpus', { 'GPUs assigned': 2 });
});

it('llama-server ends without a usable GPU, and its log says why', async () => {
  const pod = await podOf('tiny', 'has ended and started again', hasFailed);
  expect(isReady(pod)).toBe(false);
  expect(statusOf(pod, 'llama-server')?.lastState?.terminated?.exitCode).toBe(1);
  // The kubelet keeps the log of the newest container alone.
  const logs = ['--namespace', world.namespace, 'logs', pod.metadata?.name ?? ''];
  await waitUntil(
    'its log says why',
    async () => (await world.stand.kubectl.try(logs)).stdout,
    (log) => log.includes('error while handling argument "--device": invalid device: CUDA0'),
    { seconds: 30 },
  );
  count('gpus', { 'pods stopped': 1 });
});

it('a fleet without a usable GPU is not Ready, and an event says why', async () => {
  const message = await waitUntil(
    'the startup probe of the fleet has failed',
    async () => {
      const events = await world.stand.client.list('Event', {
        namespace: world.namespace,
        fields: { reason: 'Unhealthy' },
      });
      return events.map((event) => event.message ?? '').find((text) => text.includes('warm-up'));
    },
    (text) => text !== undefined,
    { seconds: 180 },
  );
  expect(message).toMatch(
    /^Startup probe failed: warm-up: noise:1b is not wholly on the GPU: 0 of \d+ bytes are\. On the CPU it answers too slowly\. Check the GPU driver and the RuntimeClass of the node, and what else uses the GPU\.\n?$/,
  );
  expect((await world.pods('fleet')).map(isReady)).toEqual([false]);
  count('gpus', { 'pods stopped': 1 });
});

it('without --device the same pod becomes Ready on the CPU: the flag is what stops it', async () => {
  const { client, kubectl } = world.stand;
  const { spec } = await client.get('Deployment', 'tiny', world.namespace);
  const args = spec?.template.spec?.containers[0]?.args ?? [];
  const at = args.indexOf('--device');
  expect(args.slice(at, at + 2)).toEqual(['--device', 'CUDA0']);
  const path = '/spec/template/spec/containers/0/args';
  const patch = [{ op: 'replace', path, value: args.filter((_, i) => i !== at && i !== at + 1) }];
  const inPlace = ['--namespace', world.namespace, 'patch', 'deployment', 'tiny', '--type=json'];
  await kubectl.run([...inPlace, `--patch=${JSON.stringify(patch)}`]);
  await podOf('tiny', 'is Ready', isReady);
  await answers();
});

it('a rollout to pods that find no usable GPU stops, and the pod that serves stays', async () => {
  const { client, kubectl, folder } = world.stand;
  const serving = await podOf('tiny', 'is Ready', isReady);
  const changed = render(environment(2048), { folder: `${folder}/changed` });
  await kubectl.run(['apply', '-k', changed.folder]);
  // The manifest leaves a pod minutes for its image and its weights.
  await client.patch('Deployment', 'tiny', world.namespace, {
    spec: { minReadySeconds: 0, progressDeadlineSeconds: 8 },
  });
  const rollout = await kubectl.try(['--namespace', world.namespace, 'rollout', 'status', 'deployment/tiny']);
  expect({ code: rollout.code, stderr: rollout.stderr }).toEqual({
    code: 1,
    stderr: 'error: deployment "tiny" exceeded its progress deadline\n',
  });
  // The deadline does not depend on how far the new pod is.
  const pods = await waitUntil(
    'the new pod has failed',
    () => world.pods('tiny'),
    (all) => all.some(hasFailed),
    { seconds: 120 },
  );
  expect(pods.filter(isReady).map(({ metadata }) => metadata?.name)).toEqual([serving.metadata?.name]);
  expect(pods.filter((pod) => !isReady(pod)).map(hasFailed)).toEqual([true]);
  await answers();
  count('gpus', { 'rollouts stopped': 1 });
});
