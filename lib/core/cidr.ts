/**
 * IP addresses and ranges of both families: how they are written, what a range covers, and whether two have addresses
 * in common.
 */

/** A range of addresses. */
export interface AddressRange {
  readonly family: 4 | 6;
  /** First address of the range. */
  readonly first: bigint;
  readonly last: bigint;
  /** Bits of the prefix. */
  readonly prefix: number;
  /** Whether the address has bits beyond the prefix: `10.0.0.1/24`. */
  readonly hasHostBits: boolean;
  /** Whether the text is the one form that RFC 5952 gives the range: `fd00::/64`, not `FD00:0::/64`. */
  readonly isCanonical: boolean;
}

const octet = /^(0|[1-9]\d{0,2})$/;

function ipv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => octet.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

const groups = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));

/** Without dotted parts: an IPv4 address inside an IPv6 one has another meaning to each component that reads it. */
function ipv6(text: string): bigint | undefined {
  const [head = '', tail, more] = text.split('::');
  if (more !== undefined) return undefined;
  const [before, after] = [groups(head), groups(tail ?? '')];
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...before, ...Array.from({ length: missing }, () => '0'), ...after];
  if (!all.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return all.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

/** An IPv6 address as RFC 5952 writes it: lower case, no leading zeros, the first longest run of zeros left out. */
function ipv6Text(value: bigint): string {
  const parts = Array.from({ length: 8 }, (_, i) => ((value >> BigInt(16 * (7 - i))) & 0xffffn).toString(16));
  const zeros = (start: number): number => parts.slice(start).findIndex((part) => part !== '0');
  const runs = parts.map((_, start) => (zeros(start) === -1 ? 8 - start : zeros(start)));
  const longestRun = Math.max(...runs);
  const start = runs.indexOf(longestRun);
  return longestRun < 2
    ? parts.join(':')
    : `${parts.slice(0, start).join(':')}::${parts.slice(start + longestRun).join(':')}`;
}

const ipv4Text = (value: bigint): string => [24n, 16n, 8n, 0n].map((shift) => `${(value >> shift) & 255n}`).join('.');

/** An address as it is written, from its number. */
export const addressText = (family: AddressRange['family'], value: bigint): string =>
  family === 4 ? ipv4Text(value) : ipv6Text(value);

/** Longest text of a range: eight groups, and the prefix. */
const longest = 43;

/** Reads `10.0.0.0/24` or `fd00::/64`; `undefined` when it is no range. An IPv4 address mapped into IPv6 is none. */
export function parseCidr(text: string): AddressRange | undefined {
  const [, address = '', digits = ''] = text.length > longest ? [] : (/^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? []);
  const family = address.includes(':') ? 6 : 4;
  const value = family === 4 ? ipv4(address) : ipv6(address);
  const bits = family === 4 ? 32 : 128;
  const prefix = Number(digits);
  if (digits === '' || value === undefined || prefix > bits || (family === 6 && value >> 32n === 0xffffn))
    return undefined;
  const size = 1n << BigInt(bits - prefix);
  const first = value - (value % size);
  return {
    family,
    first,
    last: first + size - 1n,
    prefix,
    hasHostBits: first !== value,
    isCanonical: family === 4 || ipv6Text(value) === address,
  };
}

/** A range that is written in the code. */
function known(text: string): AddressRange {
  const range = parseCidr(text);
  if (range === undefined) throw new RangeError(`${text} is no address range`);
  return range;
}

export const share = (a: AddressRange, b: AddressRange): boolean =>
  a.family === b.family && a.first <= b.last && b.first <= a.last;

/** Addresses inside a machine or its cloud, with what answers there. */
const reserved: Readonly<Record<string, string>> = {
  '0.0.0.0/8': 'this host',
  '127.0.0.0/8': 'the loopback addresses',
  '169.254.0.0/16': 'the link-local addresses, with the metadata service of clouds',
  '100.100.100.200/32': 'the metadata service of Alibaba Cloud',
  '168.63.129.16/32': 'the host agent of Azure',
  '224.0.0.0/4': 'the multicast addresses',
  '240.0.0.0/4': 'the reserved addresses',
  '::/127': 'this host and its loopback address',
  'fe80::/10': 'the link-local addresses',
  'fd00:ec2::/64': 'the metadata service of AWS',
  'fd20:ce::254/128': 'the metadata service of Google Cloud',
  'ff00::/8': 'the multicast addresses',
};

const reservedRanges = Object.entries(reserved).map(([text, what]) => ({ text, what, range: known(text) }));

/**
 * What a range reaches that no download comes from: `169.254.0.0/16 (the link-local addresses …)`; `undefined` when
 * nothing.
 */
export function reservedIn(range: AddressRange): string | undefined {
  const found = reservedRanges.find((each) => share(range, each.range));
  return found === undefined ? undefined : `${found.text}, ${found.what}`;
}

const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'].map(known);

/** Whether all addresses of a range are in another. */
export const covers = (outer: AddressRange, inner: AddressRange): boolean =>
  outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;

/** Bits of the prefix from which on a private range is one network and not most of a cluster. */
const narrow = { 4: 20, 6: 64 } as const;

/** Whether a range is wide enough to hold the pods and Services of a cluster. */
export const mayHoldPods = (range: AddressRange): boolean =>
  range.prefix < narrow[range.family] && privateRanges.some((each) => share(range, each));

/** The range of one address: `10.96.0.10/32`, `fd00::a/128`. */
export const rangeOf = (address: string): string => `${address}/${address.includes(':') ? 128 : 32}`;

/** True if a text is an IP address of either family, without brackets. */
export const isAddress = (text: string): boolean => parseCidr(rangeOf(text)) !== undefined;

/** The address some steps after another of its family; `undefined` if there is none. */
export function addressAfter(address: string, steps: number): string | undefined {
  const range = parseCidr(rangeOf(address));
  if (range === undefined) return undefined;
  const value = range.first + BigInt(steps);
  return value >= 1n << (range.family === 4 ? 32n : 128n) ? undefined : addressText(range.family, value);
}

const linkLocal = ['169.254.0.0/16', 'fe80::/10'].map(known);

/** Link-local addresses are those of caches on the node, never that of a Service. */
export function isLinkLocal(cidr: string): boolean {
  const range = parseCidr(cidr);
  return range !== undefined && linkLocal.some((each) => covers(each, range));
}

const ownOfNode = ['127.0.0.0/8', '0.0.0.0/8', '::/128', '::1/128'].map(known);

/** Whether a host is another one to each node that asks for it: a loopback or link-local address, or `localhost`. */
export function isOfNode(host: string): boolean {
  if (/(^|\.)localhost$/i.test(host)) return true;
  const range = parseCidr(rangeOf(host));
  return range !== undefined && [...ownOfNode, ...linkLocal].some((each) => covers(each, range));
}

const translator = known('64:ff9b::/96');

/**
 * The range of IPv6 that a translator (NAT64) gives to a range of IPv4: `64:ff9b::a00:0/104` for `10.0.0.0/8`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6052
 */
export function translated(cidr: string): readonly string[] {
  const range = parseCidr(cidr);
  return range?.family === 4
    ? [`${addressText(6, translator.first + range.first)}/${translator.prefix + range.prefix}`]
    : [];
}

/** True if a range holds an address; false if either is none, or if they are of two families. */
export function holds(cidr: string, address: string): boolean {
  const [range, one] = [parseCidr(cidr), parseCidr(rangeOf(address))];
  return range !== undefined && one !== undefined && covers(range, one);
}
