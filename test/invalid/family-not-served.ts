/** A cluster of IPv6 alone. */
import { changed } from './base';

export const inputs = [changed([['cluster', 'dns'], { addresses: ['fd00::a/128'] }])];

export const report = `test.cluster.dns.addresses: every address of the DNS Service is of IPv6, and llama-server listens on IPv4.
  fix: a cluster with IPv4 alone or first · the IPv4 address of the DNS Service too, where the cluster has both families
  [FamilyNotServed]`;
