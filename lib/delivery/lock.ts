/** The lock: what Corral has written into a GitOps repository. Only what it lists may be changed or removed. */
import { createHash } from 'node:crypto';
import type { Manifest } from '../kubernetes/manifest';
import type { Tree } from './tree';

/** An object in the repository. */
export interface LockedObject {
  readonly sha256: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  /** Absent for the controllers' own objects. */
  readonly wave?: number;
}

/** `manifest.lock.json` of an environment. No date and no commit: the same sources give the same bytes. */
export interface Lock {
  readonly format: 1;
  readonly environment: string;
  /** Versions of what rendered. */
  readonly tools: Readonly<Record<string, string>>;
  /** By path from the root of the repository. */
  readonly objects: Readonly<Record<string, LockedObject>>;
  /** SHA-256 of each `kustomization.yaml`, by path. */
  readonly kustomizations: Readonly<Record<string, string>>;
}

export const lockName = 'manifest.lock.json';

/** Path of an environment's lock. */
export const lockPath = (environment: string): string => `${environment}/${lockName}`;

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** `Deployment/llm-serving/legal`, `Namespace/llm-serving`: how the command line names an object. */
export const objectKey = ({ kind, namespace, name }: Pick<LockedObject, 'kind' | 'namespace' | 'name'>): string =>
  [kind, ...(namespace === undefined ? [] : [namespace]), name].join('/');

const locked = ({ apiVersion, kind, metadata: { namespace, name } }: Manifest, text: string, wave: number | undefined): LockedObject =>
  ({ sha256: sha256(text), apiVersion, kind, namespace, name, wave });

/** The lock of a tree. */
export function lockOf({ environment, objects, files }: Tree, tools: Readonly<Record<string, string>>): Lock {
  const paths = new Set(objects.map(({ path }) => path));
  return {
    format: 1,
    environment,
    tools,
    objects: Object.fromEntries(objects.map(({ path, manifest, wave }) => [path, locked(manifest, files.get(path) ?? '', wave)])),
    kustomizations: Object.fromEntries([...files].filter(([path]) => !paths.has(path)).map(([path, text]) => [path, sha256(text)])),
  };
}

export const lockText = (lock: Lock): string => `${JSON.stringify(lock, null, 2)}\n`;

/** Reads a lock; `undefined` when the text is none of ours. */
export function parseLock(text: string): Lock | undefined {
  try {
    const { format, environment, objects, kustomizations } = JSON.parse(text) as Partial<Lock>;
    const isOurs = format === 1 && typeof environment === 'string' && typeof objects === 'object' && typeof kustomizations === 'object';
    return isOurs ? (JSON.parse(text) as Lock) : undefined;
  } catch {
    return undefined;
  }
}

/** SHA-256 of every file that a lock lists, by path. */
export const hashes = ({ objects, kustomizations }: Lock): ReadonlyMap<string, string> =>
  new Map([...Object.entries(objects).map(([path, object]) => [path, object.sha256] as const), ...Object.entries(kustomizations)]);
