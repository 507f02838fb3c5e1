/** The shape of a cluster in an overlay. */
import { z } from 'zod';
import { addressFamilies, type Families } from '../../core';
import {
  bounds,
  cidr,
  claimFolder,
  clusterDomain,
  configMapKey,
  dnsName,
  exportedPath,
  ipAddress,
  key,
  label,
  list,
  listFromOne,
  longestLists,
  mountOption,
  proxyAddress,
  proxyException,
  quantity,
  quotaResource,
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
  type DownloadProxyInput,
  kubernetesVersions,
  metricsProviders,
  namespacedPriorityClasses,
  namespacedRuntimeClasses,
  ownerships,
  priorityClassOwners,
  unusedWeightsActions,
  userIdSources,
} from '../cluster';
import { limitTypes, scopes } from '../scope';
import { endpoint, peer, proxyPods } from './peer';

const bandwidth = size(bounds.bandwidth);
const capacity = size(bounds.storeCapacity);

const secret = z.strictObject({ secretName: dnsName, key: secretKey });

const nfs = z.strictObject({
  kind: z.literal('nfs'),
  server: serverName,
  share: exportedPath,
  subDir: relativePath.optional(),
  address: ipAddress.optional(),
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
  address: ipAddress.optional(),
  capacity,
  bandwidth,
});
const ofClaim = {
  kind: z.literal('existing'),
  claimName: dnsName,
  layout: z.enum(claimLayouts),
  folder: claimFolder.optional(),
  accessMode: z.enum(claimAccessModes).optional(),
  capacity,
  bandwidth,
};
const existingClaim = z.discriminatedUnion('read', [
  z.strictObject({ ...ofClaim, read: z.literal('staged'), address: ipAddress.optional() }),
  z.strictObject({ ...ofClaim, read: z.literal('in-place'), proofsClass: dnsName, reason: words.optional() }),
]);

const amounts = record(resourceName, quantity, longestLists.resources);
const quotaAmounts = record(quotaResource, quantity, longestLists.resources);
const someAmounts = record(quotaResource, quantity, longestLists.resources, 1);

const existingQuota = z.strictObject({ name: dnsName, hard: someAmounts, usedByOthers: quotaAmounts.optional() });
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

/** Each family once, in the order of the cluster. */
const families = listFromOne(z.enum(addressFamilies), addressFamilies.length).refine(
  (value) => new Set(value).size === value.length,
  { error: "each family once: ['IPv4', 'IPv6']", params: { format: true } },
) as unknown as z.ZodType<Families>;

const traffic = {
  families: families.optional(),
  userIds: z.enum(userIdSources).optional(),
  dns: z
    .strictObject({
      pods: peer.optional(),
      port: whole(bounds.port).optional(),
      addresses: list(cidr, longestLists.addresses).optional(),
      nodeLocalDns: z.literal(false).optional(),
      domain: clusterDomain.optional(),
    })
    .optional(),
  requestsFrom: peer.optional(),
  monitoring: peer.optional(),
  apiKey: z.union([secret, z.strictObject({ none: words })]).optional(),
  metrics: z.enum(metricsProviders).optional(),
};

const devicePluginNamespace = label.optional();

const proxy = z
  .strictObject({
    url: proxyAddress,
    addresses: list(cidr, longestLists.addresses, 1, 'at least one address').optional(),
    pods: proxyPods.optional(),
    noProxy: list(proxyException, longestLists.addresses).optional(),
    credentials: z.strictObject({ secretName: dnsName }).optional(),
  })
  .refine(({ addresses, pods }) => addresses === undefined || pods === undefined, {
    error: 'either addresses, of a proxy outside of the cluster, or pods, of one inside',
    params: { format: true },
  }) as unknown as z.ZodType<DownloadProxyInput>; // A refinement narrows no type.

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
      proxy: proxy.optional(),
      caBundle: z.strictObject({ configMap: dnsName, key: configMapKey }).optional(),
    })
    .optional(),
  storageTiers: record(key, z.strictObject({ storageClass: dnsName, bandwidth }), longestLists.storageTiers).optional(),
};

export const clusterWideSchema = z.strictObject({
  ...first,
  namespaces: z
    .strictObject({
      serving: label.optional(),
      store: label.optional(),
      gateway: label.optional(),
      nodes: label.optional(),
    })
    .optional(),
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
