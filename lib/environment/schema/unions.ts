/** Which of the forms of a union was meant: its issues count, and those of the other forms are left out. */
import { suggest } from '../../core';
import type { z } from 'zod';
import { objectsOf, schemasAt } from './shapes';

export type Issue = z.core.$ZodIssue;

/** Issues of a value that is not what the schema takes at all. */
export const ownCodes: readonly Issue['code'][] = ['invalid_type', 'invalid_value'];

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Words of at least three letters that a longer one contains: `secret` of `secretName`. */
export const containedIn = (word: string, words: readonly string[]): readonly string[] =>
  words.filter((each) => each.length >= 3 && word.toLowerCase().includes(each.toLowerCase()));

/** The fields that a misspelt or longer one may have been. */
export function meantFields(key: string, fields: readonly string[]): readonly string[] {
  const near = suggest(key, fields);
  return near.length > 0 ? near : containedIn(key, fields).toSorted((a, b) => b.length - a.length);
}

/** The form of an object that its fields name: the one that alone has one of them, misspelt or not. */
function namedForm(input: Fields, forms: readonly z.ZodObject[]): z.ZodObject | undefined {
  const fields = forms.map(({ shape }) => Object.keys(shape));
  const own = fields.map((names) => names.filter((name) => !fields.every((others) => others.includes(name))));
  const given = Object.keys(input).filter((key) => input[key] !== undefined);
  const named = forms.filter((_, i) => own[i]?.some((name) => given.includes(name)));
  if (named.length > 0) return named.length === 1 ? named[0] : undefined;
  const unknown = given.filter((key) => !fields.some((names) => names.includes(key)));
  const meant = unknown.flatMap((key) => meantFields(key, own.flat())[0] ?? []);
  return forms.find((_, i) => own[i]?.some((name) => meant.includes(name)));
}

/** The branch of a union that was meant: the one whose own type fits; `undefined` when none does. */
function meantBranch(issue: z.core.$ZodIssueInvalidUnion, schema: unknown): readonly Issue[] | undefined {
  const deep = issue.errors.filter(
    (issues) => !issues.some(({ code, path }) => path.length === 0 && ownCodes.includes(code)),
  );
  const forms = schemasAt(schema, issue.path).flatMap((each) => objectsOf(each));
  if (!isFields(issue.input) || deep.length < 2 || forms.length !== deep.length)
    return deep.toSorted((a, b) => a.length - b.length)[0];
  const form = namedForm(issue.input, forms);
  return form === undefined ? undefined : deep[forms.indexOf(form)];
}

/** Unions inside out: an issue of a union becomes those of the branch that was meant. */
export function flatten(issues: readonly Issue[], schema: unknown): readonly Issue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union' || issue.discriminator !== undefined) return [issue];
    const meant = meantBranch(issue, schema);
    if (meant === undefined) return [issue];
    return flatten(
      meant.map((each) => ({ ...each, path: [...issue.path, ...each.path] })),
      schema,
    );
  });
}

/** What the value of a field, not a part of it, was tested for has no meaning where a part of it is wrong. */
export const withoutConsequences = (issues: readonly Issue[]): readonly Issue[] =>
  issues.filter(
    ({ code, path }) =>
      code !== 'custom' ||
      !issues.some(
        (other) =>
          (other.code !== 'custom' || other.path.length > path.length) && path.every((key, i) => other.path[i] === key),
      ),
  );
