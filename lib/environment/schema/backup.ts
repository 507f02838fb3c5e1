/** The shape of a backup in an overlay. */
import { z } from 'zod';
import {
  bounds,
  bucketName,
  configMapKey,
  databaseName,
  dnsName,
  key,
  label,
  list,
  listFromOne,
  longestLists,
  objectFolder,
  secretKey,
  size,
  timeOfDay,
  webAddress,
  whole,
} from '../../schema';
import { weekdays } from '../../workload';
import { backupIntervals, storeCopies } from '../backup';
import { endpoint, listeningPods } from './peer';

const store = z.strictObject({ kind: z.literal('store'), blobs: z.enum(storeCopies) });

const database = z.strictObject({
  kind: z.literal('database'),
  server: key,
  database: databaseName,
  room: size(bounds.volumeSize).optional(),
});

const target = z.strictObject({
  kind: z.literal('s3'),
  endpoint: webAddress,
  bucket: bucketName,
  prefix: objectFolder.optional(),
  region: label.optional(),
  credentials: z.strictObject({ secretName: dnsName }),
  endpoints: list(endpoint, longestLists.endpoints, 1, 'at least one endpoint').optional(),
  pods: listeningPods.optional(),
  caBundle: z.strictObject({ configMap: dnsName, key: configMapKey }).optional(),
});

export const backupSchema = z.strictObject({
  to: target,
  password: z.strictObject({ secretName: dnsName, key: secretKey }),
  sources: listFromOne(z.discriminatedUnion('kind', [store, database]), longestLists.backupSources),
  schedule: z.strictObject({ everyHours: z.literal(backupIntervals).optional(), at: timeOfDay.optional() }).optional(),
  check: z
    .strictObject({
      day: z.enum(weekdays).optional(),
      at: timeOfDay.optional(),
      readPercent: whole(bounds.percent).optional(),
      restore: size(bounds.restored).optional(),
    })
    .optional(),
  keep: z
    .strictObject({
      daily: whole(bounds.copies).optional(),
      weekly: whole(bounds.copies).optional(),
      monthly: whole(bounds.copies).optional(),
    })
    .optional(),
});
