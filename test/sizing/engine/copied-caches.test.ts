/**
 * What llama-server b11382 allocated on a CPU for caches in F32, which flash attention reads from copies. Measured with
 * the start of `test/engines/plan-against-engine.test.ts` and these settings; `npm run test:engines -- --full` has
 * shorter ones of every architecture.
 */
import { expect, test } from '@jest/globals';
import { inMib } from '../../../lib/core/bytes';
import { llamaServerMemory } from '../../../lib/sizing/memory/memory';
import { termBytes } from '../terms';
import { serverSettings } from '../server-settings';
import { recordedModel, shapes } from './shapes';

/** Shape, keys, values, context × slots, physical batch, MiB of compute; and by how much the plan may be above. */
const measured = [
  ['qwen3-0.6b/Q4_K_M', 'f16', 'f32', 24000, 1, 512, 86.51, 1.1],
  ['qwen3-0.6b/Q4_K_M', 'f32', 'f32', 24000, 1, 512, 133.51, 1.1],
  ['qwen3-0.6b/Q4_K_M', 'f32', 'f16', 24000, 1, 1024, 126.02, 1.1],
  ['qwen3-0.6b/Q4_K_M', 'bf16', 'f32', 4096, 3, 64, 26.58, 1.1],
  ['gpt-oss-20b/MXFP4', 'f16', 'f32', 96000, 1, 512, 221.14, 1.1],
  ['gpt-oss-20b/MXFP4', 'f32', 'f32', 96000, 1, 512, 314.89, 1.1],
  ['gpt-oss-20b/MXFP4', 'f16', 'f32', 12000, 1, 1024, 212.04, 1.1],
  ['gpt-oss-20b/MXFP4', 'f32', 'f32', 4096, 3, 64, 28.79, 1.1],
  ['gemma-2-9b-it/Q4_K_M', 'f32', 'f32', 4096, 3, 64, 101.8, 1.1],
  ['gemma-2-9b-it/Q4_K_M', 'f16', 'f32', 3000, 1, 1024, 250.04, 1.1],
  ['deepseek-v3-mla', 'f32', 'f32', 4096, 3, 64, 66.13, 1.35],
  ['deepseek-v3-mla', 'f32', 'f32', 3000, 1, 1024, 822.02, 1.1],
  ['mixtral:8x7b', 'f32', 'f32', 4096, 3, 64, 53.67, 1.1],
] as const;

test.each(measured)(
  '%s, %s and %s, %d × %d in batches of %d: %d MiB are within the bound',
  (name, cacheTypeK, cacheTypeV, contextLength, parallel, ubatchSize, engine, most) => {
    const settings = serverSettings({
      cacheTypeK,
      cacheTypeV,
      contextLength,
      parallel,
      ubatchSize,
      kvCache: 'split',
      gpuLayers: 0,
      splitMode: 'none',
    });
    const compute = inMib(termBytes(llamaServerMemory(recordedModel(shapes[name]), settings, 0, name).host, 'compute'));
    expect(compute).toBeGreaterThanOrEqual(engine - 0.01);
    expect(compute).toBeLessThanOrEqual(most * engine);
  },
);
