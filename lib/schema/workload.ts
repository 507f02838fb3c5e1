/** The shape of what every workload states in an overlay, whatever its engine. */
import { z } from 'zod';
import { affinities, namedDays, type NamedDays, priorities, weekdays } from '../workload';
import { objectAdditions, podAdditions } from './additions';
import { bounds, longestLists, orNone } from './bounds';
import { list, listFromOne } from './lists';
import { imageReference } from './images';
import { coreCount, number, size, whole } from './numbers';
import { absolutePath, key, timeOfDay, timeZone } from './scalars';

export const replicaCount = whole(bounds.replicas);

/** Fields of every workload. */
export const workloadFields = {
  pools: listFromOne(key, longestLists.poolsOfWorkload),
  gpus: whole(bounds.gpusPerPod).optional(),
  cpu: coreCount(bounds.cores).optional(),
  memory: size(bounds.podMemory).optional(),
  priority: z.enum(priorities).optional(),
  affinity: z.enum(affinities).optional(),
  tokensPerSecond: number(bounds.tokensPerSecond).optional(),
  pods: podAdditions.optional(),
  objects: objectAdditions.optional(),
};

export const ephemeral = z.strictObject({ kind: z.literal('ephemeral') });
export const csi = z.strictObject({ kind: z.literal('csi'), tier: key });
export const onStaticVolumes = z.strictObject({ kind: z.literal('static') });
export const direct = z.strictObject({ kind: z.literal('direct') });
export const weightsImage = z.strictObject({
  kind: z.literal('image'),
  reference: imageReference,
  path: absolutePath,
});

/** Settings without a default: they decide memory and time, and only the user knows them. */
export const decidedSettings = { contextLength: whole(bounds.context), maxOutputLength: whole(bounds.context) };

/** Replicas that may be a range, for engines that an autoscaler can scale. */
export const replicas = z.union([
  replicaCount,
  z.strictObject({ min: whole(orNone(bounds.replicas)), max: replicaCount }),
]);

/** Windows of the week with a higher minimum. */
export const schedule = list(
  z.strictObject({
    days: z.union([z.enum(Object.keys(namedDays) as [NamedDays]), listFromOne(z.enum(weekdays), weekdays.length)]),
    from: timeOfDay,
    to: timeOfDay,
    timeZone,
    replicas: replicaCount,
  }),
  longestLists.windows,
);
