/** Addresses: those of the weights servers, of DNS, and the families of the cluster. */
import type { LiveObject } from '../../../lib/internal';
import { local } from '../../../overlays/local';
import { production } from '../../../overlays/production';
import { service } from '../../discover/support/recorded';
import { adding, addressOf, changing, pod, serviceRange } from '../support/declared';
import type { Case } from './case';

const dnsService = (namespace: string, clusterIPs: readonly string[], port = 53) =>
  adding(
    ...service(
      namespace,
      namespace === 'openshift-dns' ? 'dns-default' : 'kube-dns',
      clusterIPs,
      { 'k8s-app': 'kube-dns' },
      port,
    ),
  );
const weightsService = (clusterIP: string): LiveObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { namespace: 'model-store', name: 'weights-server', labels: { 'app.kubernetes.io/part-of': 'corral' } },
  spec: { clusterIP },
});
const cached = adding(
  pod(
    'kube-system',
    'cache',
    { 'k8s-app': 'node-local-dns' },
    { containers: [{ args: ['-localip=169.254.20.10,10.96.0.10'] }] },
  ),
);

export const addressCases: readonly Case[] = [
  [
    'weights servers outside the range of Services',
    production,
    [changing('ServiceCIDR', 'kubernetes', () => serviceRange('172.20.0.0/16', 'fd00::/108'))],
    [
      "production.cluster.weights.address: declared weights servers at 10.96.0.15; found Services in 172.20.0.0/16.\n  fix: address: '172.20.0.15'\n  [ServiceAddressDiffers]",
    ],
  ],
  [
    'weights servers outside two ranges, where DNS is in the second',
    {
      ...production,
      cluster: { ...production.cluster, weights: { ...production.cluster.weights, address: '10.9.0.15' } as never },
    },
    [adding(serviceRange('10.10.0.0/24')), dnsService('kube-system', ['10.96.0.10'])],
    [
      "production.cluster.weights.address: declared weights servers at 10.9.0.15; found Services in 10.96.0.0/12 and 10.10.0.0/24.\n  fix: address: '10.96.0.15'\n  [ServiceAddressDiffers]",
    ],
  ],
  [
    'weights servers at the address of another Service, and the next is taken too',
    production,
    [adding(addressOf('10.96.0.15', 'default', 'web'), addressOf('10.96.0.16', 'default', 'api'))],
    [
      "production.cluster.weights.address: declared weights servers at 10.96.0.15; found that address at Service default/web.\n  fix: address: '10.96.0.17'\n  [ServiceAddressDiffers]",
    ],
  ],
  [
    'weights servers outside the range of Services, where none is free',
    production,
    [
      changing('ServiceCIDR', 'kubernetes', () => serviceRange('10.96.0.0/29')),
      adding(addressOf('10.96.0.6', 'default', 'web')),
    ],
    [
      'production.cluster.weights.address: declared weights servers at 10.96.0.15; found Services in 10.96.0.0/29.\n  fix: address: a free one of the Service range\n  [ServiceAddressDiffers]',
    ],
  ],
  [
    'weights servers at the last address of a range, which no Service has',
    production,
    [changing('ServiceCIDR', 'kubernetes', () => serviceRange('10.96.0.0/28'))],
    [
      "production.cluster.weights.address: declared weights servers at 10.96.0.15; found Services in 10.96.0.0/28.\n  fix: address: '10.96.0.14'\n  [ServiceAddressDiffers]",
    ],
  ],
  [
    'weights servers that are there already',
    production,
    [adding(addressOf('10.96.0.15', 'model-store', 'weights-server'), weightsService('10.96.0.15'))],
    [],
  ],
  [
    'weights servers that are there already, at another address',
    production,
    [adding(weightsService('10.97.3.4'))],
    [
      "production.cluster.weights.address: declared weights servers at 10.96.0.15; found Service model-store/weights-server at 10.97.3.4, which cannot change.\n  fix: address: '10.97.3.4' · before the change: kubectl --namespace model-store delete service weights-server\n  [ServiceAddressDiffers]",
    ],
  ],
  [
    'a DNS Service at another address',
    production,
    [dnsService('kube-system', ['172.20.0.10'])],
    [
      "production.cluster.dns.addresses: declared DNS at 169.254.20.10/32 and 10.96.0.10/32; found Service kube-system/kube-dns at 172.20.0.10.\n  fix: dns: { addresses: ['172.20.0.10/32'] }\n  [DnsDiffers]",
    ],
  ],
  [
    'a cache of names, where none is declared',
    local,
    [cached],
    [
      "local.cluster.dns.addresses: declared no NodeLocal DNSCache; found NodeLocal DNSCache at 169.254.20.10 and 10.96.0.10.\n  fix: dns: { addresses: ['169.254.20.10/32', '10.96.0.10/32'] }\n  [DnsDiffers]",
    ],
  ],
  [
    'DNS pods on another port',
    production,
    [dnsService('kube-system', ['10.96.0.10'], 8053)],
    [
      'production.cluster.dns.port: declared port 53 of the DNS pods; found port 8053 behind Service kube-system/kube-dns.\n  fix: dns: { port: 8053 }\n  [DnsDiffers]',
    ],
  ],
  [
    'a cluster of IPv6 alone',
    production,
    [dnsService('kube-system', ['fd00::a']), changing('ServiceCIDR', 'kubernetes', () => serviceRange('fd00::/108'))],
    [
      "production.cluster.dns.addresses: declared DNS at 169.254.20.10/32 and 10.96.0.10/32; found Service kube-system/kube-dns at fd00::a.\n  fix: dns: { addresses: ['fd00::a/128'] }\n  [DnsDiffers]",
      "production.cluster.families: declared pods with IPv4 addresses; found a cluster with IPv6, in this order.\n  fix: families: ['IPv6']\n  [AddressFamily]",
    ],
  ],
  [
    'a cluster of IPv6 first, which its range of Services shows',
    { ...production, cluster: { ...production.cluster, families: ['IPv4', 'IPv6'] } },
    [changing('ServiceCIDR', 'kubernetes', () => serviceRange('fd00:10:96::/108', '10.96.0.0/16'))],
    [
      "production.cluster.families: declared pods with IPv4 and IPv6 addresses; found a cluster with IPv6 and IPv4, in this order.\n  fix: families: ['IPv6', 'IPv4']\n  [AddressFamily]",
    ],
  ],
  [
    'a cluster without a family that the environment states',
    { ...production, cluster: { ...production.cluster, families: ['IPv4', 'IPv6'] } },
    [],
    [
      "production.cluster.families: declared pods with IPv4 and IPv6 addresses; found a cluster with IPv4, in this order.\n  fix: families: ['IPv4']\n  [AddressFamily]",
    ],
  ],
  [
    'a second family that the environment does not use',
    production,
    [changing('ServiceCIDR', 'kubernetes', () => serviceRange('10.96.0.0/16', 'fd00:10:96::/108'))],
    [],
  ],
];
