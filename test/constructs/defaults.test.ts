/** One default, wherever it is used: a construct alone and an environment come to the same settings and sizes. */
import { expect, test } from '@jest/globals';
import { completeLlamaServerSettings, type LlamaServerSettingsInput } from '../../lib/engines/llama-server/defaults';
import { completeOllamaSettings } from '../../lib/engines/ollama/defaults';
import { parseEnvironment } from '../../lib/environment/complete';
import { gib, mib } from '../../lib/core/bytes';
import { hubKey, hubModel, otherTag, otherModel, settings, tag, tagModel } from './support/props';
import { fleetsOf, modelsOf } from '../plan/fixtures/servers';

const stores = {
  class: { kind: 'class', storageClass: 'cephfs', address: '10.96.0.15', capacity: gib(100), bandwidth: mib(100) },
  direct: { kind: 'direct', capacity: gib(100), bandwidth: mib(100) },
};

const environmentOf = (given: object, gpus: number, store: keyof typeof stores = 'class') =>
  parseEnvironment({
    name: 'test',
    delivery: 'kubectl',
    catalog: { models: { [hubKey]: hubModel, [tag]: tagModel, [otherTag]: otherModel } },
    cluster: { id: 'test', dns: { nodeLocalDns: false }, weights: stores[store] },
    nodePools: {
      pool: {
        on: 'metal',
        nodes: 1,
        hardware: {
          gpu: 'NVIDIA-L40S',
          gpus: 4,
          cpu: 32,
          memory: gib(128),
          ephemeralStorage: gib(500),
          diskBandwidth: mib(500),
        },
      },
    },
    models: { qwen: { weights: hubKey, settings: given, pools: ['pool'], gpus, cpu: 2, replicas: 1 } },
    ollama: {
      fleet: {
        models: [tag, otherTag],
        settings,
        pools: ['pool'],
        gpus: store === 'class' ? 1 : 0,
        cpu: 2,
        replicas: 1,
      },
    },
  });

test.each<[LlamaServerSettingsInput, number]>([
  [settings, 0],
  [settings, 1],
  [settings, 2],
  [{ ...settings, cacheTypeK: 'q8_0', cacheTypeV: 'q8_0', batchSize: 1024 }, 1],
])('llama-server: %j on %d GPUs', (given, gpus) => {
  const { environment, faults } = environmentOf(given, gpus);
  expect(faults).toEqual([]);
  expect(modelsOf(environment)[0]?.settings).toEqual(completeLlamaServerSettings(given, gpus));
});

test('a text is embedded whole, in one batch', () => {
  expect(completeLlamaServerSettings({ ...settings, embedding: 'mean' }, 0)).toMatchObject({
    batchSize: 4096,
    ubatchSize: 4096,
  });
  expect(completeLlamaServerSettings({ ...settings, embedding: 'mean', batchSize: 512 }, 0)).toMatchObject({
    batchSize: 512,
    ubatchSize: 512,
  });
});

test('Ollama', () => {
  expect(fleetsOf(environmentOf(settings, 0).environment)[0]?.settings).toEqual(completeOllamaSettings(settings, 2));
});
