/**
 * The lock: the files that Corral has written into a GitOps repository. Only the files that it lists are changed or
 * removed.
 */
import { sha256 } from '../core';
import type { Manifest } from '../kubernetes/read';
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
  /**
   * SHA-256 of each file as it was before the run that wrote this lock, by path. Present only until that run has
   * written every file: the next run then knows both states of a file, and completes what a killed run has begun.
   */
  readonly unfinished?: Readonly<Record<string, string>>;
}

export const lockName = 'manifest.lock.json';

/** Path of an environment's lock. */
export const lockPath = (environment: string): string => `${environment}/${lockName}`;

/** `Deployment/llm-serving/legal`, `Namespace/llm-serving`: how the command line names an object. */
export const objectKey = ({ kind, namespace, name }: Pick<LockedObject, 'kind' | 'namespace' | 'name'>): string =>
  [kind, ...(namespace === undefined ? [] : [namespace]), name].join('/');

const locked = (
  { apiVersion, kind, metadata: { namespace, name } }: Manifest,
  text: string,
  wave: number | undefined,
): LockedObject => ({ sha256: sha256(text), apiVersion, kind, namespace, name, wave });

/** The lock of a tree. */
export function lockOf({ environment, objects, files }: Tree, tools: Readonly<Record<string, string>>): Lock {
  const paths = new Set(objects.map(({ path }) => path));
  return {
    format: 1,
    environment,
    tools,
    objects: Object.fromEntries(
      objects.map(({ path, manifest, wave }) => [path, locked(manifest, files.get(path) ?? '', wave)]),
    ),
    kustomizations: Object.fromEntries(
      [...files].filter(([path]) => !paths.has(path)).map(([path, text]) => [path, sha256(text)]),
    ),
  };
}

export const lockText = (lock: Lock): string => `${JSON.stringify(lock, null, 2)}\n`;

/** The SHA-256 values that a file of ours may have, by path. A path has two of them while a run is unfinished. */
export function knownHashes({
  objects,
  kustomizations,
  unfinished = {},
}: Lock): ReadonlyMap<string, ReadonlySet<string>> {
  const known = new Map<string, Set<string>>();
  const entries = [
    ...Object.entries(objects).map(([path, object]) => [path, object.sha256] as const),
    ...Object.entries(kustomizations),
    ...Object.entries(unfinished),
  ];
  for (const [path, hash] of entries) known.set(path, (known.get(path) ?? new Set()).add(hash));
  return known;
}
