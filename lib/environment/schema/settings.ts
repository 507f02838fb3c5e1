/** The shape of the engines' settings in an overlay: three that everybody must decide, the others with defaults. */
import { z } from 'zod';
import { cacheTypes, loadModes, splitModes } from '../../engines/llama-server-settings';
import { ollamaCacheTypes } from '../../engines/ollama-settings';
import { count, countOrNone, duration, positive, sizeOrNone } from './scalars';

/** What has no default, because it decides memory and time: nobody else can know it. */
const decided = { contextLength: count, parallel: count, maxOutputLength: count };

export const llamaServerSettingsSchema = z.strictObject({
  ...decided,
  cacheTypeK: z.enum(cacheTypes).optional(),
  cacheTypeV: z.enum(cacheTypes).optional(),
  kvCache: z.enum(['unified', 'split']).optional(),
  flashAttention: z.boolean().optional(),
  batchSize: count.optional(),
  ubatchSize: count.optional(),
  gpuLayers: z.union([z.literal('all'), countOrNone]).optional(),
  expertLayersOnHost: countOrNone.optional(),
  splitMode: z.enum(splitModes).optional(),
  tensorSplit: z.array(positive).optional(),
  cacheRam: sizeOrNone.optional(),
  contextCheckpoints: countOrNone.optional(),
  loadMode: z.enum(loadModes).optional(),
  repack: z.boolean().optional(),
  swaFull: z.boolean().optional(),
  imageMaxTokens: countOrNone.optional(),
  embedding: z.enum(['mean', 'cls', 'last']).optional(),
});

export const ollamaSettingsSchema = z.strictObject({
  ...decided,
  cacheType: z.enum(ollamaCacheTypes).optional(),
  flashAttention: z.boolean().optional(),
  keepAlive: z.union([z.literal('forever'), duration]).optional(),
  maxLoadedModels: count.optional(),
  maxQueue: count.optional(),
  loadTimeout: duration.optional(),
  gpuOverhead: sizeOrNone.optional(),
});
