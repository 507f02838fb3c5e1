/**
 * The kinds of serving on a control plane: a model with keys, a chat template and adapters, and a reranker, applied with
 * strict validation and kept as they were sent.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { EnvironmentInput, Model } from '../../lib';
import type { Json } from '../../lib/kubernetes/read/manifest';
import { models } from '../../overlays/models';
import { ensureTools } from '../../scripts/toolchain/tools';
import { controlPlaneTools } from '../components/sets';
import { adapted, chat } from '../plan/fixtures/adapted';
import { deliver, type Delivered } from './world/deliver';
import { lost } from './world/read-back';
import { wavesOf } from './world/rendered';
import { idle, misplaced, podsOf, refusals } from './world/roll-call';
import { scaleTo } from './world/scale';
import { startWorld, type World } from './world/world';

const minutes = 60_000;
const file = (path: string, digit: string) =>
  ({ path, sha256: digit.repeat(64), bytes: 10_000_000, bytesFrom: 'stated' }) as const;

const adaptedModel: Model = {
  ...models['llama-3.1-8b-instruct/Q4_K_M'],
  chatTemplate: file('chat_template.jinja', 'c'),
  adapters: {
    legal: {
      file: file('legal-f16.gguf', 'd'),
      origin: { repo: 'example/legal' },
      tensors: { inputBytes: 0, outputBytes: 0, layers: [{ layers: 32, bytes: 300_000 }], width: 14_352 },
    },
  },
};
const embedder = models['bge-m3:latest'];
const reranker: Model = {
  ...embedder,
  origin: { from: 'huggingface', repo: 'example/reranker' },
  architecture: { ...embedder.architecture, classCount: 1 },
};

const input: EnvironmentInput = {
  ...adapted,
  name: 'serving',
  catalog: { models: { 'adapted/Q4_K_M': adaptedModel, 'reranker/F16': reranker } },
  cluster: { ...adapted.cluster, apiKey: { secretName: 'llm-key', key: 'keys' } },
  models: {
    text: { ...chat, weights: 'adapted/Q4_K_M', chatTemplate: { text: '{{ messages[0].content }}\n' }, replicas: 1 },
    adapted: {
      ...chat,
      weights: 'adapted/Q4_K_M',
      chatTemplate: { from: 'catalogue' },
      settings: { ...chat.settings, adapters: [{ name: 'legal', scale: 0 }] },
      replicas: 1,
    },
    reranker: {
      weights: 'reranker/F16',
      settings: { contextLength: 1024, parallel: 2, maxOutputLength: 1, embedding: 'rank' },
      pools: ['cpu'],
      cpu: 2,
      replicas: 1,
    },
  },
};

let world: World;
let delivered: Delivered;

beforeAll(async () => {
  await ensureTools(controlPlaneTools);
  world = await startWorld(input);
  delivered = await deliver(world.plane.client, wavesOf(world.rendered.charts));
}, 15 * minutes);
afterAll(() => world.end());

test('all of it is applied with strict validation, no warning, and kept as it was sent', () => {
  expect(delivered.warnings).toEqual([]);
  expect(
    delivered.sent.flatMap((sent, i) =>
      lost(sent as unknown as Json, delivered.kept[i] as unknown as Json).map(
        (difference) => `${sent.kind} ${sent.metadata.name} ${difference}`,
      ),
    ),
  ).toEqual([]);
});

test('pods are admitted and placed, each with the Secret of the keys', async () => {
  await scaleTo('min', world);
  const pods = await podsOf(world);
  expect({ misplaced: misplaced(pods, world), idle: idle(pods), refused: await refusals(world) }).toEqual({
    misplaced: [],
    idle: [],
    refused: [],
  });
  const engines = pods.filter(({ metadata }) => metadata?.labels?.['app.kubernetes.io/name'] === 'llama-server');
  expect(engines).toHaveLength(3);
  for (const { spec } of engines)
    expect(spec?.volumes?.map(({ secret }) => secret?.secretName).filter((name) => name !== undefined)).toEqual([
      'llm-key',
    ]);
});
