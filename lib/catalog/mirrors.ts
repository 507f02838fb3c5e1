/** Registries that a cluster reads instead of the public ones. Tags and digests stay, so the content is the same. */
import type { Image } from './image';

/** Where images are read, by registry or by a folder of one: `{ 'ghcr.io': 'mirror.example/ghcr' }`. */
export type ImageMirrors = Readonly<Record<string, string>>;

/** The longest entry whose registry or folder holds a reference. */
const mirrorOf = (reference: string, mirrors: ImageMirrors): readonly [from: string, to: string] | undefined =>
  Object.entries(mirrors)
    .filter(([from]) => reference === from || reference.startsWith(`${from}/`))
    .sort(([a], [b]) => b.length - a.length)[0];

/** A reference, or a repository, as the cluster reads it. */
export function mirroredReference(reference: string, mirrors: ImageMirrors): string {
  const [from, to] = mirrorOf(reference, mirrors) ?? ['', ''];
  return `${to}${reference.slice(from.length)}`;
}

/** An image as the cluster reads it. */
export const mirroredImage = <I extends Image>(image: I, mirrors: ImageMirrors): I => ({
  ...image,
  repository: mirroredReference(image.repository, mirrors),
});
