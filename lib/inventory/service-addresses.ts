/** Addresses of Services on a live cluster: the ranges that they come from, and who has one. */
import { addressAfter, type Families, familiesOf, familyOf, parseCidr, rangeOf } from '../core';
import { liveDns } from './dns';
import type { Inventory } from './inventory';
import { partOf } from './live-object';

/** Kinds that show the addresses; an API server has them from Kubernetes 1.33 on. */
export const serviceAddressKinds = [
  { group: 'networking.k8s.io', plural: 'ipaddresses' },
  { group: 'networking.k8s.io', plural: 'servicecidrs' },
] as const;

export interface ServiceAddresses {
  /** Ranges of Services; none if the cluster does not show them. */
  readonly ranges: readonly string[];
  /** True if every address that a Service has was read. */
  readonly areAllKnown: boolean;
  /**
   * True if a Service can have an address: one of a range, but not its first or last. With no range of its family shown,
   * any.
   */
  isInRange(address: string): boolean;
  /** The Service that has an address: `kube-system/kube-dns`; `undefined` if none was seen. */
  holderOf(address: string): string | undefined;
}

interface ParentRef {
  readonly parentRef: { readonly namespace?: string; readonly name: string };
}

/** The API server gives neither the first nor the last address of a range. */
function isInside(range: string, address: string): boolean {
  const [all, one] = [parseCidr(range), parseCidr(rangeOf(address))];
  return all !== undefined && one !== undefined && all.first < one.first && one.last < all.last;
}

/** The range of Services that the API server itself makes. */
const ofApiServer = 'kubernetes';

const rangesOf = ({ of }: Inventory): readonly string[] =>
  of('ServiceCIDR')
    .toSorted((a, b) => Number(b.metadata.name === ofApiServer) - Number(a.metadata.name === ofApiServer))
    .flatMap(({ spec }) => partOf<{ readonly cidrs: readonly string[] }>(spec).cidrs ?? []);

/** The address families of a cluster, as far as it shows them. */
export interface LiveFamilies {
  /** Its own first. */
  readonly families: Families;
  /** Whether it has no others. */
  readonly areAllKnown: boolean;
}

/**
 * The address families of a cluster: those of the ranges of Services, or of the DNS Service where the cluster does not
 * show them; `undefined` where neither is seen. A Service with an address of one family may be in a cluster of two: it
 * gets both only if it asks for them.
 */
export function liveFamilies(inventory: Inventory): LiveFamilies | undefined {
  const ofRanges = familiesOf(rangesOf(inventory));
  if (ofRanges !== undefined) return { families: ofRanges, areAllKnown: true };
  const dns = liveDns(inventory);
  const families = familiesOf(dns?.addresses ?? []);
  return families && { families, areAllKnown: families.length > 1 || dns?.asksForBothFamilies === true };
}

/** What a cluster shows of the addresses of its Services. */
export function serviceAddresses(inventory: Inventory): ServiceAddresses {
  const { of } = inventory;
  const taken = of('IPAddress').flatMap(({ metadata, spec }): readonly (readonly [string, string])[] => {
    const { parentRef } = partOf<ParentRef>(spec);
    return parentRef === undefined ? [] : [[metadata.name, `${parentRef.namespace ?? ''}/${parentRef.name}`]];
  });
  const seen = of('Service').flatMap(({ metadata, spec }) => {
    const { clusterIP, clusterIPs = clusterIP === undefined ? [] : [clusterIP] } = partOf<{
      readonly clusterIP: string;
      readonly clusterIPs: readonly string[];
    }>(spec);
    return clusterIPs.map((address) => [address, `${metadata.namespace ?? ''}/${metadata.name}`] as const);
  });
  const holders = new Map([...seen, ...taken]);
  const ranges = rangesOf(inventory);
  return {
    ranges,
    isInRange: (address) => {
      const own = ranges.filter((range) => familyOf(range) === familyOf(address));
      return own.length === 0 || own.some((range) => isInside(range, address));
    },
    areAllKnown: of('IPAddress').length > 0,
    holderOf: (address) => holders.get(address),
  };
}

/**
 * Steps from the start of a range to where the search begins, if nothing else says where: installers take the addresses
 * before.
 */
const stepsIntoRange = 15;

/** How many addresses are tried: as many as the API server keeps at most for Services that ask for one. */
const tries = 256;

/**
 * An address that no Service has.
 *
 * @param first where the search begins. Default, and if it is in no range: near the start of the first range
 */
export function freeServiceAddress(
  { ranges, isInRange, holderOf }: ServiceAddresses,
  first: string | undefined,
): string | undefined {
  const [start] = ranges.flatMap(
    (range) => addressAfter(range.replace(/\/.*/, ''), Math.min(stepsIntoRange, sizeOf(range) - 2)) ?? [],
  );
  const begin = first !== undefined && isInRange(first) ? first : start;
  if (begin === undefined) return undefined;
  const near = Array.from({ length: tries }, (_, step) => addressAfter(begin, step));
  return near.find((address) => address !== undefined && isInRange(address) && holderOf(address) === undefined);
}

/** Addresses of a range. */
function sizeOf(range: string): number {
  const { first = 0n, last = 0n } = parseCidr(range) ?? {};
  return Number(last - first + 1n);
}
