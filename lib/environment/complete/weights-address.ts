/**
 * The cluster IP of the weights servers' Service. Engines connect to it, so they need no DNS, and no policy opens DNS
 * for them.
 */
import { addressAfter, childPath, holds, parseCidr, type Path, rangeOf, reservedIn } from '../../core';
import type { Dns, WeightsStore } from '../cluster';
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

/** The address of the weights servers where an overlay gives none; `undefined` if no IPv4 address follows. */
export const usualWeightsAddress = (dnsService: string): string | undefined => addressAfter(dnsService, steps);

/** The first address of a Service in a list of resolvers: an IPv4 address that is not one of a cache on the node. */
function serviceAddress({ addresses }: Dns): string | undefined {
  return addresses
    .flatMap((cidr) => /^([\d.]+)\/32$/.exec(cidr)?.[1] ?? [])
    .find((address) => !address.startsWith('169.254.'));
}

const isResolver = ({ addresses }: Dns, address: string): boolean => addresses.some((cidr) => holds(cidr, address));

function usual(dns: Dns): string | undefined {
  const service = serviceAddress(dns);
  const found = service === undefined ? undefined : usualWeightsAddress(service);
  return found === undefined || isResolver(dns, found) ? undefined : found;
}

/** A store with the address of its servers; with none where serving pods read the store in place. */
export const withAddress = <Store extends WeightsStore>(weights: Store, dns: Dns): Store =>
  isReadInPlace(weights) || weights.address !== undefined ? weights : { ...weights, address: usual(dns) };

/** Checks the address that an overlay gives, or that follows from its DNS. */
export function checkWeightsAddress(faults: FaultList, weights: WeightsStore, dns: Dns, place: Path): void {
  if (isReadInPlace(weights)) return;
  const { address } = weights;
  const here = childPath(place, 'weights', 'address');
  const fix = "address: '10.96.0.15' with a free address near the start of the cluster's Service range";
  if (address === undefined) {
    faults.add(
      'WeightsAddressMissing',
      here,
      'it is not given, and none follows from an IPv4 address of the DNS Service',
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
