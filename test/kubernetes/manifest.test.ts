/** What objects are called, and what makes two the same. */
import { expect, test } from '@jest/globals';
import { identity, title, type Manifest } from '../../lib/kubernetes/read/manifest';

const claim: Manifest = { apiVersion: 'v1', kind: 'Claim', metadata: { name: 'a', namespace: 'n' } };

test('a title has the namespace where there is one', () => {
  expect([title(claim), title({ ...claim, metadata: { name: 'a' } })]).toEqual(['Claim n/a', 'Claim a']);
});

test('group, kind, namespace and name make an object; the version does not', () => {
  expect(identity(claim)).toBe('/Claim/n/a');
  expect(identity({ ...claim, apiVersion: 'v2' })).toBe(identity(claim));
  const others: readonly Manifest[] = [
    { ...claim, apiVersion: 'apps/v1' },
    { ...claim, kind: 'Other' },
    { ...claim, metadata: { name: 'a' } },
    { ...claim, metadata: { name: 'b', namespace: 'n' } },
  ];
  expect(new Set([claim, ...others].map(identity)).size).toBe(5);
});
