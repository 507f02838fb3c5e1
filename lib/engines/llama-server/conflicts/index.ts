/**
 * Settings of a llama-server that do not go with each other, its GPUs or its model: the server would end, or change
 * them silently.
 */
import type { Fault, Path } from '../../../core';
import type { LlamaServerSettings } from '../../../sizing';
import { adapters } from './adapters';
import { cacheOfModel, cacheOnGpu, valueCache } from './cache';
import type { Check, SettingsContext } from './check';
import { batches, counts, output, slots, stretched, trained } from './context';
import { layers, split } from './devices';
import { embedding, ranking } from './embedding';
import { images, projector } from './images';
import { unlikeMeasured } from './measured';

const checks: readonly Check[] = [
  counts,
  slots,
  output,
  trained,
  stretched,
  batches,
  valueCache,
  cacheOnGpu,
  cacheOfModel,
  split,
  layers,
  embedding,
  ranking,
  adapters,
  projector,
  images,
  unlikeMeasured,
];

/**
 * Everything in settings that build b11382 would refuse, ignore or change.
 *
 * @see https://github.com/ggml-org/llama.cpp - `src/llama-context.cpp`, `tools/server/server.cpp`,
 * `ggml/src/ggml-cuda/fattn.cu`
 */
export const checkLlamaServer = (settings: LlamaServerSettings, context: SettingsContext, at: Path): readonly Fault[] =>
  checks.flatMap((check) => check(settings, context, at) ?? []);
