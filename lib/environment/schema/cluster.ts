/** The shape of a cluster in an overlay. */
import { z } from 'zod';
import { kubernetesVersions, metricsProviders, ownerships, priorityClassOwners, unusedWeightsActions } from '../cluster';
import { exportedPath, cidr, dnsName, label, labels, positive, size, webAddress, whole, words } from './scalars';
import type { Bytes } from '../../core/bytes';

const bandwidth = positive as unknown as z.ZodType<Bytes>;

const peer = z.strictObject({ namespace: label, podLabels: labels });
const endpoint = z.strictObject({ cidr, port: whole(1, 65535) });

const weights = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('nfs'),
    server: words,
    share: exportedPath,
    subDir: words.optional(),
    capacity: size,
    bandwidth,
    mountOptions: z.array(words).optional(),
  }),
  z.strictObject({ kind: z.literal('direct'), capacity: size, storageClass: dnsName.optional(), bandwidth }),
  z.strictObject({ kind: z.literal('class'), storageClass: dnsName, capacity: size, bandwidth }),
]);

export const clusterSchema = z.strictObject({
  id: label,
  kubernetes: z.enum(kubernetesVersions).optional(),
  namespaces: z.strictObject({ serving: label.optional(), store: label.optional() }).optional(),
  dns: z.strictObject({ pods: peer.optional(), port: whole(1, 65535).optional(), addresses: z.array(cidr).optional(), nodeLocalDns: z.literal(false).optional() }).optional(),
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
      hubToken: z.strictObject({ secretName: dnsName, key: words }).optional(),
      endpoints: z.array(endpoint).optional(),
    })
    .optional(),
  storageTiers: z.record(z.string(), z.strictObject({ storageClass: dnsName, bandwidth })).optional(),
});
