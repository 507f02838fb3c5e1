/** Which sides are compared: one that is named by itself with any other, those of a revision by their names. */
import { expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sidesOfFolder } from '../../scripts/diff/rendered-folder';
import { comparisons, type Named, sideFor } from '../../scripts/diff/sides';

const named = (isOne: boolean, ...names: readonly string[]): Named => ({
  isOne,
  sides: new Map(names.map((name) => [name, { name, charts: [] }])),
});
const pairs = (before: Named, after: Named): readonly string[] =>
  comparisons(before, after).map((pair) => pair.map(({ name }) => name).join(' → '));

test('two that are named are compared, whatever their names', () => {
  expect(pairs(named(true, 'staging'), named(true, 'production'))).toEqual(['staging → production']);
});

test('a revision with one environment is not compared with a new one of another name', () => {
  const revision = named(false, 'local');
  expect(pairs(revision, named(false, 'local', 'dev'))).toEqual(['nothing (dev) → dev', 'local → local']);
  expect(pairs(revision, named(false, 'dev'))).toEqual(['nothing (dev) → dev', 'local → nothing (local)']);
  expect(sideFor(revision, 'dev')).toMatchObject({ name: 'nothing (dev)', charts: [] });
  expect(sideFor(revision, 'local').name).toBe('local');
});

test('a side that is named is the one that an environment is compared with', () => {
  expect(sideFor(named(true, 'staging'), 'production').name).toBe('staging');
  expect(pairs(named(false, 'local', 'staging'), named(true, 'staging'))).toEqual(['staging → staging']);
});

test('a folder without a manifest is no side: everything would count as new', () => {
  const folder = mkdtempSync(join(tmpdir(), 'corral-empty-'));
  try {
    expect(() => sidesOfFolder(folder)).toThrow(/there is no manifest in this folder/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
