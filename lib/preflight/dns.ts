/** Where an environment lets names be resolved, beside the DNS Service of its cluster and the caches on its nodes. */
import { childPath, holds, rangeOf } from '../core';
import { liveDns, nodeLocalDns } from '../inventory';
import { difference, type Comparison, type Difference } from './difference';
import { listed } from './node-list';

const quotedList = (texts: readonly string[]): string => texts.map((text) => `'${text}'`).join(', ');

/** The first family of the Service is that of pods' own addresses, which probes use; engines listen on IPv4. */
function family(here: string, service: string, addresses: readonly string[]): readonly Difference[] {
  if (addresses[0]?.includes(':') !== true) return [];
  return [
    difference(
      'AddressFamily',
      here,
      'pods with IPv4 addresses first',
      `IPv6 first: Service ${service} at ${listed(addresses)}`,
      'use a cluster whose pods have IPv4 addresses first: engines listen on IPv4 only',
    ),
  ];
}

export function dnsDifferences({
  synthesis: {
    plan: { environment },
  },
  inventory,
}: Comparison): readonly Difference[] {
  const { dns } = environment.cluster;
  const place = (field: string): string => childPath(environment.name, 'cluster', 'dns', field);
  const found = liveDns(inventory, dns.pods.namespace);
  const cache = nodeLocalDns(inventory);
  const answering = [...(found?.addresses ?? []), ...(cache?.addresses ?? [])];
  const missing = [...new Set(answering.filter((address) => !dns.addresses.some((cidr) => holds(cidr, address))))];
  const isCounted = dns.nodeLocalDns || dns.addresses.length > 0 || cache !== undefined;
  const kept = dns.addresses.filter((cidr) => answering.some((address) => holds(cidr, address)));
  const who = [
    ...(found === undefined ? [] : [`Service ${found.service}`]),
    ...(cache === undefined ? [] : ['NodeLocal DNSCache']),
  ];
  return [
    ...(missing.length === 0 || !isCounted
      ? []
      : [
          difference(
            'DnsDiffers',
            place('addresses'),
            dns.addresses.length === 0 ? 'no NodeLocal DNSCache' : `DNS at ${listed(dns.addresses)}`,
            `${who.join(' and ')} at ${listed(answering)}`,
            `dns: { addresses: [${quotedList([...new Set([...kept, ...missing.map(rangeOf)])])}] }`,
          ),
        ]),
    ...(found === undefined || found.port === dns.port
      ? []
      : [
          difference(
            'DnsDiffers',
            place('port'),
            `port ${dns.port} of the DNS pods`,
            `port ${found.port} behind Service ${found.service}`,
            `dns: { port: ${found.port} }`,
          ),
        ]),
    ...(found === undefined ? [] : family(place('addresses'), found.service, found.addresses)),
  ];
}
