/** Every environment has snapshots, and the ones kept as whole texts show every kind of object that is rendered. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { environments } from '../../overlays';

const snapshotOf = (name: string): string =>
  readFileSync(join(__dirname, '__snapshots__', `${name}.test.ts.snap`), 'utf8');
const names = environments.map(({ name }) => name);
/** Kinds whose whole text is in a snapshot: `kind: Service`. */
const whole = /^kind: (\w+)/gm;
/** Kinds in an index: `  Service llm-serving/ollama 1f8c20d3a947`. */
const indexed = /^ {2}(\w+) \S+ [\da-f]{12}$/gm;
const kindsOf = (shown: readonly string[], ...forms: readonly RegExp[]): readonly string[] =>
  [
    ...new Set(
      shown.flatMap((name) =>
        forms.flatMap((form) => [...snapshotOf(name).matchAll(form)].map(([, kind = '']) => kind)),
      ),
    ),
  ].sort();

test.each(names)('%s has its snapshots', (name) => {
  expect(kindsOf([name], whole, indexed)).toEqual(expect.arrayContaining(['Deployment', 'NetworkPolicy', 'Service']));
});

test('every kind of object is shown as a whole text', () => {
  expect(kindsOf(names, whole)).toEqual(kindsOf(names, whole, indexed));
});
