/** Annotations that a controller reads, put on an object that has others. */
import type { Manifest } from '../kubernetes/read';

/** A copy with further annotations; absent values are left out, and an object without any stays as it is. */
export function marked(manifest: Manifest, marks: Readonly<Record<string, string | undefined>>): Manifest {
  const given = Object.entries(marks).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  if (given.length === 0) return manifest;
  const annotations = { ...manifest.metadata.annotations, ...Object.fromEntries(given) };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}
