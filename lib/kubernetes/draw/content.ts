/**
 * Objects that are replaced, never changed: their names end in a hash of their content, and this is the one place that
 * says of what.
 */
import { contentHash, hashedName } from '../../core';
import { programComponent } from './labels';
import { type Manifest, title } from '../read';

/** A value as text that does not depend on the order of its keys; what is `undefined` is left out, as in JSON. */
function canonicalText(value: unknown): string {
  if (Array.isArray(value))
    return `[${value.map((each) => (each === undefined ? 'null' : canonicalText(each))).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonicalText(each)}`).join(',')}}`;
}

/** The name of an object by its content: the spec of a Job, the data of a ConfigMap. */
export const nameByContent = (base: string, content: object): string => hashedName(base, canonicalText(content));

/** Base of the name of what only one workload's programs read. */
export const listsOf = (instance: string): string => `${instance}-lists`;

/** Base of the name of the template from which each pod of a workload gets its claim. */
export const claimOf = (instance: string): string => `${instance}-gpus`;

/** Base of the name of a program that all workloads of a namespace share. */
export const programNamed = (program: string): string => `${programComponent}-${program}`;

const hashed = /^(.+)-([0-9a-f]{8})$/;

/** Whether a name ends in a hash. */
export const endsInHash = (name: string): boolean => hashed.test(name);

/** What the hash in the name of an object covers; `undefined` for kinds that are not named so. */
function contentOf({ kind, spec, data, binaryData }: Manifest): object | undefined {
  if (kind === 'Job' || kind === 'ResourceClaimTemplate') return spec ?? {};
  if (kind !== 'ConfigMap') return undefined;
  return binaryData === undefined ? (data ?? {}) : { data, binaryData };
}

/**
 * The name of an object without the hash of its content, `undefined` if its name does not end in one. A long base is cut
 * in the name, and its instance has it whole.
 */
function baseOf(manifest: Manifest): string | undefined {
  const { name, labels = {} } = manifest.metadata;
  const [, prefix = '', hash] = hashed.exec(name) ?? [];
  const content = hash === undefined ? undefined : contentOf(manifest);
  if (content === undefined) return undefined;
  const text = canonicalText(content);
  const instance = labels['app.kubernetes.io/instance'] ?? prefix;
  return [prefix, instance, listsOf(instance), claimOf(instance), programNamed(instance)].find(
    (base) => base.startsWith(prefix) && contentHash(`${base}\n${text}`) === hash,
  );
}

/** Whether the hash at the end of an object's name is that of its content. */
export const isNamedByContent = (manifest: Manifest): boolean => baseOf(manifest) !== undefined;

/** `Job model-store/load-qwen` for `Job model-store/load-qwen-1a2b3c4d`: what an object is called in any revision. */
export function lastingTitle(manifest: Manifest): string {
  const base = baseOf(manifest);
  return base === undefined ? title(manifest) : title({ ...manifest, metadata: { ...manifest.metadata, name: base } });
}

/**
 * The name that follows the content of a changed object.
 *
 * @param before the object before the change; its name stays if it does not follow its content
 */
export function nameAfter(before: Manifest, after: Manifest): string {
  const base = baseOf(before);
  const content = contentOf(after);
  return base === undefined || content === undefined ? before.metadata.name : nameByContent(base, content);
}
