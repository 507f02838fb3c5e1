/** The shape of a fleet of Ollama in an overlay. */
import { z } from 'zod';
import {
  bounds,
  csi,
  decidedSettings,
  direct,
  duration,
  ephemeral,
  key,
  list,
  listFromOne,
  longestLists,
  onStaticVolumes,
  replicaCount,
  size,
  sizeOrNone,
  whole,
  workloadFields,
} from '../../schema';
import { ollamaCacheTypes } from './settings';

const ollamaSettingsSchema = z.strictObject({
  ...decidedSettings,
  parallel: whole(bounds.slots),
  cacheType: z.enum(ollamaCacheTypes).optional(),
  flashAttention: z.boolean().optional(),
  keepAlive: z.union([z.literal('forever'), duration(bounds.keepAlive)]).optional(),
  maxLoadedModels: whole(bounds.loadedModels).optional(),
  maxQueue: whole(bounds.queue).optional(),
  loadTimeout: duration(bounds.loadTimeout).optional(),
  gpuOverhead: sizeOrNone(bounds.hostBytes).optional(),
});

const tags = listFromOne(key, longestLists.modelsOfServer);

export const ollamaFleetSchema = z.strictObject({
  models: z.union([
    tags,
    z.strictObject({ byOrdinal: list(tags, longestLists.ordinals, 1, 'a list for each replica') }),
  ]),
  settings: ollamaSettingsSchema,
  replicas: replicaCount,
  swap: z.literal('accepted').optional(),
  local: z.discriminatedUnion('kind', [ephemeral, csi, onStaticVolumes, direct]).optional(),
  volumeSize: size(bounds.volumeSize).optional(),
  ...workloadFields,
});
