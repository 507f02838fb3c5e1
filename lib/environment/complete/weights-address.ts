/**
 * The cluster IP of the weights servers' Service. Engines connect to it, so they need no DNS, and no policy opens DNS
 * for them.
 */
import {
  addressAfter,
  childPath,
  type Families,
  familyFacts,
  familyOf,
  holds,
  isAddress,
  isLinkLocal,
  parseCidr,
  type Path,
  rangeOf,
  reservedIn,
} from '../../core';
import type { Cluster, Dns, WeightsStore } from '../cluster';
import type { FaultList } from '../fault-codes';
import { isReadInPlace } from '../store';

/**
 * Steps from the address of the DNS Service to that of the weights servers: `10.96.0.10` gives `10.96.0.15`. The API
 * server gives the first addresses of its range (16 of a small one, at most 256) only to Services that ask for one, and
 * installers take `.1` and `.10`.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/
 */
const steps = 5;

/** The address of the weights servers where an overlay gives none; `undefined` if none follows. */
export const usualWeightsAddress = (dnsService: string): string | undefined => addressAfter(dnsService, steps);

/** The first address of a Service in a list of resolvers, of the first family that has one: no cache on the node. */
function serviceAddress({ addresses }: Dns, families: Families): string | undefined {
  const single = addresses.flatMap((cidr) => {
    const address = cidr.replace(/\/.*/, '');
    return isAddress(address) && rangeOf(address) === cidr && !isLinkLocal(cidr) ? [address] : [];
  });
  return families.flatMap((family) => single.filter((address) => familyOf(address) === family))[0];
}

const isResolver = ({ addresses }: Dns, address: string): boolean => addresses.some((cidr) => holds(cidr, address));

function usual(dns: Dns, families: Families): string | undefined {
  const service = serviceAddress(dns, families);
  const found = service === undefined ? undefined : usualWeightsAddress(service);
  return found === undefined || isResolver(dns, found) ? undefined : found;
}

/** A store with the address of its servers; with none where serving pods read the store in place. */
export const withAddress = <Store extends WeightsStore>(weights: Store, dns: Dns, families: Families): Store =>
  isReadInPlace(weights) || weights.address !== undefined ? weights : { ...weights, address: usual(dns, families) };

/** Checks the address that an overlay gives, or that follows from its DNS. */
export function checkWeightsAddress(faults: FaultList, { weights, dns, families }: Cluster, place: Path): void {
  if (isReadInPlace(weights)) return;
  const { address } = weights;
  const here = childPath(place, 'weights', 'address');
  const { service, text } = familyFacts(families);
  const fix = `address: '${service}' with a free address near the start of the cluster's Service range`;
  if (address === undefined) {
    faults.add(
      'WeightsAddressMissing',
      here,
      `it is not given, and none follows from an ${text} address of the DNS Service`,
      { fix },
    );
    return;
  }
  const range = parseCidr(rangeOf(address));
  const reserved = range === undefined ? undefined : reservedIn(range);
  if (reserved !== undefined) faults.add('WeightsAddressTaken', here, `'${address}' is one of ${reserved}`, { fix });
  else if (isResolver(dns, address))
    faults.add('WeightsAddressTaken', here, `'${address}' is an address of cluster.dns`, { fix });
}
