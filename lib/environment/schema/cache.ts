/** The shape of a cache in an overlay. */
import { z } from 'zod';
import { valkeyPolicies, type ValkeyPolicy, valkeyRights, type ValkeyRight } from '../../catalog';
import {
  bounds,
  cachePrefix,
  cacheUserName,
  coreCount,
  dnsName,
  duration,
  key,
  list,
  listFromOne,
  longestLists,
  record,
  size,
} from '../../schema';
import { priorities } from '../../workload';
import { peer } from './peer';
import { certificate, passwords } from './secrets';

const keeps = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('nothing') }),
  z.strictObject({
    by: z.literal('snapshots'),
    every: duration(bounds.snapshotInterval),
    storageClass: dnsName.optional(),
  }),
  z.strictObject({ by: z.literal('log'), storageClass: dnsName.optional() }),
]);

const user = z.strictObject({
  may: z.enum(Object.keys(valkeyRights) as readonly ValkeyRight[]).optional(),
  prefixes: listFromOne(cachePrefix, longestLists.prefixes).optional(),
});

export const cacheSchema = z.strictObject({
  kind: z.literal('valkey'),
  maxMemory: size(bounds.cacheMemory),
  policy: z.enum(Object.keys(valkeyPolicies) as readonly ValkeyPolicy[]).optional(),
  keeps: keeps.optional(),
  users: record(cacheUserName, user, longestLists.cacheUsers, 1),
  passwords,
  clients: list(peer, longestLists.peers).optional(),
  tls: certificate.optional(),
  cpu: coreCount(bounds.cores).optional(),
  priority: z.enum(priorities).optional(),
  pools: listFromOne(key, longestLists.poolsOfWorkload).optional(),
});
