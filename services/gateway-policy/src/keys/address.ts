/** The address of a client, as far as the proxies in front of the gateway are trusted. */

/**
 * Envoy appends the address that it sees to `x-forwarded-for`; each trusted proxy in front of it has appended one more.
 * What a client writes there by itself stands before those and does not count.
 */
export function clientAddress(forwardedFor: string | undefined, trustedHops: number): string {
  const addresses = (forwardedFor ?? '').split(',').map((address) => address.trim());
  const last = addresses.length - 1;
  return addresses[last - trustedHops] ?? addresses[last] ?? '';
}

/** What is limited together: an IPv4 address, or the 64 bits of an IPv6 network, of which one client has all. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped !== null) return mapped[1] ?? address;
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - groups.length - after.length) }, () => '0');
  return `${[...groups, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, '').toLowerCase())
    .join(':')}::/64`;
}
