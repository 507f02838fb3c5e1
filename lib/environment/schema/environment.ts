/**
 * The outermost shape of an environment. Its pools, workloads and catalogue entries are read one by one: one fault
 * hides no other.
 */
import { z } from 'zod';
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

const entries = z.record(z.string(), z.unknown());

const priorityValue = whole(bounds.priority).optional();

/** Left as it is: `amend` refuses what is no JSON, a key `__proto__` too, which a record of zod would drop. */
const patch = z.custom<Readonly<Record<string, unknown>>>(isPlainObject, { error: 'an object' });

export const environmentSchema = z.strictObject({
  name: label,
  delivery: z.enum(deliveries),
  gitops: gitopsSchema.optional(),
  cluster: entries,
  nodePools: entries,
  models: entries.optional(),
  ollama: entries.optional(),
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
  amendments: list(z.strictObject({ target: words, patch, reason: words }), longestLists.amendments).optional(),
  catalog: z.strictObject({ models: entries, gpus: entries.optional(), instances: entries.optional() }),
});
