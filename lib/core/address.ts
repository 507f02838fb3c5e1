/** Single IP addresses of both families, as text: whether one is written rightly, its range, and which range holds it. */
import { parseCidr } from './cidr';

/** The range of one address: `10.96.0.10/32`, `fd00::a/128`. */
export const rangeOf = (address: string): string => `${address}/${address.includes(':') ? 128 : 32}`;

/** Whether a text is an IP address of either family, without brackets. */
export const isAddress = (text: string): boolean => parseCidr(rangeOf(text)) !== undefined;

/** The IPv4 address some steps after another; `undefined` where there is none. */
export function addressAfter(address: string, steps: number): string | undefined {
  const range = address.includes(':') ? undefined : parseCidr(rangeOf(address));
  const value = range === undefined ? undefined : range.first + BigInt(steps);
  return value === undefined || value >= 1n << 32n ? undefined : [24n, 16n, 8n, 0n].map((shift) => `${(value >> shift) & 255n}`).join('.');
}

/** Whether a range holds an address; false where either is not one, or they are of two families. */
export function holds(cidr: string, address: string): boolean {
  const [range, one] = [parseCidr(cidr), parseCidr(rangeOf(address))];
  return range !== undefined && one !== undefined && range.family === one.family && range.first <= one.first && one.last <= range.last;
}
