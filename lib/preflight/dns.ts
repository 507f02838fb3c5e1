/** Where an environment lets names be resolved, beside the DNS Service of its cluster and the caches on its nodes. */
import { childPath, familyFacts, hasFamily, holds, rangeOf } from '../core';
import { liveDns, liveFamilies, nodeLocalDns } from '../inventory';
import { difference, type Comparison, type Difference } from './difference';
import { listed } from './node-list';

const quotedList = (texts: readonly string[]): string => texts.map((text) => `'${text}'`).join(', ');

/**
 * The families that the cluster shows, beside those that the environment states. A second one that the environment does
 * not use changes nothing; probes go to the first.
 */
export function familyDifferences({ synthesis: { plan }, inventory }: Comparison): readonly Difference[] {
  const { name, cluster } = plan.environment;
  const live = liveFamilies(inventory);
  if (live === undefined) return [];
  const { families: found, areAllKnown } = live;
  const [first] = found;
  const served = cluster.families.filter((each) => !areAllKnown || hasFamily(found, each));
  if (first === cluster.families[0] && served.length === cluster.families.length) return [];
  const right = areAllKnown ? found : [first, ...cluster.families.filter((each) => each !== first)];
  return [
    difference(
      'AddressFamily',
      childPath(name, 'cluster', 'families'),
      `pods with ${familyFacts(cluster.families).text} addresses`,
      areAllKnown
        ? `a cluster with ${familyFacts(found).text}, in this order`
        : `a cluster whose first family is ${first}`,
      `families: [${quotedList(right)}]`,
    ),
  ];
}

/** A second family that the environment states, where the cluster shows only its first. */
export function unseenFamilies({ synthesis: { plan }, inventory }: Comparison): readonly string[] {
  const { name, cluster } = plan.environment;
  const live = liveFamilies(inventory);
  const [, second] = cluster.families;
  if (second === undefined || live === undefined || live.areAllKnown) return [];
  return [
    `${childPath(name, 'cluster', 'families')}: whether the cluster has ${second} too: it shows no ranges of Services, and its DNS Service has ${live.families[0]} only`,
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
  ];
}
