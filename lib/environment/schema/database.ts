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
  secretPath,
  size,
  whole,
} from '../../schema';
import { priorities } from '../../workload';
import { databaseVersions } from '../database';
import { issuerKinds, secretStoreKinds } from '../gateway';
import { peer } from './peer';

const passwords = z.union([
  z.strictObject({ secretName: dnsName }),
  z.strictObject({
    from: z.literal('external-secrets'),
    store: z.strictObject({ kind: z.enum(secretStoreKinds), name: dnsName }),
    path: secretPath,
  }),
]);

const tls = z.union([
  z.literal('none'),
  z.strictObject({ issuer: z.strictObject({ kind: z.enum(issuerKinds), name: dnsName }) }),
  z.strictObject({ secretName: dnsName }),
]);

export const databaseSchema = z.strictObject({
  kind: z.literal('postgres'),
  version: z.literal(databaseVersions).optional(),
  size: size(bounds.volumeSize),
  storageClass: dnsName.optional(),
  databases: record(databaseName, z.strictObject({ owner: databaseName.optional() }), longestLists.databases, 1),
  passwords,
  clients: list(peer, longestLists.peers).optional(),
  tls: tls.optional(),
  maxConnections: whole(bounds.sessions).optional(),
  cpu: coreCount(bounds.cores).optional(),
  memory: size(bounds.databaseMemory).optional(),
  priority: z.enum(priorities).optional(),
  pools: listFromOne(key, longestLists.poolsOfWorkload).optional(),
});
