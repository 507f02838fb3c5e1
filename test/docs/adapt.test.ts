/** Every example of docs/how-to/adapt.md synthesises, and the object that the page shows comes out of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
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
} from '../../lib';
import { adapted, chat, cpu, gpu } from './adapt-base';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'how-to', 'adapt.md'), 'utf8');

/** Fields of an environment, and what the page shows of the result: parts of objects, or the report. */
interface Example {
  readonly heading: string;
  readonly fields: string;
  readonly shown: readonly { readonly as: 'yaml' | 'text'; readonly text: string }[];
}

function examplesOf(markdown: string): readonly Example[] {
  const examples: { heading: string; fields: string; shown: { as: 'yaml' | 'text'; text: string }[] }[] = [];
  let heading = '';
  for (const [, title, language, text = ''] of markdown.matchAll(/^## (.+)$|^```(ts|yaml|text)\n([^]*?)^```$/gm)) {
    if (title !== undefined) heading = title;
    else if (language === 'ts') examples.push({ heading, fields: text, shown: [] });
    else examples.at(-1)?.shown.push({ as: language as 'yaml' | 'text', text });
  }
  return examples;
}

const names = { chat, gpu, cpu, gib, gigabytes, seconds, cluster: adapted.cluster };

/** The environment with the fields that the page shows: they are the inside of an object of a program. */
const environmentOf = ({ fields }: Example): AnyEnvironmentInput => ({
  ...adapted,
  ...(runInNewContext(`({${fields}})`, names) as object),
});

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

const examples = examplesOf(page);

test('the page has examples, each with what comes out', () => {
  expect(examples.length).toBeGreaterThan(6);
  expect(examples.filter(({ shown }) => shown.length === 0)).toEqual([]);
});

test('a part is found only in an object that has it', () => {
  expect(holds({ a: [{ b: 1, c: 2 }, 3] }, { a: [{ c: 2 }] })).toBe(true);
  expect(holds({ a: [{ b: 1 }] }, { a: [{ c: 2 }] })).toBe(false);
});

describe.each(examples)('$heading', (example) => {
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
