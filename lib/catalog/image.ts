/** What an image is: repository, tag and index digest, who it runs as, and the oldest version that is safe, with the reason. */

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
  /** Whether a test of ours has run this very build. */
  readonly proven: boolean;
}

/** `repository:tag@sha256:…`: the form that people can read and that cannot move. */
export const imageReference = ({ repository, tag, digest }: Image): string => `${repository}:${tag}@${digest}`;
