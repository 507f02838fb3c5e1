/** The shape of a database in an overlay. */
import { z } from 'zod';
import {
  bounds,
  coreCount,
  databaseName,
  dnsName,
  key,
  list,
  listFromOne,
  longestLists,
  record,
  size,
  whole,
} from '../../schema';
import { priorities } from '../../workload';
import { databaseVersions } from '../database';
import { peer } from './peer';
import { certificate, passwords } from './secrets';

export const databaseSchema = z.strictObject({
  kind: z.literal('postgres'),
  version: z.literal(databaseVersions).optional(),
  size: size(bounds.databaseVolume),
  storageClass: dnsName.optional(),
  databases: record(databaseName, z.strictObject({ owner: databaseName.optional() }), longestLists.databases, 1),
  passwords,
  clients: list(peer, longestLists.peers).optional(),
  tls: certificate.optional(),
  maxConnections: whole(bounds.sessions).optional(),
  cpu: coreCount(bounds.cores).optional(),
  memory: size(bounds.databaseMemory).optional(),
  priority: z.enum(priorities).optional(),
  pools: listFromOne(key, longestLists.poolsOfWorkload).optional(),
});
