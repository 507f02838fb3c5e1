/**
 * The outermost shape of an environment. Its pools, workloads and catalogue entries are read one by one: one fault
 * hides no other.
 */
import { z } from 'zod';
import type { Amendment } from '../../core';
import { isPlainObject } from '../../core';
import {
  bounds,
  dnsName,
  key,
  label,
  list,
  listFromOne,
  longestLists,
  objectAdditions,
  podAdditions,
  record,
  registryPath,
  whole,
  words,
} from '../../schema';
import { deliveries, prerequisiteKinds } from '../environment';
import { gitopsSchema } from './gitops';
import { monitoringSchema } from './monitoring';

const entries = z.record(z.string(), z.unknown());

const priorityValue = whole(bounds.priority).optional();

/** Left as it is: `amend` refuses what is no JSON, a key `__proto__` too, which a record of zod would drop. */
const patch = z.custom<Readonly<Record<string, unknown>>>(isPlainObject, { error: 'an object' });

const operation = z.discriminatedUnion('op', [
  z.strictObject({ op: z.enum(['add', 'replace', 'test']), path: words, value: z.unknown() }),
  z.strictObject({ op: z.literal('remove'), path: words }),
  z.strictObject({ op: z.enum(['move', 'copy']), path: words, from: words }),
]);

const amendment = z
  .strictObject({
    target: words,
    patch: patch.optional(),
    jsonPatch: list(operation, longestLists.operations, 1, 'at least one operation').optional(),
    reason: words,
  })
  .refine((each) => (each.patch === undefined) !== (each.jsonPatch === undefined), {
    error: 'either patch, a strategic merge patch, or jsonPatch, a list of operations',
    params: { format: true },
  }) as unknown as z.ZodType<Amendment>; // A refinement narrows no type.

export const environmentSchema = z.strictObject({
  name: label,
  delivery: z.enum(deliveries),
  gitops: gitopsSchema.optional(),
  cluster: entries,
  nodePools: entries,
  models: entries.optional(),
  ollama: entries.optional(),
  gateway: entries.optional(),
  monitoring: monitoringSchema.optional(),
  databases: entries.optional(),
  caches: entries.optional(),
  backup: entries.optional(),
  supportPools: listFromOne(key, longestLists.poolsOfWorkload).optional(),
  pods: podAdditions.optional(),
  objects: objectAdditions.optional(),
  imageMirrors: record(registryPath, registryPath, longestLists.imageMirrors).optional(),
  priorities: z
    .strictObject({
      critical: priorityValue,
      interactive: priorityValue,
      standard: priorityValue,
      batch: priorityValue,
    })
    .optional(),
  prerequisites: list(
    z.strictObject({
      kind: z.enum(prerequisiteKinds),
      name: dnsName,
      namespace: label.optional(),
      authorization: z.enum(['Bearer']).optional(),
      providedBy: words,
    }),
    longestLists.prerequisites,
  ).optional(),
  exemptions: list(z.strictObject({ rule: words, object: words, reason: words }), longestLists.exemptions).optional(),
  amendments: list(amendment, longestLists.amendments).optional(),
  catalog: z.strictObject({ models: entries, gpus: entries.optional(), instances: entries.optional() }),
});
