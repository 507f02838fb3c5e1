/** Reads a value by a schema and reports what is wrong with it as faults; it never throws and never guesses. */
import { z } from 'zod';
import { type Fault, isPlainObject, type Path, suggest, valueText } from '../../core';
import { FaultList } from '../fault-codes';
import { environmentSchema } from './environment';
import { objectsOf, schemasAt, shapeText } from './shapes';
import { pathOf, typeText, wordText } from './text';
import { flatten, type Issue, ownCodes, withoutConsequences } from './unions';
import { fieldsMessage, reportUnknown } from './unknown-keys';

const isWhole = (schema: unknown): boolean => schema instanceof z.ZodNumberFormat;

/**
 * An issue's message is made to be what is allowed, in words. zod does not report the keys that an object has, and its
 * error map can only return a text: so for unknown keys that text is the list of them. Bounds and forms have messages
 * of their own.
 */
const allowedWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'unrecognized_keys' && issue.inst instanceof z.ZodObject) return fieldsMessage(issue.inst);
  if (issue.code !== 'invalid_type') return undefined;
  if (issue.inst instanceof z.ZodObject) return shapeText(issue.inst);
  return typeText(isWhole(issue.inst) ? 'int' : issue.expected);
};

function missing(faults: FaultList, place: Path, allowed: readonly string[]): void {
  faults.add('MissingField', place, 'this field has no default and was left out', { allowed });
}

/** A value in words; an object without fields is named as a list without entries is. */
const givenText = (input: unknown): string =>
  isPlainObject(input) && Object.keys(input).length === 0 ? 'an empty object' : valueText(input);

/** A number or a truth value where a text goes, as it is written: `a text: '4711'`; a text where a number goes. */
function typed({ message, expected, input }: z.core.$ZodIssueInvalidType): string {
  if (expected === 'string' && (Number.isFinite(input) || typeof input === 'boolean'))
    return `${message}: '${String(input)}'`;
  const isNumber = expected === 'number' || expected === 'int';
  return isNumber && typeof input === 'string' && /^\d{1,15}$/.test(input) && message.endsWith(' number')
    ? `${message}: ${Number(input)}`
    : message;
}

/** What the value itself, not a part of it, should have been, in words. */
function ownTypes(issue: Issue): readonly string[] {
  if (issue.code === 'invalid_type') return [typed(issue)];
  if (issue.code === 'invalid_value') return issue.values.map(wordText);
  return issue.code === 'invalid_union' ? branchTypes(issue.errors) : [];
}

/** What the branches of a union take, in words. */
const branchTypes = (branches: readonly (readonly Issue[])[]): readonly string[] => [
  ...new Set(branches.flat().flatMap((issue) => (issue.path.length > 0 ? [] : ownTypes(issue)))),
];

const valueAt = (input: unknown, key: string): unknown =>
  typeof input === 'object' && input !== null ? (input as Readonly<Record<string, unknown>>)[key] : undefined;

const isMissing = ({ input, code }: Issue): boolean =>
  input === undefined && (ownCodes.includes(code) || code === 'invalid_union');

/** Why a value of the whole cluster is not among those of one namespace. */
const belongsToCluster = 'belongs to the whole cluster, and the rights of this environment end at one namespace';

/** Why a word that is known elsewhere is not among those of a field, by the end of the field's path. */
const notOffered: readonly (readonly [field: string, word: string, because: string])[] = [
  ['.cluster.priorityClasses', 'owned', `a PriorityClass ${belongsToCluster}`],
  ['.cluster.runtimeClass', 'owned', `a RuntimeClass ${belongsToCluster}`],
  ['.cluster.weights.kind', 'nfs', `its StorageClass ${belongsToCluster}: have one made, and use kind 'class'`],
];

const reasonAgainst = (place: Path, given: unknown): string | undefined =>
  notOffered.find(([field, word]) => word === given && place.endsWith(field))?.[2];

/** What serves where no word of a closed list does, by the end of the field's path. */
const instead: readonly (readonly [field: string, fix: string])[] = [
  [
    '.architecture.architecture',
    'measure the memory of this model, and lock it with --measured: corral measure ./FILE --server PATH',
  ],
];

/** The words of a closed list that may have been meant. */
const meantOf = (given: unknown, words: readonly unknown[]): readonly string[] =>
  typeof given === 'string'
    ? suggest(
        given,
        words.filter((word) => typeof word === 'string'),
      ).map(wordText)
    : [];

