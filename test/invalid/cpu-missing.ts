/** A model on CPU that does not say how many cores. */
import { changed } from './base';

export const inputs = [changed([['models', 'legal', 'cpu'], undefined])];

export const report = `test.models.legal.cpu: a workload without GPUs must say how many cores each pod wants.
  fix: cpu 8 · gpus 1
  [CpuMissing]`;
