import { expect, test } from '@jest/globals';
import { familiesOf, type Families, familyFacts, familyOf, hasFamily, hostText } from '../../lib/core/families';
import { parseCidr } from '../../lib/core/cidr';

test.each<[Families, string, boolean, string]>([
  [['IPv4'], '0.0.0.0', false, 'IPv4'],
  [['IPv6'], '::', false, 'IPv6'],
  [['IPv4', 'IPv6'], '::', true, 'IPv4 and IPv6'],
  [['IPv6', 'IPv4'], '::', true, 'IPv6 and IPv4'],
])('servers of %j listen at %s', (families, every, takesBoth, text) => {
  const facts = familyFacts(families);
  expect(facts).toMatchObject({ every, takesBoth, text });
  // The examples are of the first family.
  expect([familyOf(facts.resolver), familyOf(facts.service)]).toEqual([families[0], families[0]]);
  expect(parseCidr(facts.resolver)?.isCanonical).toBe(true);
});

test('the families of addresses, in their order', () => {
  expect(familiesOf([])).toBeUndefined();
  expect(familiesOf(['fd00::/108', '10.96.0.0/16', 'fd00::a'])).toEqual(['IPv6', 'IPv4']);
  expect([hasFamily(['IPv6'], 'IPv6'), hasFamily(['IPv6'], 'IPv4')]).toEqual([true, false]);
});

test('an address of IPv6 has brackets before a port', () => {
  expect([hostText('fd00::1'), hostText('10.0.0.1')]).toEqual(['[fd00::1]', '10.0.0.1']);
});
