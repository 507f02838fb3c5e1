/** Whether the addresses of an environment are of families that its cluster has. */
import { childPath, type Families, familyFacts, familyOf, hasFamily, type Path } from '../../core';
import type { Cluster, Endpoint } from '../cluster';
import type { FaultList } from '../fault-codes';
import type { GatewayExposure } from '../gateway';
import { isReadInPlace } from '../store';

/** Refuses an address or a range of a family that the cluster does not have. */
export function checkFamily(faults: FaultList, families: Families, address: string, place: Path): void {
  const family = familyOf(address);
  if (hasFamily(families, family)) return;
  faults.add(
    'FamilyNotServed',
    place,
    `'${address}' is an ${family} address, and pods of the cluster have ${familyFacts(families).text} only`,
    {
      fix: [
        "cluster.families: ['IPv4', 'IPv6'], the cluster's own first, if pods have addresses of both",
        `cluster.families: ['${family}'], if they have ${family} only`,
        `leave it out, or write an ${familyFacts(families).text} address`,
      ],
    },
  );
}

/** The same of a list of endpoints; `place` is that of the list. */
export const checkFamiliesOf = (
  faults: FaultList,
  families: Families,
  endpoints: readonly Endpoint[],
  place: Path,
): void => endpoints.forEach(({ cidr }, i) => checkFamily(faults, families, cidr, childPath(place, i, 'cidr')));

/** Checks who may connect to a gateway; `place` is that of the gateway. */
export function checkSourceFamilies(faults: FaultList, families: Families, expose: GatewayExposure, place: Path): void {
  if (expose.by !== 'load-balancer') return;
  expose.sourceRanges?.forEach((range, i) =>
    checkFamily(faults, families, range, childPath(place, 'expose', 'sourceRanges', i)),
  );
}

/** Checks the addresses of a cluster. The address of an NFS server is none of pods: nodes connect to it. */
export function checkFamilies(faults: FaultList, cluster: Cluster, place: Path): void {
  const { families, dns, downloads, weights } = cluster;
  const given: readonly (readonly [place: Path, addresses: readonly string[]])[] = [
    [childPath(place, 'dns', 'addresses'), dns.addresses],
    [childPath(place, 'downloads', 'proxy', 'addresses'), downloads.proxy?.addresses ?? []],
  ];
  for (const [at, addresses] of given) addresses.forEach((address) => checkFamily(faults, families, address, at));
  checkFamiliesOf(faults, families, downloads.endpoints ?? [], childPath(place, 'downloads', 'endpoints'));
  if (!isReadInPlace(weights) && weights.address !== undefined)
    checkFamily(faults, families, weights.address, childPath(place, 'weights', 'address'));
}
