/**
 * The address of the weights servers, beside the Service range of the cluster and the addresses that other Services
 * have.
 */
import { childPath, familyOf } from '../core';
import { isReadInPlace, usualWeightsAddress } from '../environment';
import { freeServiceAddress, liveDns, partOf, serviceAddresses } from '../inventory';
import { sharedNames } from '../plan';
import { difference, type Comparison, type Difference } from './difference';
import { listed } from './node-list';

export function weightsAddressDifferences({
  synthesis: {
    plan: { environment },
  },
  inventory,
}: Comparison): readonly Difference[] {
  const {
    weights,
    namespaces: { store },
    dns,
  } = environment.cluster;
  if (isReadInPlace(weights) || weights.address === undefined) return [];
  const { address } = weights;
  const service = `${store}/${sharedNames.weightsServer}`;
  const differs = (found: string, ...fix: readonly string[]): readonly Difference[] => [
    difference(
      'ServiceAddressDiffers',
      childPath(environment.name, 'cluster', 'weights', 'address'),
      `weights servers at ${address}`,
      found,
      ...fix,
    ),
  ];
  const own = partOf<{ readonly clusterIP: string }>(
    inventory.find('Service', store, sharedNames.weightsServer)?.spec,
  ).clusterIP;
  if (own !== undefined && own !== address) {
    return differs(
      `Service ${service} at ${own}, which cannot change`,
      `address: '${own}'`,
      `before the change: kubectl --namespace ${store} delete service ${sharedNames.weightsServer}`,
    );
  }
  const live = serviceAddresses(inventory);
  const resolver = liveDns(inventory, dns.pods.namespace)?.addresses.flatMap(
    (each) => usualWeightsAddress(each) ?? [],
  )[0];
  const free = freeServiceAddress(live, resolver ?? address);
  const fix = `address: ${free === undefined ? 'a free one of the Service range' : `'${free}'`}`;
  const ofFamily = live.ranges.filter((range) => familyOf(range) === familyOf(address));
  if (!live.isInRange(address)) return differs(`Services in ${listed(ofFamily)}`, fix);
  const holder = live.holderOf(address);
  return holder === undefined || holder === service ? [] : differs(`that address at Service ${holder}`, fix);
}

/** Says so if the cluster does not show which addresses its Services have. */
export function unseenAddresses({
  synthesis: {
    plan: { environment },
  },
  inventory,
}: Comparison): readonly string[] {
  const { weights } = environment.cluster;
  if (isReadInPlace(weights) || weights.address === undefined || serviceAddresses(inventory).areAllKnown) return [];
  // The list that may not be read is named once.
  if (inventory.isUnread('IPAddress')) return [];
  return [
    `${childPath(environment.name, 'cluster', 'weights', 'address')}: whether ${weights.address} is free, since the cluster serves no IPAddresses`,
  ];
}
