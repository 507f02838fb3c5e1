/**
 * All addresses outside of the cluster's pods, in groups that no policy divides: the internet, private addresses, what
 * answers inside of a node or its cloud.
 */
import { type AddressRange, addressText, covers, parseCidr, translated } from '../core';
import { nodeLocalDnsAddress } from '../kubernetes/kinds';
import type { AddressEnd } from './ends';
import type { AddressBlock } from './policies';

interface AddressClass {
  readonly name: string;
  readonly ranges: readonly string[];
}

// Nodes with their kubelets, API servers, Services.
const privateRanges = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'];
const reservedRanges = [
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** An address is of the first class that has it. */
const classes: readonly AddressClass[] = [
  { name: 'metadata address 169.254.169.254', ranges: ['169.254.169.254/32'] },
  { name: `node-local DNS ${nodeLocalDnsAddress}`, ranges: [`${nodeLocalDnsAddress}/32`] },
  { name: 'private addresses', ranges: privateRanges },
  { name: 'reserved addresses', ranges: reservedRanges },
  { name: 'internet', ranges: ['0.0.0.0/0'] },
];

/** The same of IPv6. Behind a translator (NAT64) are the addresses of IPv4. */
const classes6: readonly AddressClass[] = [
  { name: 'metadata address fd00:ec2::254', ranges: ['fd00:ec2::254/128'] },
  { name: 'metadata address fd20:ce::254', ranges: ['fd20:ce::254/128'] },
  { name: 'private IPv6 addresses', ranges: ['fc00::/7'] },
  {
    name: 'reserved IPv6 addresses',
    ranges: [
      '::/96',
      ...[...privateRanges, ...reservedRanges].flatMap(translated),
      '64:ff9b:1::/48',
      '2002::/16',
      'fe80::/10',
      'ff00::/8',
    ],
  },
  { name: 'IPv6 internet', ranges: ['::/0'] },
];

/** Where no policy names an address of IPv6, none divides them. */
const undivided6: readonly AddressClass[] = [{ name: 'IPv6 addresses', ranges: ['::/0'] }];

const read = (texts: readonly string[]): readonly AddressRange[] => texts.flatMap((text) => parseCidr(text) ?? []);

/** Ranges between the limits of others: each is wholly inside or outside of every one of them. */
function pieces(limits: readonly AddressRange[], family: AddressRange['family']): readonly AddressRange[] {
  const own = limits.filter((range) => range.family === family);
  const starts = [...new Set(own.flatMap(({ first, last }) => [first, last + 1n]))].sort((a, b) => (a < b ? -1 : 1));
  return starts.slice(0, -1).map((first, i) => ({
    family,
    first,
    last: (starts[i + 1] ?? first) - 1n,
    prefix: 0,
    hasHostBits: false,
    isCanonical: false,
  }));
}

/** Touching ranges joined. */
const joined = (ranges: readonly AddressRange[]): readonly AddressRange[] =>
  ranges.reduce<readonly AddressRange[]>((done, range) => {
    const last = done.at(-1);
    return last?.last === range.first - 1n ? [...done.slice(0, -1), { ...last, last: range.last }] : [...done, range];
  }, []);

/** `10.1.2.3`, `10.0.0.0-10.0.0.255` */
export const rangeText = ({ family, first, last }: AddressRange): string =>
  first === last ? addressText(family, first) : `${addressText(family, first)}-${addressText(family, last)}`;

const size = (ranges: readonly AddressRange[]): bigint =>
  ranges.reduce((sum, { first, last }) => sum + last - first + 1n, 0n);

/** The parts of one class: the largest is `other internet`, the others have their ranges in the name. */
function named(name: string, parts: readonly (readonly AddressRange[])[]): readonly AddressEnd[] {
  const [largest, ...others] = [...parts].sort((a, b) => (size(a) > size(b) ? -1 : 1));
  if (largest === undefined) return [];
  return [
    { kind: 'addresses', name: others.length === 0 ? name : `other ${name}`, ranges: largest },
    ...others.map((ranges): AddressEnd => ({
      kind: 'addresses',
      name: `${name} ${ranges.map(rangeText).join(', ')}`,
      ranges,
    })),
  ];
}

/** All addresses, divided where one of some blocks of policies begins or ends. */
export function addressEnds(blocks: readonly AddressBlock[]): readonly AddressEnd[] {
  const texts = [...new Set(blocks.flatMap(({ cidr, except = [] }) => [cidr, ...except]))];
  const written = read(texts);
  const all = [...classes, ...(written.some(({ family }) => family === 6) ? classes6 : undivided6)];
  const limits = [...written, ...read(all.flatMap(({ ranges }) => ranges))];
  const groups = all.map(({ name, ranges }) => ({
    name,
    ranges: read(ranges),
    parts: new Map<string, AddressRange[]>(),
  }));
  for (const piece of [...pieces(limits, 4), ...pieces(limits, 6)]) {
    const group = groups.find(({ ranges }) => ranges.some((range) => covers(range, piece)));
    const key = written.map((range) => (covers(range, piece) ? '1' : '0')).join('');
    group?.parts.set(key, [...(group.parts.get(key) ?? []), piece]);
  }
  return groups.flatMap(({ name, parts }) => named(name, [...parts.values()].map(joined)));
}
