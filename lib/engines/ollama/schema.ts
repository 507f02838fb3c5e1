/** The shape of a fleet of Ollama in an overlay. */
import { z } from 'zod';
import {
  argument,
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
  number,
  onStaticVolumes,
  prompt,
  record,
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

/** Names and values are checked with the reasons of what is not offered. */
const parameters = record(
  key,
  z.union([number(bounds.parameter), argument, list(argument, longestLists.stops)]),
  longestLists.parameters,
);

export const namedModelSchema = z.strictObject({
  name: key,
  from: key,
  system: prompt.optional(),
  template: prompt.optional(),
  parameters: parameters.optional(),
  adapter: key.optional(),
});

const tags = listFromOne(z.union([key, namedModelSchema]), longestLists.modelsOfServer);

/** A range is refused with its reason: a new pod of a fleet has a disk of its own, which it would first have to fill. */
const fleetSize = whole(bounds.replicas, 'fleets keep their models on local disks and are not scaled');

export const ollamaFleetSchema = z.strictObject({
  models: z.union([
    tags,
    z.strictObject({ byOrdinal: list(tags, longestLists.ordinals, 1, 'a list for each replica') }),
  ]),
  settings: ollamaSettingsSchema,
  replicas: fleetSize,
  swap: z.literal('accepted').optional(),
  local: z.discriminatedUnion('kind', [ephemeral, csi, onStaticVolumes, direct]).optional(),
  volumeSize: size(bounds.volumeSize).optional(),
  ...workloadFields,
});
