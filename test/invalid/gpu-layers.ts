/** Layers on GPUs for a pod without any. */
import { changed } from './base';

export const inputs = [changed([['models', 'legal', 'settings', 'gpuLayers'], 'all'])];

export const report = `test.models.legal.settings.gpuLayers: all layers on GPUs, and the pod has none.
  fix: gpuLayers 0 · gpus 1
  [GpuLayers]`;
