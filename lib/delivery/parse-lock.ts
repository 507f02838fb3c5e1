/**
 * Reads a lock strictly. A GitOps repository can hold any text in its place, and the lock decides which files may be
 * removed.
 */
import { z } from 'zod';
import { kustomizationName } from '../render';
import { filePath } from './file-path';
import type { Lock, LockedObject } from './lock';
import { controlFolder } from './tree';

/** A lock, or the first thing that is wrong with the text: one clause without a final stop. */
export type LockText = { readonly lock: Lock } | { readonly problem: string };

/**
 * Longest texts that a lock may hold. Kubernetes takes names of at most 253 characters, and file systems names of at
 * most 255.
 */
const longest = { name: 253, text: 300, path: 1024, part: 255 } as const;

/** Texts that are printed, without control characters. */
const printable = z
  .string()
  .max(longest.text)
  .regex(/^[\x20-\x7e]+$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const label = z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
const files = z.record(z.string(), hash);

const object = z.strictObject({
  sha256: hash,
  apiVersion: z
    .string()
    .max(longest.text)
    .regex(/^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?v[a-z0-9]+$/),
  kind: z
    .string()
    .max(longest.name)
    .regex(/^[A-Za-z][A-Za-z0-9]*$/),
  namespace: label.optional(),
  name: z
    .string()
    .max(longest.name)
    .regex(/^[\x21-\x7e]+$/),
  wave: z.int().min(0).max(99).optional(),
});

const schema = z.strictObject({
  format: z.literal(1),
  environment: label,
  tools: z.record(z.string(), printable),
  objects: z.record(z.string(), object),
  kustomizations: files,
  unfinished: files.optional(),
});

/**
 * A part of a path as Corral writes it. It excludes `..`, `.git` in every spelling (`.GIT`, `git~1`), and what is not
 * ASCII.
 */
const part = /^[a-z0-9_]([a-z0-9._%A-F-]*[a-z0-9_A-F-])?$/;

function isInside(environment: string, path: string): boolean {
  const parts = path.split('/');
  return (
    path.length <= longest.path &&
    parts.every((each) => each.length <= longest.part && part.test(each)) &&
    [`${environment}/`, `${controlFolder(environment)}/`].some((folder) => path.startsWith(folder))
  );
}

const isObjectFile = (path: string, { apiVersion, kind, namespace, name }: LockedObject): boolean =>
  path.endsWith(`/${filePath({ apiVersion, kind, metadata: { namespace, name } })}`);

const longestQuoted = 160;

/** A text of the repository in a sentence: short, and without control characters. */
const quoted = (text: string): string =>
  JSON.stringify(text.length > longestQuoted ? `${text.slice(0, longestQuoted)}...` : text);

function strangePath({ environment, objects, kustomizations, unfinished = {} }: Lock): string | undefined {
  const all = [...Object.keys(objects), ...Object.keys(kustomizations), ...Object.keys(unfinished)];
  const outside = all.find((path) => !isInside(environment, path));
  if (outside !== undefined)
    return `it lists ${quoted(outside)}, which is not a file that Corral writes for ${environment}`;
  const other =
    Object.entries(objects).find(([path, entry]) => !isObjectFile(path, entry)) ??
    Object.entries(kustomizations).find(([path]) => !path.endsWith(`/${kustomizationName}`)) ??
    Object.entries(unfinished).find(([path]) => !path.endsWith('.yaml'));
  return other === undefined ? undefined : `it lists ${quoted(other[0])} as another object than Corral writes there`;
}

function problemOf({ issues: [issue] }: z.ZodError): string {
  if (issue === undefined) return 'it has a wrong form';
  const at = issue.path
    .map((key) => (typeof key === 'string' && /^\w+$/.test(key) ? `.${key}` : `[${quoted(String(key))}]`))
    .join('')
    .replace(/^\./, '');
  return at === '' ? 'it does not have the fields of a lock' : `its field ${at} has a wrong form`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads a lock.
 *
 * @param environment - the environment whose lock it must be
 * @default environment - any; every path in the lock belongs to the environment that it names
 */
export function parseLock(text: string, environment?: string): LockText {
  const value = parsed(text);
  if (value === undefined) return { problem: 'it is not JSON' };
  const read = schema.safeParse(value);
  if (!read.success) return { problem: problemOf(read.error) };
  const lock: Lock = read.data;
  if (environment !== undefined && lock.environment !== environment)
    return { problem: `it belongs to the environment ${lock.environment}, not to ${environment}` };
  const problem = strangePath(lock);
  return problem === undefined ? { lock } : { problem };
}
