/** Fields that do not exist: what was meant by each, and where it goes instead. */
import { z } from 'zod';
import { childPath, type Path, suggest } from '../../core';
import type { FaultList } from '../fault-codes';
import { inner, schemasAt } from './shapes';
import { pathOf, wordText } from './text';
import { type Issue, meantFields } from './unions';

const wordSeparator = '\n';

/** The fields of an object as the message of its issue: zod does not report them. */
export const fieldsMessage = ({ shape }: z.ZodObject): string => Object.keys(shape).join(wordSeparator);

/** Unknown fields of one object that are reported one by one. */
const mostUnknown = 20;

/** Whether a value is of the type that a field takes, by the issue of its absence. */
function fits(absent: Issue, value: unknown): boolean {
  if (absent.code === 'invalid_value') return absent.values.some((word) => typeof word === typeof value);
  if (absent.code !== 'invalid_type') return false;
  const { expected } = absent;
  if (expected === 'array' || expected === 'tuple') return Array.isArray(value);
  if (expected === 'object' || expected === 'record') return typeof value === 'object' && !Array.isArray(value);
  return expected === (Number.isInteger(value) && expected === 'int' ? 'int' : typeof value);
}

/** What is known of the place of an unknown field. */
export interface Surroundings {
  /** The schema that is read, and the path at which it stands. */
  readonly schema: z.ZodType;
  readonly base: Path;
  /** Fields of the whole environment, which any part of it may be given by mistake. */
  readonly outermost: readonly string[];
}

const hasField = (schema: unknown, key: string): boolean => {
  const bare = inner(schema);
  return bare instanceof z.ZodObject && Object.hasOwn(bare.shape, key);
};

/** The word by which a discriminated union chooses the form that has a field: `read: 'in-place'`. */
function formWith(schema: unknown, key: string): string | undefined {
  const bare = inner(schema);
  if (!(bare instanceof z.ZodDiscriminatedUnion)) return undefined;
  const by = bare.def.discriminator;
  const words = bare.options.flatMap((option) => {
    const deeper = formWith(option, key);
    if (deeper !== undefined) return [deeper];
    const chosen = hasField(option, key) ? (inner(option) as z.ZodObject).shape[by] : undefined;
    return chosen instanceof z.ZodLiteral ? [`${by}: ${[...chosen.values].map(wordText).join(' or ')}`] : [];
  });
  return words.length === 0 ? undefined : [...new Set(words)].join(' or ');
}

/** Where an unknown field belongs: below a field beside it, beside the object, or in the environment itself. */
function placeOf(
  key: string,
  path: readonly PropertyKey[],
  { schema, base, outermost }: Surroundings,
): string | undefined {
  const owners = schemasAt(schema, path);
  const forms = owners.flatMap((owner) => formWith(owner, key) ?? []);
  if (forms.length > 0) return `leave it out: it goes with ${forms.join(' or ')}`;
  for (const owner of owners.map(inner)) {
    if (!(owner instanceof z.ZodObject)) continue;
    const [field] = Object.entries(owner.shape).find(([, each]) => hasField(each, key)) ?? [];
    if (field !== undefined) return `move it to ${pathOf(base, [...path, field, key])}`;
  }
  if (path.length > 0 && schemasAt(schema, path.slice(0, -1)).some((parent) => hasField(parent, key)))
    return `move it to ${pathOf(base, [...path.slice(0, -1), key])}`;
  const [root = base] = base.split(/[.[]/);
  return outermost.includes(key) && pathOf(base, path) !== root ? `move it to ${childPath(root, key)}` : undefined;
}

/** Fields of one object that all belong below one field of it that is absent: one fault. */
function reportNested(
  faults: FaultList,
  issue: z.core.$ZodIssueUnrecognizedKeys,
  absent: Map<Path, Issue>,
  owner: Path,
  { schema }: Surroundings,
): boolean {
  if (issue.keys.length < 2) return false;
  for (const each of schemasAt(schema, issue.path).map(inner)) {
    if (!(each instanceof z.ZodObject)) continue;
    const [field] =
      Object.entries(each.shape).find(
        ([name, value]) => issue.input?.[name] === undefined && issue.keys.every((unknown) => hasField(value, unknown)),
      ) ?? [];
    if (field === undefined) continue;
    absent.delete(childPath(owner, field));
    faults.add('UnknownKey', owner, `${issue.keys.join(', ')} are fields of '${field}'`, {
      fix: `${field}: { ${issue.keys.join(', ')} }`,
    });
    return true;
  }
  return false;
}

/** Fields that have a new name: the end of their path, the name, and why. */
const renamed: readonly (readonly [end: string, now: string, because: string])[] = [
  ['.cluster.gateway', 'requestsFrom', "since an environment has a 'gateway' of its own"],
];

/** An unknown field, and the required one that it was meant to be: two issues, one fault. */
export function reportUnknown(
  faults: FaultList,
  issue: z.core.$ZodIssueUnrecognizedKeys,
  absent: Map<Path, Issue>,
  surroundings: Surroundings,
): void {
  const allowed = issue.message.split(wordSeparator);
  const owner = pathOf(surroundings.base, issue.path);
  if (reportNested(faults, issue, absent, owner, surroundings)) return;
  if (issue.keys.length > mostUnknown) {
    faults.add('UnknownKey', owner, `${issue.keys.length - mostUnknown} further fields do not exist`, { allowed });
  }
  const free = allowed.filter((word) => issue.input?.[word] === undefined);
  for (const key of issue.keys.slice(0, mostUnknown)) {
    const [, now, because = ''] = renamed.find(([end]) => childPath(owner, key).endsWith(end)) ?? [];
    if (now !== undefined) {
      faults.add('UnknownKey', childPath(owner, key), `this field is called '${now}', ${because}`, {
        'did you mean': now,
      });
      continue;
    }
    const near = meantFields(key, free);
    const place = suggest(key, free).length > 0 ? undefined : placeOf(key, issue.path, surroundings);
    const required = free.filter((word) => absent.has(childPath(owner, word)));
    const misspelt =
      near.find((word) => required.includes(word)) ??
      (near.length === 0 && place === undefined && issue.keys.length === 1 && required.length === 1
        ? required.find((word) => {
            const missing = absent.get(childPath(owner, word));
            return missing !== undefined && fits(missing, issue.input?.[key]);
          })
        : undefined);
    if (misspelt !== undefined) absent.delete(childPath(owner, misspelt));
    faults.add('UnknownKey', childPath(owner, key), 'there is no such field', {
      'did you mean': misspelt !== undefined ? [misspelt] : place === undefined ? near : [],
      allowed,
      fix: misspelt === undefined && place !== undefined ? place : [],
    });
  }
}
