/** No DNS at all, and no more than the address of the cache on each node. */
import { changed } from './base';

const other = [
  [['name'], 'cached'],
  [['cluster', 'id'], 'other'],
  [['cluster', 'weights', 'share'], '/other'],
] as const;

export const inputs = [
  changed([['cluster', 'dns'], undefined]),
  changed(...other, [['cluster', 'dns'], { port: 5353, addresses: ['169.254.20.10/32'] }]),
];

const fix = `the address of the DNS Service is not given, and NodeLocal DNSCache may answer there.
  fix: addresses: ['10.96.0.10/32'] with the cluster IP that kubectl -n kube-system get service kube-dns prints · \
dns: { nodeLocalDns: false } where no node runs NodeLocal DNSCache
  [DnsAddressMissing]`;

export const report = `test.cluster.dns.addresses: ${fix}
cached.cluster.dns.addresses: ${fix}`;
