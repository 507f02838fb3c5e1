/** The address families of a cluster, and what follows from them, in one table. */

export type AddressFamily = 'IPv4' | 'IPv6';
export const addressFamilies = ['IPv4', 'IPv6'] as const satisfies readonly AddressFamily[];

/**
 * The families that pods and Services of a cluster have. Of two the first is the cluster's own: a Service that names
 * none gets an address of it, and the kubelet sends its probes there.
 */
export type Families = readonly ['IPv4'] | readonly ['IPv6'] | readonly ['IPv4', 'IPv6'] | readonly ['IPv6', 'IPv4'];

/** What nearly every cluster has. */
export const usualFamilies: Families = ['IPv4'];

/** What follows from the families of a cluster. */
export interface FamilyFacts {
  /**
   * The address at which a server takes connections of all these families. `::` takes those of IPv4 too, unless the
   * program asks the kernel for IPv6 alone; where the kernel has no IPv6, nothing can listen there.
   */
  readonly every: '0.0.0.0' | '::';
  /** Whether a server at `every` must take connections of IPv4 beside those of IPv6. */
  readonly takesBoth: boolean;
  /** The families for people: `IPv4 and IPv6`. */
  readonly text: string;
  /** The address of a DNS Service, as an example. */
  readonly resolver: string;
  /** An address of a Service, as an example. */
  readonly service: string;
}

const ofIpv4: FamilyFacts = {
  every: '0.0.0.0',
  takesBoth: false,
  text: 'IPv4',
  resolver: '10.96.0.10/32',
  service: '10.96.0.15',
};
const ofIpv6: FamilyFacts = {
  every: '::',
  takesBoth: false,
  text: 'IPv6',
  resolver: 'fd00:10:96::a/128',
  service: 'fd00:10:96::f',
};

const table = {
  IPv4: ofIpv4,
  IPv6: ofIpv6,
  'IPv4,IPv6': { ...ofIpv4, every: '::', takesBoth: true, text: 'IPv4 and IPv6' },
  'IPv6,IPv4': { ...ofIpv6, takesBoth: true, text: 'IPv6 and IPv4' },
} as const satisfies Readonly<Record<string, FamilyFacts>>;

/** What follows from the families of a cluster. */
export const familyFacts = (families: Families): FamilyFacts => table[families.join(',') as keyof typeof table];

/** The family of an address or of a range of addresses. */
export const familyOf = (text: string): AddressFamily => (text.includes(':') ? 'IPv6' : 'IPv4');

/** Whether pods of a cluster have addresses of a family. */
export const hasFamily = (families: Families, family: AddressFamily): boolean =>
  families.some((each) => each === family);

/** An address where a port follows it, as in a web address: `[fd00::1]`. */
export const hostText = (address: string): string => (familyOf(address) === 'IPv6' ? `[${address}]` : address);

/** The families of some addresses or ranges, in their order; `undefined` if there is none. */
export function familiesOf(addresses: readonly string[]): Families | undefined {
  const found = [...new Set(addresses.map(familyOf))];
  return found.length === 0 ? undefined : (found as unknown as Families);
}
