/** A cluster of IPv6 alone. */
import { changed } from './base';

export const inputs = [changed([['cluster', 'dns'], { addresses: ['fd00::a/128'] }])];

export const report = `test.cluster.dns.addresses: the DNS Service has only IPv6 addresses, and engines listen on IPv4 only.
  fix: use a cluster whose pods have IPv4 addresses first · add the IPv4 address of the DNS Service, if it has one
  [FamilyNotServed]`;
