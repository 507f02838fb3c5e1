/** Every field of a cluster, and of one where the rights end at one namespace. */
import { gib, gigabytes } from '../../../lib/core/bytes';
import type { Cluster, ClusterWideInput, NamespacedInput } from '../../../lib/environment/cluster';

export const cluster = {
  id: 'full',
  kubernetes: '1.37',
  namespaces: { serving: 'engines', store: 'weights', gateway: 'door', nodes: 'machines' },
  families: ['IPv6', 'IPv4'],
  userIds: 'cluster',
  dns: {
    pods: { namespace: 'dns', podLabels: { app: 'coredns' } },
    port: 5353,
    addresses: ['10.0.0.10/32', 'fd00::a/128'],
    nodeLocalDns: false,
    domain: 'cluster.example',
  },
  requestsFrom: { namespace: 'gateway', podLabels: { app: 'envoy' } },
  monitoring: { namespace: 'monitoring', podLabels: { app: 'prometheus' } },
  apiKey: { secretName: 'llm-key', key: 'keys' },
  metrics: 'keda',
  runtimeClass: 'owned',
  priorityClasses: 'existing',
  weights: {
    kind: 'nfs',
    server: '10.0.0.2',
    share: '/srv/models',
    subDir: 'full',
    address: '10.96.0.99',
    capacity: gib(900),
    bandwidth: gigabytes(1.1),
    mountOptions: ['hard'],
  },
  unusedWeights: 'remove',
  devicePluginNamespace: 'nvidia',
  downloads: {
    hub: 'https://mirror.example:8443/hub',
    registry: 'https://192.0.2.7:8443/ollama',
    hubToken: { secretName: 'hub', key: 'token' },
    tokens: [{ below: 'https://files.example/private', secretName: 'files', key: 'token' }],
    endpoints: [{ cidr: '192.0.2.7/32', port: 8443 }],
    proxy: {
      url: 'http://proxy.example:3128',
      addresses: ['10.0.0.7/32'],
      noProxy: ['mirror.example', '192.0.2.7'],
      credentials: { secretName: 'proxy' },
    },
    caBundle: { configMap: 'corporate-ca', key: 'ca.crt' },
  },
  storageTiers: { 'fast-ssd': { storageClass: 'topolvm', bandwidth: gib(2) } },
  scope: 'cluster',
} as const satisfies Required<ClusterWideInput> &
  Required<Omit<Cluster, 'existingQuotas' | 'existingLimits' | 'withoutKey'>>;

/** The same where the rights end at one namespace. */
const { namespaces: _namespaces, ...common } = cluster;
export const namespaced: Required<NamespacedInput> = {
  ...common,
  scope: 'namespaced',
  namespace: 'team',
  runtimeClass: 'none',
  priorityClasses: 'none',
  weights: {
    kind: 'class',
    storageClass: 'cephfs',
    address: '10.96.0.99',
    capacity: gib(900),
    bandwidth: gigabytes(1.1),
  },
  existingQuotas: [{ name: 'team', hard: { 'requests.cpu': '400' }, usedByOthers: { 'requests.cpu': '4' } }],
  existingLimits: [
    {
      name: 'team',
      limits: [
        {
          type: 'Container',
          min: { memory: '1Mi' },
          max: { memory: '1Ti' },
          default: { memory: '1Gi' },
          defaultRequest: { cpu: '100m' },
          maxLimitRequestRatio: { memory: '1' },
        },
      ],
    },
  ],
};
