/** The shape of a cluster in an overlay. */
import { z } from 'zod';
import {
  bounds,
  cidr,
  dnsName,
  exportedPath,
  ipv4Address,
  key,
  label,
  list,
  longestLists,
  mountOption,
  peerLabels,
  record,
  relativePath,
  secretKey,
  serverName,
  size,
  webAddress,
  whole,
  words,
} from '../../schema';
import {
  kubernetesVersions,
  metricsProviders,
  ownerships,
  priorityClassOwners,
  unusedWeightsActions,
} from '../cluster';

const bandwidth = size(bounds.bandwidth);
const capacity = size(bounds.storeCapacity);

/** All pods of a namespace are written as such: an empty list of labels would mean the same without a word. */
const peer = z.union([
  z.strictObject({ namespace: label, podLabels: peerLabels }),
  z.strictObject({ namespace: label, anyPod: z.literal(true) }),
]);
const endpoint = z.strictObject({ cidr, port: whole(bounds.port), reason: words.optional() });

const weights = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('nfs'),
    server: serverName,
    share: exportedPath,
    subDir: relativePath.optional(),
    address: ipv4Address.optional(),
    capacity,
    bandwidth,
    mountOptions: list(mountOption, longestLists.mountOptions).optional(),
  }),
  z.strictObject({ kind: z.literal('direct'), capacity, storageClass: dnsName.optional(), bandwidth }),
  z.strictObject({
    kind: z.literal('class'),
    storageClass: dnsName,
    address: ipv4Address.optional(),
    capacity,
    bandwidth,
  }),
]);

export const clusterSchema = z.strictObject({
  id: label,
  kubernetes: z.enum(kubernetesVersions).optional(),
  namespaces: z.strictObject({ serving: label.optional(), store: label.optional() }).optional(),
  dns: z
    .strictObject({
      pods: peer.optional(),
      port: whole(bounds.port).optional(),
      addresses: list(cidr, longestLists.addresses).optional(),
      nodeLocalDns: z.literal(false).optional(),
    })
    .optional(),
  gateway: peer.optional(),
  monitoring: peer.optional(),
  metrics: z.enum(metricsProviders).optional(),
  runtimeClass: z.enum(ownerships).optional(),
  devicePluginNamespace: label.optional(),
  priorityClasses: z.enum(priorityClassOwners).optional(),
  weights,
  unusedWeights: z.enum(unusedWeightsActions).optional(),
  downloads: z
    .strictObject({
      hub: webAddress.optional(),
      registry: webAddress.optional(),
      hubToken: z.strictObject({ secretName: dnsName, key: secretKey }).optional(),
      endpoints: list(endpoint, longestLists.endpoints).optional(),
    })
    .optional(),
  storageTiers: record(key, z.strictObject({ storageClass: dnsName, bandwidth }), longestLists.storageTiers).optional(),
});
