/**
 * Settings that no llama-server can run a model with: not numbers, or seen to end the engine. The cache's types are in
 * `cache-type.ts`.
 */
import { childPath, type Path } from '../../core';
import type { LlamaServerSettings } from '../settings';
import { refuseSize } from '../fault-codes';
import type { Run } from './run';

const positive = [
  'contextLength',
  'parallel',
  'batchSize',
  'ubatchSize',
] as const satisfies readonly (keyof LlamaServerSettings)[];

/** Refuses settings that are no numbers from which a run can be prepared. */
export function checkNumbers(settings: LlamaServerSettings, gpus: number, at: Path): void {
  for (const key of positive) {
    if (!Number.isSafeInteger(settings[key]) || settings[key] < 1) {
      refuseSize(
        'NotAPositiveNumber',
        childPath(at, 'settings', key),
        `${settings[key]} is not a whole number above zero`,
      );
    }
  }
  if (!Number.isSafeInteger(gpus) || gpus < 0)
    refuseSize('NotANumberOfGpus', childPath(at, 'gpus'), `${gpus} is not a number of GPUs`);
}

/**
 * Encoders compute all slots' texts as one block, and build b11382 aborts when the batch does not divide among the
 * slots.
 */
function checkEncoder({ architecture: { encoder }, shape: { slots, physicalBatch }, at }: Run): void {
  if (!encoder || physicalBatch % slots === 0) return;
  refuseSize(
    'SlotsDoNotDivideBatch',
    childPath(at, 'settings', 'parallel'),
    `${slots} slots do not divide a physical batch of ${physicalBatch} tokens, which build b11382 aborts on for encoders`,
    { 'fits with': ['parallel 1', `ubatchSize ${Math.ceil(physicalBatch / slots) * slots} and batchSize to match`] },
  );
}

/** Layers that share the cache of another device get a copy of it, for every batch in the pipeline. */
function checkSharedCache({ model, settings: { splitMode, gpuLayers }, gpus, at }: Run): void {
  const { sharedKvLayers = 0, blockCount } = model.architecture;
  if (gpus === 0 || sharedKvLayers === 0) return;
  if (gpuLayers !== 'all' && gpuLayers <= blockCount) {
    refuseSize(
      'SharedCacheCannotSplit',
      childPath(at, 'settings', 'gpuLayers'),
      `${gpuLayers} of ${blockCount} layers on GPUs would copy the cache that trailing layers share from the host`,
      {
        'fits with': "gpuLayers 'all'",
      },
    );
  }
  if (gpus < 2 || splitMode === 'none') return;
  refuseSize(
    'SharedCacheCannotSplit',
    childPath(at, 'gpus'),
    `${gpus} GPUs would copy the cache that trailing layers share from one to another`,
    {
      'fits with': 'gpus 1',
    },
  );
}

/**
 * What latent attention takes without flash attention follows no form that was found: from a third below it to half
 * above.
 */
function checkLatentAttention({ model, settings, at }: Run): void {
  if (model.architecture.keyLengthMla === undefined || settings.flashAttention) return;
  refuseSize(
    'LatentAttentionNeedsFlash',
    childPath(at, 'settings', 'flashAttention'),
    'false, and there is no proven bound for latent attention without flash attention',
    {
      'fits with': 'flashAttention true',
    },
  );
}

/** States of Mamba are copied between devices in a way that follows no form that was found. */
function checkStates({
  model,
  architecture,
  settings: { gpuLayers, splitMode, expertLayersOnHost },
  gpus,
  at,
}: Run): void {
  const { blockCount } = model.architecture;
  if (architecture.staysWhole !== true || gpus === 0) return;
  if (gpus > 1 && splitMode !== 'none') {
    refuseSize(
      'StatesCannotSplit',
      childPath(at, 'gpus'),
      `${gpus} GPUs, and there is no proven bound for the states that they copy`,
      {
        'fits with': 'gpus 1',
      },
    );
  }
  if ((gpuLayers === 'all' || gpuLayers > blockCount) && expertLayersOnHost === 0) return;
  const field = expertLayersOnHost > 0 ? 'expertLayersOnHost' : 'gpuLayers';
  refuseSize(
    'StatesCannotSplit',
    childPath(at, 'settings', field),
    `${field === 'gpuLayers' ? gpuLayers : expertLayersOnHost}, and there is no proven bound for the states that the host and a GPU copy`,
    { 'fits with': field === 'gpuLayers' ? "gpuLayers 'all'" : 'expertLayersOnHost 0' },
  );
}

/** Refuses what the engine would not start or not survive, and what no formula bounds. */
export function checkRun(run: Run): void {
  checkEncoder(run);
  checkSharedCache(run);
  checkLatentAttention(run);
  checkStates(run);
}