function notAllowed(faults: FaultList, place: Path, given: unknown, words: readonly unknown[]): void {
  const meant = meantOf(given, words);
  const reason = reasonAgainst(place, given);
  if (reason !== undefined)
    return faults.add('NotAllowed', place, `${valueText(given)} is not offered, because ${reason}`, {
      allowed: words.map(wordText),
    });
  faults.add('NotAllowed', place, `${valueText(given)} is not among what is allowed`, {
    'did you mean': meant.length < words.length ? meant : [],
    allowed: words.map(wordText),
    fix: instead.flatMap(([field, fix]) => (place.endsWith(field) ? [fix] : [])),
  });
}

function reportUnion(
  faults: FaultList,
  place: Path,
  issue: z.core.$ZodIssueInvalidUnion,
  forms: readonly z.ZodObject[],
): void {
  if (!('options' in issue) || issue.discriminator === undefined) {
    // The fields of an object name none of its forms, or several.
    if (issue.errors.some((branch) => branch.every(({ code, path }) => path.length > 0 || !ownCodes.includes(code))))
      return faults.add('BadFormat', place, `${givenText(issue.input)} does not have the right form`, {
        allowed: forms.map(shapeText),
      });
    return faults.add('WrongType', place, `${valueText(issue.input)} is of the wrong type`, {
      allowed: branchTypes(issue.errors),
    });
  }
  const options = issue.options ?? [];
  const given = valueAt(issue.input, issue.discriminator);
  return given === undefined
    ? missing(faults, place, options.map(wordText))
    : notAllowed(faults, place, given, options);
}

/** A test of our own says by its parameters whether it is about the form or the range. */
function reportCustom(faults: FaultList, place: Path, issue: z.core.$ZodIssueCustom): void {
  const value = givenText(issue.input);
  if (issue.params?.['format'] === true)
    faults.add('BadFormat', place, `${value} does not have the right form`, { allowed: issue.message });
  else if (issue.params?.['range'] === true)
    faults.add('OutOfRange', place, `${value} is out of range`, { allowed: issue.message });
  else faults.add('WrongType', place, `${value} is of the wrong type`, { allowed: issue.message });
}

/** A key of a record that does not have the form of its keys. */
function reportKey(faults: FaultList, place: Path, issue: z.core.$ZodIssueInvalidKey): void {
  const key = String(issue.path.at(-1) ?? '');
  faults.add('BadName', place, `${valueText(key)} does not have the right form`, {
    allowed: issue.issues.map(({ message }) => message),
  });
}

function reportIssue(faults: FaultList, place: Path, issue: Issue, forms: readonly z.ZodObject[]): void {
  switch (issue.code) {
    case 'invalid_value':
      return notAllowed(faults, place, issue.input, issue.values);
    case 'invalid_union':
      return reportUnion(faults, place, issue, forms);
    case 'too_small':
    case 'too_big':
      return faults.add('OutOfRange', place, `${valueText(issue.input)} is out of range`, { allowed: issue.message });
    case 'invalid_format':
      return faults.add('BadFormat', place, `${givenText(issue.input)} does not have the right form`, {
        allowed: issue.message,
      });
    case 'custom':
      return reportCustom(faults, place, issue);
    case 'invalid_key':
      return reportKey(faults, place, issue);
    case 'invalid_type':
      return faults.add('WrongType', place, `${valueText(issue.input)} is of the wrong type`, {
        allowed: typed(issue),
      });
    default:
      return faults.add('WrongType', place, `${valueText(issue.input)} cannot be read`);
  }
}

/** Fields of the whole environment, which a part of it may be given by mistake; anything may have a name. */
const outermost = Object.keys(environmentSchema.shape).filter((field) => field !== 'name');

/** A value that a schema accepts, or the faults that say why not. */
export type Read<T> =
  | { readonly value: T; readonly faults?: undefined }
  | { readonly value?: undefined; readonly faults: readonly Fault[] };

/** Reads `input` by a schema; `path` is where it stands in the environment. */
export function read<T>(schema: z.ZodType<T>, input: unknown, path: Path): Read<T> {
  const result = schema.safeParse(input, { reportInput: true, error: allowedWords, jitless: true });
  if (result.success) return { value: result.data };
  const issues = withoutConsequences(flatten(result.error.issues, schema));
  const faults = new FaultList();
  const absent = new Map(issues.filter(isMissing).map((issue) => [pathOf(path, issue.path), issue]));
  for (const issue of issues)
    if (issue.code === 'unrecognized_keys') reportUnknown(faults, issue, absent, { schema, base: path, outermost });
  for (const issue of issues) {
    const place = pathOf(path, issue.path);
    if (issue.code === 'unrecognized_keys') continue;
    const forms = schemasAt(schema, issue.path).flatMap(objectsOf);
    if (!isMissing(issue)) reportIssue(faults, place, issue, forms);
    else if (absent.delete(place)) missing(faults, place, ownTypes(issue));
  }
  return { faults: faults.faults };
}
