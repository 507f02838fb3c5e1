/** The shape of a cluster in an overlay. */
import { z } from 'zod';
import {
  bounds,
  cidr,
  configMapKey,
  dnsName,
  exportedPath,
  ipv4Address,
  key,
  label,
  list,
  longestLists,
  mountOption,
  peerLabels,
  proxyAddress,
  proxyException,
  quantity,
  record,
  relativePath,
  resourceName,
  secretKey,
  serverName,
  size,
  webAddress,
  whole,
  words,
} from '../../schema';
import { claimLayouts } from '../../catalog';
import {
  claimAccessModes,
  kubernetesVersions,
  metricsProviders,
  namespacedPriorityClasses,
  namespacedRuntimeClasses,
  ownerships,
  priorityClassOwners,
  unusedWeightsActions,
} from '../cluster';
import { limitTypes, scopes } from '../scope';

const bandwidth = size(bounds.bandwidth);
const capacity = size(bounds.storeCapacity);

/** All pods of a namespace are written as such: an empty list of labels would mean the same without a word. */
const peer = z.union([
  z.strictObject({ namespace: label, podLabels: peerLabels }),
  z.strictObject({ namespace: label, anyPod: z.literal(true) }),
]);
const secret = z.strictObject({ secretName: dnsName, key: secretKey });
const endpoint = z.strictObject({ cidr, port: whole(bounds.port), reason: words.optional() });

const nfs = z.strictObject({
  kind: z.literal('nfs'),
  server: serverName,
  share: exportedPath,
  subDir: relativePath.optional(),
  address: ipv4Address.optional(),
  capacity,
  bandwidth,
  mountOptions: list(mountOption, longestLists.mountOptions).optional(),
});
const direct = z.strictObject({
  kind: z.literal('direct'),
  capacity,
  storageClass: dnsName.optional(),
  bandwidth,
});
const existingClass = z.strictObject({
  kind: z.literal('class'),
  storageClass: dnsName,
  address: ipv4Address.optional(),
  capacity,
  bandwidth,
});
const ofClaim = {
  kind: z.literal('existing'),
  claimName: dnsName,
  layout: z.enum(claimLayouts),
  folder: relativePath.optional(),
  accessMode: z.enum(claimAccessModes).optional(),
  capacity,
  bandwidth,
};
const existingClaim = z.discriminatedUnion('read', [
  z.strictObject({ ...ofClaim, read: z.literal('staged'), address: ipv4Address.optional() }),
  z.strictObject({ ...ofClaim, read: z.literal('in-place'), proofsClass: dnsName, reason: words.optional() }),
]);

const amounts = record(resourceName, quantity, longestLists.resources);
const someAmounts = record(resourceName, quantity, longestLists.resources, 1);

const existingQuota = z.strictObject({ name: dnsName, hard: someAmounts, usedByOthers: amounts.optional() });
const existingLimitRange = z.strictObject({
  name: dnsName,
  limits: list(
    z.strictObject({
      type: z.enum(limitTypes),
      min: amounts.optional(),
      max: amounts.optional(),
      default: amounts.optional(),
      defaultRequest: amounts.optional(),
      maxLimitRequestRatio: amounts.optional(),
    }),
    longestLists.existingObjects,
  ),
});

const first = { id: label, kubernetes: z.enum(kubernetesVersions).optional() };

const traffic = {
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
  apiKey: secret.optional(),
  metrics: z.enum(metricsProviders).optional(),
};

const devicePluginNamespace = label.optional();

const files = {
  unusedWeights: z.enum(unusedWeightsActions).optional(),
  downloads: z
    .strictObject({
      hub: webAddress.optional(),
      registry: webAddress.optional(),
      hubToken: secret.optional(),
      tokens: list(
        z.strictObject({ below: webAddress, secretName: dnsName, key: secretKey }),
        longestLists.endpoints,
      ).optional(),
      endpoints: list(endpoint, longestLists.endpoints).optional(),
      proxy: z
        .strictObject({
          url: proxyAddress,
          addresses: list(cidr, longestLists.addresses, 1, 'at least one address').optional(),
          noProxy: list(proxyException, longestLists.addresses).optional(),
        })
        .optional(),
      caBundle: z.strictObject({ configMap: dnsName, key: configMapKey }).optional(),
    })
    .optional(),
  storageTiers: record(key, z.strictObject({ storageClass: dnsName, bandwidth }), longestLists.storageTiers).optional(),
};

export const clusterWideSchema = z.strictObject({
  ...first,
  namespaces: z.strictObject({ serving: label.optional(), store: label.optional() }).optional(),
  ...traffic,
  runtimeClass: z.enum(ownerships).optional(),
  devicePluginNamespace,
  priorityClasses: z.enum(priorityClassOwners).optional(),
  weights: z.discriminatedUnion('kind', [nfs, direct, existingClass, existingClaim]),
  ...files,
  scope: z.enum(scopes).optional(),
});

export const namespacedSchema = z.strictObject({
  ...first,
  namespace: label,
  ...traffic,
  runtimeClass: z.enum(namespacedRuntimeClasses).optional(),
  devicePluginNamespace,
  priorityClasses: z.enum(namespacedPriorityClasses).optional(),
  weights: z.discriminatedUnion('kind', [direct, existingClass, existingClaim]),
  ...files,
  scope: z.literal('namespaced'),
  existingQuotas: list(existingQuota, longestLists.existingObjects).optional(),
  existingLimits: list(existingLimitRange, longestLists.existingObjects).optional(),
});

/** Either of them, for the reference. */
export const clusterSchema = z.union([clusterWideSchema, namespacedSchema]);
