/** IP addresses and ranges of both families, as text: which range holds an address. It does not judge how they are written. */

/** An address as a number, and how many bits its family has. */
interface Parsed {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

const parsedV4 = (text: string): Parsed | undefined => {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return { bits: 32, value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
};

const groupBits = 16n;
const groups = 8;

function parsedV6(text: string): Parsed | undefined {
  const halves = text.split('::');
  if (!/^[\da-f:]+$/i.test(text) || halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = groups - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const all = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!all.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined;
  return { bits: 128, value: all.reduce((sum, group) => (sum << groupBits) + BigInt(`0x${group}`), 0n) };
}

const parsed = (text: string): Parsed | undefined => (text.includes(':') ? parsedV6(text) : parsedV4(text));

/** Whether a text is an IP address of either family, without brackets. */
export const isAddress = (text: string): boolean => parsed(text) !== undefined;

/** The range of one address: `10.96.0.10/32`, `fd00::a/128`. */
export const rangeOf = (address: string): string => `${address}/${address.includes(':') ? 128 : 32}`;

/** Whether a range holds an address; false where either is not one, or they are of two families. */
export function holds(cidr: string, address: string): boolean {
  const [network = '', length = ''] = cidr.split('/');
  const [range, one] = [parsed(network), parsed(address)];
  if (range === undefined || one === undefined || range.bits !== one.bits || !/^\d{1,3}$/.test(length)) return false;
  const free = BigInt(range.bits - Number(length));
  return free >= 0n && range.value >> free === one.value >> free;
}
