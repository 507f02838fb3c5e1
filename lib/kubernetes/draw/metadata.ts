/** Adds labels and annotations to the metadata of an object. Those that it has already stay as they are. */
import type { Manifest } from '../read';

type Texts = Readonly<Record<string, string>>;

const joined = (added: Texts | undefined, own: Texts | undefined): Texts | undefined =>
  added === undefined || Object.keys(added).length === 0 ? own : { ...added, ...own };

/** The object with further labels and annotations; the very same object where there are none. */
export function withMetadata(
  manifest: Manifest,
  { labels, annotations }: { readonly labels?: Texts; readonly annotations?: Texts },
): Manifest {
  if (labels === undefined && annotations === undefined) return manifest;
  const { metadata } = manifest;
  return {
    ...manifest,
    metadata: {
      ...metadata,
      labels: joined(labels, metadata.labels),
      annotations: joined(annotations, metadata.annotations),
    },
  };
}
