/** Every way to be wrong is told in the very words that its fixture states, and every code has a fixture. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseEnvironment } from '../../lib/environment/complete';
import { environmentFaultCodes } from '../../lib/environment/fault-codes';
import { base } from './base';
import { faultsOf, reportOf, type InvalidFixture } from './read';

const notFixtures = ['base.ts', 'read.ts', 'fixtures.test.ts', 'plan.test.ts'];

const fixtures = readdirSync(__dirname)
  .filter((file) => file.endsWith('.ts') && !notFixtures.includes(file))
  .map((file) => ({ name: file.replace(/\.ts$/, ''), fixture: require(`./${file}`) as InvalidFixture }));

test('what the fixtures change is valid before the change', () => {
  expect(reportOf(parseEnvironment(base).faults)).toBe('');
});

describe.each(fixtures)('$name', ({ fixture }) => {
  test('is told in these words', () => {
    expect(reportOf(faultsOf(fixture.inputs))).toBe(fixture.report);
  });
});

test('every code of the reader has a fixture, and no fixture has a code that is not listed', () => {
  const seen = new Set(fixtures.flatMap(({ fixture }) => faultsOf(fixture.inputs).map(({ code }) => code)));
  expect([...seen].sort()).toEqual(Object.keys(environmentFaultCodes).sort());
});

test('a meaning of a code is one line that ends in a full stop', () => {
  for (const meaning of Object.values(environmentFaultCodes)) expect(meaning).toMatch(/^[A-Z][^\n]{10,110}\.$/);
});
