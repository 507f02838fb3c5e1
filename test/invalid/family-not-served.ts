/** Addresses of a family that the cluster does not have. */
import { changed, scraperSends } from './base';

const gateway = {
  host: 'llm.example.org',
  tls: { secretName: 'certificate' },
  expose: { by: 'load-balancer', sourceRanges: ['192.0.2.0/24', '2001:db8::/32'] },
  clients: { a: { models: 'all' } },
};

export const inputs = [
  changed(
    scraperSends,
    [['cluster', 'dns'], { addresses: ['10.96.0.10/32', 'fd00::a/128'] }],
    [['cluster', 'downloads'], { endpoints: [{ cidr: '2001:db8::7/128', port: 443 }] }],
    [['gateway'], gateway],
  ),
  changed([['cluster', 'families'], ['IPv6']], [['cluster', 'weights', 'address'], '10.96.0.15']),
];

const fix = (other: string, own: string): string =>
  `cluster.families: ['IPv4', 'IPv6'], the cluster's own first, if pods have addresses of both · cluster.families: ['${other}'], if they have ${other} only · leave it out, or write an ${own} address
  [FamilyNotServed]`;

const cases = [
  ["dns.addresses: 'fd00::a/128'", 'IPv6', 'IPv4'],
  ["downloads.endpoints[0].cidr: '2001:db8::7/128'", 'IPv6', 'IPv4'],
  ["gateway.expose.sourceRanges[1]: '2001:db8::/32'", 'IPv6', 'IPv4'],
  ["dns.addresses: '10.96.0.10/32'", 'IPv4', 'IPv6'],
  ["weights.address: '10.96.0.15'", 'IPv4', 'IPv6'],
] as const;

export const report = cases
  .map(
    ([at, other, own]) =>
      `test.${at.startsWith('gateway') ? '' : 'cluster.'}${at} is an ${other} address, and pods of the cluster have ${own} only.
  fix: ${fix(other, own)}`,
  )
  .join('\n');
