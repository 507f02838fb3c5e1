/**
 * Every example of docs/how-to/adapt.md and docs/how-to/expose.md synthesises, and the objects that the pages show come
 * out of it.
 */
import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import {
  FaultError,
  formatFault,
  gib,
  gigabytes,
  seconds,
  synthesise,
  type AnyEnvironmentInput,
  type Manifest,
  type Prerequisite,
} from '../../lib';
import { adapted, chat, cpu, gpu } from '../plan/fixtures/adapted';
import { type Example, examplesOf, fieldsOf, readPage } from './examples';

const clients = { default: { models: 'all' } } as const;
const names = { chat, gpu, cpu, gib, gigabytes, seconds, clients, cluster: adapted.cluster };

function environmentOf(example: Example): AnyEnvironmentInput {
  const fields: { readonly prerequisites?: readonly Prerequisite[] } = fieldsOf(example, names);
  return { ...adapted, ...fields, prerequisites: [...adapted.prerequisites, ...(fields.prerequisites ?? [])] };
}

/** Whether a value holds all that another shows; entries of a list may stand anywhere in it. */
function holds(value: unknown, shown: unknown): boolean {
  if (Array.isArray(shown))
    return Array.isArray(value) && shown.every((entry) => value.some((each: unknown) => holds(each, entry)));
  if (typeof shown !== 'object' || shown === null) return value === shown;
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.entries(shown).every(([key, inner]) => holds((value as Readonly<Record<string, unknown>>)[key], inner))
  );
}

const titleOf = ({ kind, metadata: { namespace, name } }: Manifest): string =>
  `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;

/** The object that a part of the page names in its first line; a final `*` stands for a hash. */
function named(manifests: readonly Manifest[], text: string): Manifest | undefined {
  const [, title = ''] = /^# (.+)$/m.exec(text) ?? [];
  return manifests.find((each) =>
    title.endsWith('*') ? titleOf(each).startsWith(title.slice(0, -1)) : titleOf(each) === title,
  );
}

function report(environment: AnyEnvironmentInput): string {
  try {
    synthesise(environment);
    return 'it synthesises';
  } catch (error) {
    if (error instanceof FaultError) return error.faults.map(formatFault).join('\n');
    throw error;
  }
}

const examples = examplesOf(readPage('docs/how-to/adapt.md'));
/** Objects of other programs have no title. */
const isOurs = ({ text }: Example['shown'][number]): boolean => text.startsWith('# ');
const exposed = examplesOf(readPage('docs/how-to/expose.md')).map((each) => ({
  ...each,
  shown: each.shown.filter(isOurs),
}));

test('the pages have examples, each with what comes out', () => {
  expect(examples.length).toBeGreaterThan(6);
  expect(examples.filter(({ shown }) => shown.length === 0)).toEqual([]);
  expect(exposed.flatMap(({ shown }) => shown).length).toBeGreaterThan(6);
});

test('a part is found only in an object that has it', () => {
  expect(holds({ a: [{ b: 1, c: 2 }, 3] }, { a: [{ c: 2 }] })).toBe(true);
  expect(holds({ a: [{ b: 1 }] }, { a: [{ c: 2 }] })).toBe(false);
});

describe.each([...examples, ...exposed])('$heading', (example) => {
  const refused = example.shown.filter(({ as }) => as === 'text');
  const objects = example.shown.filter(({ as }) => as === 'yaml');
  if (refused.length > 0) {
    test('is refused in these words', () => {
      expect(`${report(environmentOf(example))}\n`).toBe(refused[0]?.text);
    });
  }
  if (objects.length > 0) {
    test('gives the objects that the page shows', () => {
      const manifests = synthesise(environmentOf(example)).charts.flatMap((chart) => chart.manifests);
      for (const { text } of objects) {
        const object = named(manifests, text);
        expect(object).toBeDefined();
        const shown = load(text);
        if (!holds(object, shown)) expect(object).toMatchObject(shown as object);
        expect(holds(object, shown)).toBe(true);
      }
    });
  }
});
