/** Which range holds an address, in both families. */
import { describe, expect, test } from '@jest/globals';
import { holds, isAddress, rangeOf } from '../../lib/core/address';

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
  expect(['10.0.0', '10.0.0.256', '10.0.0.1.2', 'dns.example', '', ':', ':::', '1:2:3:4:5:6:7:8:9', '1::2::3', '[::1]', 'fd00::g'].filter(isAddress)).toEqual([]);
  expect(['10.96.0.10', 'fd00::a'].map(rangeOf)).toEqual(['10.96.0.10/32', 'fd00::a/128']);
});
