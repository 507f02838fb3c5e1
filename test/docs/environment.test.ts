/** The page of all fields says what a person needs in order to choose a value. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'reference', 'environment.md'), 'utf8');

/** Cells of the rows of fields: the field, what is allowed, the unit, the default, the meaning. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, field = '', allowed = '', , , meaning = '']) => ({ field: field.replaceAll('`', ''), allowed, meaning }));

const wordsOf = (allowed: string): readonly string[] => allowed.split(' · ').filter((each) => /^'[^']*'$/.test(each));

/** Whether the words are Corral's: kinds and effects of Kubernetes and operations of JSON patch are documented elsewhere. */
const isOurs = ({ field, allowed }: { readonly field: string; readonly allowed: string }): boolean =>
  !field.startsWith('catalog.') && !field.endsWith('.op') && !/^'[A-Z]/.test(allowed);

test('a field that takes one of several words says what they mean', () => {
  const choices = rows.filter((row) => wordsOf(row.allowed).length > 1 && isOurs(row));
  expect(choices.length).toBeGreaterThan(40);
  expect(choices.filter(({ meaning }) => meaning === '').map(({ field }) => field)).toEqual([]);
});

test('a field names each word once, and the words of all variants', () => {
  for (const { field, allowed } of rows) {
    const words = wordsOf(allowed);
    expect({ field, words: [...new Set(words)] }).toEqual({ field, words });
  }
  expect(rows.find(({ field }) => field === 'cluster.weights.kind')?.allowed).toBe(
    "'nfs' · 'direct' · 'class' · 'existing'",
  );
});
