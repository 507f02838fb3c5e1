/** Reads a value by a schema and reports what is wrong with it as faults; it never throws and never guesses. */
import { z } from 'zod';
import { childPath, type Fault, type Path, suggest, valueText } from '../../core';
import { FaultList } from '../fault-codes';
import { typeText, wordText } from './text';

type Issue = z.core.$ZodIssue;

const wordSeparator = '\n';

const isWhole = (schema: unknown): boolean => schema instanceof z.ZodNumberFormat;

/**
 * An issue's message is made to be what is allowed, in words. zod does not report the keys that an object has, and its
 * error map can only return a text: so for unknown keys that text is the list of them. Bounds and forms have messages
 * of their own.
 */
const allowedWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'unrecognized_keys' && issue.inst instanceof z.ZodObject)
    return Object.keys(issue.inst.shape).join(wordSeparator);
  return issue.code === 'invalid_type' ? typeText(isWhole(issue.inst) ? 'int' : issue.expected) : undefined;
};

const pathOf = (base: Path, path: readonly PropertyKey[]): Path =>
  childPath(base, ...path.map((key) => (typeof key === 'number' ? key : String(key))));

function missing(faults: FaultList, place: Path, allowed: readonly string[]): void {
  faults.add('MissingField', place, 'this field has no default and was left out', { allowed });
}

/** Unknown fields of one object that are reported one by one. */
const mostUnknown = 20;

/** An unknown key, and the required field that it was meant to be: two issues, one fault. */
function unknownKeys(faults: FaultList, base: Path, issue: z.core.$ZodIssueUnrecognizedKeys, absent: Set<Path>): void {
  const allowed = issue.message.split(wordSeparator);
  const owner = pathOf(base, issue.path);
  if (issue.keys.length > mostUnknown) {
    faults.add('UnknownKey', owner, `${issue.keys.length - mostUnknown} further fields do not exist`, { allowed });
  }
  for (const key of issue.keys.slice(0, mostUnknown)) {
    const meant = suggest(
      key,
      allowed.filter((word) => issue.input?.[word] === undefined),
    );
    const misspelt = meant.find((word) => absent.has(childPath(owner, word)));
    if (misspelt !== undefined) absent.delete(childPath(owner, misspelt));
    faults.add('UnknownKey', childPath(owner, key), 'there is no such field', {
      'did you mean': misspelt === undefined ? meant : [misspelt],
      allowed,
    });
  }
}

/** Issues of a value that is not what the schema takes at all. */
const ownCodes: readonly Issue['code'][] = ['invalid_type', 'invalid_value'];

/** The branch of a union that was meant: the one whose own type fits; `undefined` when none does. */
function meantBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const deep = branches.filter(
    (issues) => !issues.some(({ code, path }) => path.length === 0 && ownCodes.includes(code)),
  );
  return deep.toSorted((a, b) => a.length - b.length)[0];
}

/** What the value itself, not a part of it, should have been, in words. */
function ownTypes(issue: Issue): readonly string[] {
  if (issue.code === 'invalid_type') return [issue.message];
  if (issue.code === 'invalid_value') return issue.values.map(wordText);
  return issue.code === 'invalid_union' ? branchTypes(issue.errors) : [];
}

/** What the branches of a union take, in words. */
const branchTypes = (branches: readonly (readonly Issue[])[]): readonly string[] =>
  branches.flat().flatMap((issue) => (issue.path.length > 0 ? [] : ownTypes(issue)));

const valueAt = (input: unknown, key: string): unknown =>
  typeof input === 'object' && input !== null ? (input as Readonly<Record<string, unknown>>)[key] : undefined;

/** Unions inside out: an issue of a union becomes those of the branch that was meant. */
function flatten(issues: readonly Issue[]): readonly Issue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union' || issue.discriminator !== undefined) return [issue];
    const meant = meantBranch(issue.errors);
    if (meant === undefined) return [issue];
    return flatten(meant).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
  });
}

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
  });
}

function reportUnion(faults: FaultList, place: Path, issue: z.core.$ZodIssueInvalidUnion): void {
  if (!('options' in issue) || issue.discriminator === undefined) {
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
  const value = valueText(issue.input);
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

function reportIssue(faults: FaultList, place: Path, issue: Issue): void {
  switch (issue.code) {
    case 'invalid_value':
      return notAllowed(faults, place, issue.input, issue.values);
    case 'invalid_union':
      return reportUnion(faults, place, issue);
    case 'too_small':
    case 'too_big':
      return faults.add('OutOfRange', place, `${valueText(issue.input)} is out of range`, { allowed: issue.message });
    case 'invalid_format':
      return faults.add('BadFormat', place, `${valueText(issue.input)} does not have the right form`, {
        allowed: issue.message,
      });
    case 'custom':
      return reportCustom(faults, place, issue);
    case 'invalid_key':
      return reportKey(faults, place, issue);
    case 'invalid_type':
      return faults.add('WrongType', place, `${valueText(issue.input)} is of the wrong type`, {
        allowed: issue.message,
      });
    default:
      return faults.add('WrongType', place, `${valueText(issue.input)} cannot be read`);
  }
}

/** A value that a schema accepts, or the faults that say why not. */
export type Read<T> =
  | { readonly value: T; readonly faults?: undefined }
  | { readonly value?: undefined; readonly faults: readonly Fault[] };

/** Reads `input` by a schema; `path` is where it stands in the environment. */
export function read<T>(schema: z.ZodType<T>, input: unknown, path: Path): Read<T> {
  const result = schema.safeParse(input, { reportInput: true, error: allowedWords, jitless: true });
  if (result.success) return { value: result.data };
  const issues = flatten(result.error.issues);
  const faults = new FaultList();
  const absent = new Set(issues.filter(isMissing).map((issue) => pathOf(path, issue.path)));
  for (const issue of issues) if (issue.code === 'unrecognized_keys') unknownKeys(faults, path, issue, absent);
  for (const issue of issues) {
    const place = pathOf(path, issue.path);
    if (issue.code === 'unrecognized_keys') continue;
    if (!isMissing(issue)) reportIssue(faults, place, issue);
    else if (absent.delete(place)) missing(faults, place, ownTypes(issue));
  }
  return { faults: faults.faults };
}
