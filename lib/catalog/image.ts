/**
 * What an image is: repository, tag and index digest, what it writes, and the oldest version that may run, with the
 * reason.
 */

import type { NodeArchitecture } from './instance';

/** A container image, pinned. */
export interface Image {
  readonly repository: string;
  readonly tag: string;
  /** Digest of the multi-platform index: `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  /** Version as numbers, for comparison with `minimum`: `[0, 34, 2]`, `[11382]`. */
  readonly version: readonly number[];
  /** Oldest version that may run, and why. */
  readonly minimum: { readonly version: readonly number[]; readonly because: string };
  /** Paths that the image writes to when it runs, each of which needs a volume under a read-only root. */
  readonly writes: readonly string[];
  /** Processors that it is built for. @default ['amd64'] */
  readonly architectures?: readonly NodeArchitecture[];
  /** Where that is known from: no index of a registry was read. @default - nowhere: amd64 is what is taken */
  readonly architecturesFrom?: string;
  /** Whether a test of ours has run this very build. */
  readonly proven: boolean;
  /** What no test has tried with it. @default - nothing to say beside `proven` */
  readonly untried?: string;
}

/** Images by a name of ours. */
export type ImageCatalog = Readonly<Record<string, Image>>;

/** `repository:tag@sha256:…`: the form that people can read and that cannot move. */
export const imageReference = ({ repository, tag, digest }: Image): string => `${repository}:${tag}@${digest}`;

/** Processors that an image is built for. */
export const architecturesOf = ({ architectures = ['amd64'] }: Image): readonly NodeArchitecture[] => architectures;

/** Below zero when `a` is older than `b`; a missing number counts as zero. */
export function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether an image is older than the oldest version of it that may run. */
export const isTooOld = ({ version, minimum }: Image): boolean => compareVersions(version, minimum.version) < 0;
