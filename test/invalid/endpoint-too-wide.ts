/** Address ranges that hold the metadata service, the pods of a cluster, or more than a resolver. */
import { changed } from './base';

const endpoints = ['0.0.0.0/0', '::/0', '169.254.169.254/32', 'fe80::/64', '10.0.0.0/8'].map((cidr) => ({
  cidr,
  port: 443,
}));

export const inputs = [
  changed(
    [
      ['cluster', 'families'],
      ['IPv4', 'IPv6'],
    ],
    [['cluster', 'downloads'], { endpoints }],
    [['cluster', 'dns', 'addresses'], ['10.96.0.0/12']],
  ),
];

export const report = `test.cluster.dns.addresses[0]: '10.96.0.0/12' is more than the addresses of a resolver.
  allowed: a prefix of at least 24 bits: '10.96.0.10/32'
  [EndpointTooWide]
test.cluster.downloads.endpoints[0].cidr: '0.0.0.0/0' reaches 0.0.0.0/8, this host.
  fix: the range of the mirror alone · leave out endpoints: loaders may then reach any public address
  [EndpointTooWide]
test.cluster.downloads.endpoints[1].cidr: '::/0' reaches ::/127, this host and its loopback address.
  fix: the range of the mirror alone · leave out endpoints: loaders may then reach any public address
  [EndpointTooWide]
test.cluster.downloads.endpoints[2].cidr: '169.254.169.254/32' reaches 169.254.0.0/16, the link-local addresses, with the metadata service of clouds.
  fix: the range of the mirror alone · leave out endpoints: loaders may then reach any public address
  [EndpointTooWide]
test.cluster.downloads.endpoints[3].cidr: 'fe80::/64' reaches fe80::/10, the link-local addresses.
  fix: the range of the mirror alone · leave out endpoints: loaders may then reach any public address
  [EndpointTooWide]
test.cluster.downloads.endpoints[4].cidr: '10.0.0.0/8' is private and wide enough to hold the pods of a cluster.
  fix: the range of the mirror alone · state in reason why loaders may reach all of it
  [EndpointTooWide]`;
