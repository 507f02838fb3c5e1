/** Every environment has snapshots, and the ones kept as whole texts show every kind of object that is rendered. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { environments } from '../../overlays';

const snapshotOf = (name: string): string =>
  readFileSync(join(__dirname, '__snapshots__', `${name}.test.ts.snap`), 'utf8');
/** Kinds in a snapshot: `kind: Service` in a whole text, `  Service llm-serving/ollama 1f8c20d3a947` in an index. */
const kindsIn = (snapshot: string): readonly string[] =>
  [...snapshot.matchAll(/^(?:kind: |  (?=\w+ \S+ [\da-f]{12}$))(\w+)/gm)].map(([, kind = '']) => kind);
const kindsOf = (names: readonly string[]): readonly string[] =>
  [...new Set(names.flatMap((name) => kindsIn(snapshotOf(name))))].sort();

test.each(environments.map(({ name }) => [name]))('%s has its snapshots', (name) => {
  expect(kindsOf([name])).toEqual(expect.arrayContaining(['Deployment', 'NetworkPolicy', 'Service']));
});

test('the whole texts of local and production show every kind of object', () => {
  expect(kindsOf(['local', 'production'])).toEqual(kindsOf(environments.map(({ name }) => name)));
});
