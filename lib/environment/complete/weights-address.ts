/** The address of the weights servers' Service: engines ask there, and nobody lets them ask DNS. */
import { addressAfter, holds, isAddress } from '../../core/address';
import { parseCidr, reservedIn } from '../../core/cidr';
import { at, type Path } from '../../core/path';
import type { Dns, WeightsStore } from '../cluster';
import type { FaultList } from '../fault-codes';

/**
 * Steps from the address of the DNS Service to that of the weights servers: `10.96.0.10` gives `10.96.0.15`. The API server gives the
 * first 16 addresses of its range, and more of a large one, to no Service that does not ask for one, and installers take `.1` and `.10`.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/
 */
const steps = 5;

/** The first address of a Service in a list of resolvers: an IPv4 address that leaves the node. */
function serviceAddress({ addresses }: Dns): string | undefined {
  return addresses.flatMap((cidr) => /^([\d.]+)\/32$/.exec(cidr)?.[1] ?? []).find((address) => !address.startsWith('169.254.'));
}

/** The address where an overlay gives none; `undefined` where the address of the DNS Service is not known. */
function usual(dns: Dns): string | undefined {
  const service = serviceAddress(dns);
  const found = service === undefined ? undefined : addressAfter(service, steps);
  return found === undefined || dns.addresses.some((cidr) => holds(cidr, found)) ? undefined : found;
}

/** A store with the address of its servers; none where serving pods read the store in place. */
export const withAddress = <Store extends WeightsStore>(weights: Store, dns: Dns): Store =>
  (weights.kind === 'direct' || weights.address !== undefined ? weights : { ...weights, address: usual(dns) });

export function checkWeightsAddress(faults: FaultList, weights: WeightsStore, dns: Dns, place: Path): void {
  if (weights.kind === 'direct') return;
  const { address } = weights;
  const fix = "address: '10.96.0.15' with a free address of the cluster's Service range, near its begin";
  const here = at(place, 'weights', 'address');
  if (address === undefined) {
    faults.add('WeightsAddressMissing', here, 'the weights servers have no address: it follows from an IPv4 address of the DNS Service, and none is given', { fix });
    return;
  }
  const range = parseCidr(`${address}/32`);
  const reserved = range === undefined ? undefined : reservedIn(range);
  if (reserved !== undefined) faults.add('WeightsAddressTaken', here, `'${address}' is one of ${reserved}`, { fix });
  else if (isAddress(address) && dns.addresses.some((cidr) => holds(cidr, address))) {
    faults.add('WeightsAddressTaken', here, `'${address}' is an address of cluster.dns`, { fix });
  }
}
