/** Ranges of addresses of both families, as numbers: which range holds which. */

/** A range: its family in bits, its first and its last address. */
export interface AddressRange {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

function ipv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

/** Groups of a part of an IPv6 address; the last may be an IPv4 address. */
function groups(text: string): readonly bigint[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const tail = ipv4(parts.at(-1) ?? '');
  const hex = tail === undefined ? parts : parts.slice(0, -1);
  if (!hex.every((part) => /^[0-9a-f]{1,4}$/i.test(part))) return undefined;
  return [...hex.map((part) => BigInt(`0x${part}`)), ...(tail === undefined ? [] : [tail >> 16n, tail & 0xffffn])];
}

function ipv6(text: string): bigint | undefined {
  const halves = text.split('::');
  const [left, right] = halves.map(groups);
  if (halves.length > 2 || left === undefined || (halves.length === 2 && right === undefined)) return undefined;
  const zeros = 8 - left.length - (right?.length ?? 0);
  if (halves.length === 2 ? zeros < 1 : zeros !== 0) return undefined;
  return [...left, ...Array.from({ length: zeros }, () => 0n), ...(right ?? [])].reduce((sum, group) => sum * 65536n + group, 0n);
}

/** `10.0.0.0/8` → its range; `undefined` for what is none. */
export function rangeOf(cidr: string): AddressRange | undefined {
  const [, address = '', length = ''] = /^([^/]+)\/(\d{1,3})$/.exec(cidr) ?? [];
  const bits = address.includes(':') ? 128 : 32;
  const value = bits === 128 ? ipv6(address) : ipv4(address);
  if (value === undefined || Number(length) > bits) return undefined;
  const size = 1n << BigInt(bits - Number(length));
  const first = value - (value % size);
  return { bits, first, last: first + size - 1n };
}

/** Whether all addresses of a range are in another. */
export const holds = (outer: AddressRange, inner: AddressRange): boolean =>
  outer.bits === inner.bits && outer.first <= inner.first && inner.last <= outer.last;

/** Whether two ranges have an address in common. */
export const meets = (a: AddressRange, b: AddressRange): boolean => a.bits === b.bits && a.first <= b.last && b.first <= a.last;
