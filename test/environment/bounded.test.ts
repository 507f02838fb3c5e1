/**
 * Every leaf of an environment has bounds: a lowest and a highest value, a form and a length, or a length of its list.
 */
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { environmentFields } from '../../lib/environment/schema/fields';
import { schemaFacts } from '../../lib/schema/facts';

/** Parts that are read one by one, whose schemas have a path of their own. */
const readApart = new Set(Object.keys(environmentFields));

/** Amendments may have any value: it is read by the types of the fields that it leads to. */
const anything = new Set(['amendments[].patch', 'amendments[].jsonPatch[].value']);

interface Leaf {
  readonly path: string;
  readonly schema: z.ZodType;
}

const isWrapper = (schema: z.ZodType): schema is z.ZodOptional | z.ZodNullable | z.ZodReadonly =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodReadonly;

/** Every schema below another, by path. */
function within(schema: z.ZodType, path: string): readonly Leaf[] {
  if (isWrapper(schema)) return within(schema.unwrap() as z.ZodType, path);
  if (readApart.has(path) && environmentFields[path] !== schema) return [];
  const inner = (part: unknown, key: string): readonly Leaf[] =>
    within(part as z.ZodType, path === '' ? key : `${path}${key.startsWith('[') ? '' : '.'}${key}`);
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape as Record<string, unknown>).flatMap(([key, part]) => inner(part, key));
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => within(option as z.ZodType, path));
  if (schema instanceof z.ZodArray) return [{ path, schema }, ...inner(schema.element, '[]')];
  if (schema instanceof z.ZodRecord)
    return [{ path, schema }, ...inner(schema.keyType, '(key)'), ...inner(schema.valueType, 'NAME')];
  return [{ path, schema }];
}

const leaves = Object.entries(environmentFields).flatMap(([path, schema]) => within(schema, path));
const of = (...kinds: readonly (abstract new (...given: never[]) => unknown)[]) =>
  leaves.filter(({ schema }) => kinds.some((kind) => schema instanceof kind));
const takes = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success;

describe('of an environment', () => {
  test('there are many leaves, of kinds that are known', () => {
    expect(leaves.length).toBeGreaterThan(250);
    const known = [z.ZodNumber, z.ZodString, z.ZodArray, z.ZodRecord, z.ZodEnum, z.ZodLiteral, z.ZodBoolean];
    expect(
      leaves
        .filter(({ path, schema }) => !known.some((kind) => schema instanceof kind) && !anything.has(path))
        .map(({ path }) => path),
    ).toEqual([]);
  });

  test('every number has a lowest and a highest value, with a unit and a reason', () => {
    const numbers = of(z.ZodNumber);
    expect(numbers.length).toBeGreaterThan(90);
    const open = numbers.filter(({ schema }) =>
      [1e300, -1e300, NaN, Infinity, 2 ** 53 + 2, '1'].some((value) => takes(schema, value)),
    );
    expect(open.map(({ path }) => path)).toEqual([]);
    const unexplained = numbers.filter(({ schema }) => {
      const { unit, because } = schemaFacts.get(schema) ?? {};
      return unit === undefined || because === undefined;
    });
    expect(unexplained.map(({ path }) => path)).toEqual([]);
  });

  test('every text has a form and a length', () => {
    const texts = of(z.ZodString);
    expect(texts.length).toBeGreaterThan(60);
    const values = [
      'x'.repeat(70_000),
      'a'.repeat(70_000),
      `${'a/'.repeat(40_000)}a`,
      '1'.repeat(70_000),
      '\0',
      'a\u0007b',
      '\u001b[31m',
      '\ud800',
    ];
    expect(texts.filter(({ schema }) => values.some((value) => takes(schema, value))).map(({ path }) => path)).toEqual(
      [],
    );
    expect(texts.filter(({ schema }) => schemaFacts.get(schema) === undefined).map(({ path }) => path)).toEqual([]);
  });

  test('every list and every record has a length', () => {
    const lists = of(z.ZodArray, z.ZodRecord);
    expect(lists.length).toBeGreaterThan(35);
    const unbounded = lists.filter(({ schema }) => !/\b\d+ entries/.test(schemaFacts.get(schema)?.allowed ?? ''));
    expect(unbounded.map(({ path }) => path)).toEqual([]);
    // What is said is what is done: of any entries, one more than the most is one too many.
    const larger = lists.filter(({ schema }) => {
      const most = Number(/(\d+) entries/.exec(schemaFacts.get(schema)?.allowed ?? '')?.[1] ?? 0);
      const many =
        schema instanceof z.ZodRecord
          ? Object.fromEntries(Array.from({ length: most + 1 }, (_, i) => [`k${i}`, undefined]))
          : Array.from({ length: most + 1 });
      const { error } = z.safeParse(schema, many);
      return (
        !error?.issues.some(({ path, message }) => path.length === 0 && message.includes('entries')) &&
        !isOnlyShapes(error)
      );
    });
    expect(larger.map(({ path }) => path)).toEqual([]);
  });
});

/** Entries of the wrong type end the reading before they are counted: then nothing is accepted either. */
const isOnlyShapes = (error: z.ZodError | undefined): boolean =>
  error !== undefined && error.issues.length > 0 && error.issues.every(({ path }) => path.length > 0);
