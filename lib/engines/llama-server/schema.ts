/** The shape of a llama-server in an overlay. */
import { z } from 'zod';
import {
  argument,
  bounds,
  csi,
  decidedSettings,
  direct,
  ephemeral,
  key,
  label,
  list,
  longestLists,
  number,
  prompt,
  record,
  replicas,
  schedule,
  sizeOrNone,
  weightsImage,
  whole,
  workloadFields,
} from '../../schema';
import { cacheTypes, loadModes, poolings, splitModes } from '../../sizing';

const llamaServerSettingsSchema = z.strictObject({
  ...decidedSettings,
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
  adapters: list(
    z.strictObject({ name: label, scale: number(bounds.adapterScale).optional() }),
    longestLists.adapters,
  ).optional(),
  yarn: z
    .strictObject({
      factor: number(bounds.ropeScaling),
      originalContextLength: whole(bounds.trainedContext).optional(),
    })
    .optional(),
  imageMaxTokens: whole(bounds.imageTokens).optional(),
  embedding: z.enum(poolings).optional(),
});

const trackSchema = z.strictObject({
  weight: whole(bounds.trackWeight),
  weights: key.optional(),
  settings: llamaServerSettingsSchema.partial().optional(),
  replicas: replicas.optional(),
});

export const modelSchema = z.strictObject({
  engine: z.enum(['llama-server']).optional(),
  weights: key,
  settings: llamaServerSettingsSchema,
  replicas,
  schedule: schedule.optional(),
  aliases: list(key, longestLists.aliases).optional(),
  tracks: record(label, trackSchema, longestLists.tracks, 1).optional(),
  draft: z.strictObject({ weights: key, tokens: whole(bounds.draftTokens).optional() }).optional(),
  chatTemplate: z
    .union([z.strictObject({ text: prompt }), z.strictObject({ from: z.literal('catalogue') })])
    .optional(),
  local: z.discriminatedUnion('kind', [ephemeral, csi, direct, weightsImage]).optional(),
  /** The engine knows which there are, and what each takes. */
  flags: record(key, z.union([argument, number(bounds.flag), z.literal(true)]), longestLists.flags).optional(),
  ...workloadFields,
});
