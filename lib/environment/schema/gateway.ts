/** The shape of a gateway in an overlay. */
import { z } from 'zod';
import {
  annotationKey,
  annotationValue,
  bounds,
  cidr,
  dnsName,
  hostName,
  key,
  label,
  labelValue,
  list,
  listFromOne,
  longestLists,
  podAdditions,
  record,
  secretPath,
  whole,
  words,
} from '../../schema';
import { priorities } from '../../workload';
import { issuerKinds, secretStoreKinds } from '../gateway';
import { peer } from './peer';

const trustedHops = whole(bounds.trustedHops).optional();

const expose = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('cluster') }),
  z.strictObject({ by: z.literal('gateway-api'), className: dnsName, trustedHops }),
  z.strictObject({ by: z.literal('ingress'), className: dnsName, trustedHops }),
  z.strictObject({
    by: z.literal('load-balancer'),
    annotations: record(annotationKey, annotationValue, longestLists.annotations).optional(),
    sourceRanges: list(cidr, longestLists.sourceRanges, 1, 'at least one range').optional(),
    trustedHops,
  }),
  z.strictObject({ by: z.literal('node-port'), port: whole(bounds.nodePort), trustedHops }),
]);

const tls = z.union([
  z.literal('none'),
  z.strictObject({ none: words }),
  z.strictObject({ issuer: z.strictObject({ kind: z.enum(issuerKinds), name: dnsName }) }),
  z.strictObject({ secretName: dnsName }),
]);

const keys = z.union([
  z.strictObject({ secretName: dnsName }),
  z.strictObject({
    from: z.literal('external-secrets'),
    store: z.strictObject({ kind: z.enum(secretStoreKinds), name: dnsName }),
    path: secretPath,
    enginePath: secretPath.optional(),
  }),
]);

const client = z.strictObject({
  models: z.union([z.literal('all'), listFromOne(key, longestLists.modelsOfClient)]),
  requestsPerMinute: whole(bounds.requestsPerMinute).optional(),
  concurrent: whole(bounds.concurrent).optional(),
  tokensPerDay: whole(bounds.tokensPerDay).optional(),
  tenant: labelValue.optional(),
});

const pods = whole(bounds.gatewayPods);

export const gatewaySchema = z.strictObject({
  host: hostName.optional(),
  tls,
  expose,
  from: list(peer, longestLists.peers).optional(),
  keys: keys.optional(),
  clients: record(label, client, longestLists.clients, 1),
  replicas: z.union([pods, z.strictObject({ min: pods, max: pods })]).optional(),
  priority: z.enum(priorities).optional(),
  pods: podAdditions.omit({ env: true, volumes: true, nodeRemoval: true }).optional(),
});
