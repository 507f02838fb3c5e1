/** The shape of the engines' settings in an overlay: three that everybody must decide, the others with defaults. */
import { z } from 'zod';
import { cacheTypes, loadModes, splitModes } from '../../sizing/settings';
import { ollamaCacheTypes } from '../../engines/ollama/settings';
import { bounds, longestLists } from '../bounds';
import { list } from './lists';
import { duration, number, sizeOrNone, whole } from './numbers';

/** What has no default, because it decides memory and time, and only the user knows it. */
const decided = { contextLength: whole(bounds.context), maxOutputLength: whole(bounds.context) };

export const llamaServerSettingsSchema = z.strictObject({
  ...decided,
  parallel: whole(bounds.parallel),
  cacheTypeK: z.enum(cacheTypes).optional(),
  cacheTypeV: z.enum(cacheTypes).optional(),
  kvCache: z.enum(['unified', 'split']).optional(),
  flashAttention: z.boolean().optional(),
  batchSize: whole(bounds.batch).optional(),
  ubatchSize: whole(bounds.batch).optional(),
  gpuLayers: z.union([z.literal('all'), whole(bounds.layersOnGpu)]).optional(),
  expertLayersOnHost: whole(bounds.layersOnHost).optional(),
  splitMode: z.enum(splitModes).optional(),
  tensorSplit: list(number(bounds.part), longestLists.gpusOfPod).optional(),
  cacheRam: sizeOrNone(bounds.hostBytes).optional(),
  contextCheckpoints: whole(bounds.checkpoints).optional(),
  loadMode: z.enum(loadModes).optional(),
  repack: z.boolean().optional(),
  swaFull: z.boolean().optional(),
  imageMaxTokens: whole(bounds.imageTokens).optional(),
  embedding: z.enum(['mean', 'cls', 'last']).optional(),
});

export const ollamaSettingsSchema = z.strictObject({
  ...decided,
  parallel: whole(bounds.slots),
  cacheType: z.enum(ollamaCacheTypes).optional(),
  flashAttention: z.boolean().optional(),
  keepAlive: z.union([z.literal('forever'), duration(bounds.keepAlive)]).optional(),
  maxLoadedModels: whole(bounds.loadedModels).optional(),
  maxQueue: whole(bounds.queue).optional(),
  loadTimeout: duration(bounds.loadTimeout).optional(),
  gpuOverhead: sizeOrNone(bounds.hostBytes).optional(),
});
