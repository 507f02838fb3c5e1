/** Address ranges of both families. */
import { describe, expect, test } from '@jest/globals';
import {
  addressAfter,
  covers,
  holds,
  isAddress,
  mayHoldPods,
  parseCidr,
  rangeOf,
  isLinkLocal,
  reservedIn,
  translated,
  type AddressRange,
} from '../../lib/core/cidr';

test.each([
  ['10.0.0.0/24', false],
  ['10.0.0.1/24', true],
  ['192.0.2.7/32', false],
  ['0.0.0.0/0', false],
  ['fd00::/64', false],
  ['fd00::1/64', true],
  ['::/0', false],
  ['FD00:0:0:0:0:0:0:1/128', false],
  ['::1/128', false],
  ['1::/16', false],
])('%s is a range; bits after its prefix: %s', (text, hasHostBits) => {
  expect(parseCidr(text)?.hasHostBits).toBe(hasHostBits);
});

test.each([
  '',
  '10.0.0.0',
  '10.0.0/8',
  '010.0.0.0/8',
  '256.0.0.0/8',
  '10.0.0.0/33',
  '10.0.0.0/08',
  '10.0.0.0/-1',
  '::::::/64',
  ':/0',
  '1:::2/64',
  '::/129',
  'fe80::%eth0/64',
  '::ffff:10.0.0.0/104',
  '::ffff:a00:0/104',
  '1:2:3:4:5:6:7/64',
  '1:2:3:4:5:6:7:8:9/64',
  '12345::/64',
  '10.0.0.0/8 ',
  `${'0'.repeat(5000)}::/64`,
])("'%s' is none", (text) => {
  expect(parseCidr(text)).toBeUndefined();
});

test.each([
  'fd00::/64',
  '::/0',
  '::1/128',
  '1::/16',
  '2600:0:1::/48',
  '1:0:2:3:4:5:6:7/128',
  '1:0:0:2::/64',
  '10.0.0.0/8',
])('%s is the form of RFC 5952', (text) => {
  expect(parseCidr(text)?.isCanonical).toBe(true);
});

test.each(['FD00::/64', 'fd00:0::/64', '0::/0', '1:0:0:2:0:0:0:0/64', '02::/16', '1::2:3:4:5:6:7/128'])(
  '%s is another form',
  (text) => {
    expect(parseCidr(text)?.isCanonical).toBe(false);
  },
);

const range = (text: string): AddressRange => parseCidr(text) as AddressRange;

test.each([
  ['0.0.0.0/1', '0.0.0.0/8, this host'],
  ['128.0.0.0/1', '169.254.0.0/16, the link-local addresses, with the metadata service of clouds'],
  ['127.0.0.1/32', '127.0.0.0/8, the loopback addresses'],
  ['168.63.129.0/24', '168.63.129.16/32, the host agent of Azure'],
  ['fd00:ec2::254/128', 'fd00:ec2::/64, the metadata service of AWS'],
  ['fc00::/7', 'fd00:ec2::/64, the metadata service of AWS'],
  ['fe80::1/128', 'fe80::/10, the link-local addresses'],
  ['::1/128', '::/127, this host and its loopback address'],
])('%s reaches %s', (text, reserved) => {
  expect(reservedIn(range(text))).toBe(reserved);
});

test.each(['10.0.0.0/24', '192.0.2.0/24', '185.199.108.0/22', '2606:50c0:8000::/48', 'fd12::/64', '100.64.1.0/24'])(
  '%s reaches nothing reserved, and is no network of pods',
  (text) => {
    expect([reservedIn(range(text)), mayHoldPods(range(text))]).toEqual([undefined, false]);
  },
);

test.each(['10.0.0.0/8', '10.96.0.0/12', '8.0.0.0/6', '192.168.0.0/16', '100.64.0.0/10', 'fd12::/48'])(
  '%s may hold the pods of a cluster',
  (text) => {
    expect(mayHoldPods(range(text))).toBe(true);
  },
);

test.each([
  ['10.0.0.0/8', '10.1.2.3/32', true],
  ['10.0.0.0/9', '10.0.0.0/8', false],
  ['0.0.0.0/0', '255.255.255.255/32', true],
  ['::/0', 'fd00::/8', true],
  ['::/0', '10.0.0.0/8', false],
])('%s covers %s: %s', (outer, inner, expected) => {
  expect(covers(range(outer), range(inner))).toBe(expected);
});

describe('a range holds', () => {
  test.each<readonly [string, string, boolean]>([
    ['10.96.0.0/12', '10.96.0.10', true],
    ['10.96.0.10/32', '10.96.0.10', true],
    ['10.96.0.10/32', '10.96.0.11', false],
    ['0.0.0.0/0', '203.0.113.9', true],
    ['fd00::/8', 'fd12:3456::a', true],
    ['fd00::a/128', 'fd00:0:0::a', true],
    ['fd00::/16', 'fe80::1', false],
    ['::/0', '10.0.0.1', false],
    ['0.0.0.0/0', 'fd00::1', false],
    ['10.0.0.0/33', '10.0.0.0', false],
    ['10.0.0.0', '10.0.0.0', false],
    ['nonsense/8', '10.0.0.0', false],
  ])('%s and %s: %s', (cidr, address, expected) => {
    expect(holds(cidr, address)).toBe(expected);
  });
});

test('what an address is', () => {
  expect(['10.0.0.1', '::', '::1', 'fd00::a', '1:2:3:4:5:6:7:8'].filter((text) => !isAddress(text))).toEqual([]);
  expect(
    [
      '10.0.0',
      '10.0.0.256',
      '10.0.0.1.2',
      'dns.example',
      '',
      ':',
      ':::',
      '1:2:3:4:5:6:7:8:9',
      '1::2::3',
      '[::1]',
      'fd00::g',
    ].filter(isAddress),
  ).toEqual([]);
  expect(['10.96.0.10', 'fd00::a'].map(rangeOf)).toEqual(['10.96.0.10/32', 'fd00::a/128']);
});

test.each<readonly [string, number, string | undefined]>([
  ['10.96.0.10', 5, '10.96.0.15'],
  ['10.96.0.254', 5, '10.96.1.3'],
  ['255.255.255.250', 5, '255.255.255.255'],
  ['255.255.255.251', 5, undefined],
  ['fd00::a', 5, 'fd00::f'],
  ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffb', 5, undefined],
  ['dns.example', 5, undefined],
])('the address %s and %d steps: %s', (address, steps, expected) => {
  expect(addressAfter(address, steps)).toBe(expected);
});

test.each([
  ['169.254.20.10/32', true],
  ['fe80::1/128', true],
  ['FEBF::1/128', true],
  ['fe8::1/128', false],
  ['fe80::/9', false],
  ['fec0::1/128', false],
  ['10.0.0.1/32', false],
])('%s is link-local: %s', (cidr, is) => {
  expect(isLinkLocal(cidr)).toBe(is);
});

test.each([
  ['10.0.0.0/8', ['64:ff9b::a00:0/104']],
  ['169.254.169.254/32', ['64:ff9b::a9fe:a9fe/128']],
  ['fd00::/8', []],
])('a translator gives %s the range %j', (cidr, ranges) => {
  expect(translated(cidr)).toEqual(ranges);
});
