/** Memory of what Ollama starts. */
import { describe, expect, test } from '@jest/globals';
import type { Model } from '../../../lib/catalog/model';
import { gib, mib } from '../../../lib/core/bytes';
import { termBytes } from '../terms';
import { ollamaModelMemory, serverOfOllama } from '../../../lib/engines/ollama/memory';
import { models } from '../../../overlays/models';
import { fleetSettings } from '../fleet-settings';
import { at, embedder } from './locked';

describe('Ollama', () => {
  const fleet = fleetSettings({ contextLength: 40_000, parallel: 4 });

  test('starts its llama-server with the largest batch it may pick and the context of the model at most', () => {
    expect(serverOfOllama(models['qwen2.5:7b'], fleet, 1, at)).toMatchObject({
      contextLength: 32_768,
      parallel: 4,
      ubatchSize: 2048,
      kvCache: 'split',
      cacheTypeV: 'f16',
      loadMode: 'mmap',
    });
    expect(serverOfOllama(embedder, fleet, 1, at)).toMatchObject({
      contextLength: 2048,
      parallel: 1,
      ubatchSize: 2048,
      embedding: 'mean',
    });
    expect(serverOfOllama(models['llama3.2:1b'], fleet, 0, at)).toMatchObject({
      loadMode: 'none',
      gpuLayers: 0,
      splitMode: 'none',
    });
    expect([1, 2].map((gpus) => serverOfOllama(models['llama3.2:1b'], fleet, gpus, at).splitMode)).toEqual([
      'none',
      'layer',
    ]);
  });

  test('keeps a vision encoder that lies in a layer of its own in the same way', () => {
    const model: Model = models['llama3.2:1b'];
    if (model.origin.from !== 'ollama') throw new Error('a model of the registry');
    const seeing: Model = {
      ...model,
      origin: {
        ...model.origin,
        layers: [
          ...model.origin.layers,
          { mediaType: 'projector', digest: `sha256:${'0'.repeat(64)}`, bytes: mib(600) },
        ],
      },
    };
    const [gpu] = ollamaModelMemory(seeing, fleet, 1, at).devices;
    expect(gpu === undefined ? 0 : termBytes(gpu, 'projector')).toBe(mib(600) + gib(1));
  });

  test('keeps the vision encoder of a file beside the model, with room to compute', () => {
    const {
      devices: [gpu],
    } = ollamaModelMemory(models['gemma3:4b'], fleet, 1, at);
    expect(gpu?.terms.find(({ name }) => name === 'projector')?.bytes).toBe(
      (models['gemma3:4b'].tensors.projectorBytes ?? 0) + gib(1),
    );
    expect(termBytes(ollamaModelMemory(models['gemma3:4b'], fleet, 0, at).host, 'projector')).toBe(
      (models['gemma3:4b'].tensors.projectorBytes ?? 0) + gib(1),
    );
  });
});
