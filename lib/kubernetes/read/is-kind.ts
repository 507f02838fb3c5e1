/** The type of a manifest, by its kind. */
import { factsOf, groupOf, type Kind, type Kinds } from '../kinds';
import type { Manifest } from './manifest';

/** A manifest of a kind. Every field of it may be missing: an amendment may have taken it away. */
export type ManifestOf<K extends Kind> = Manifest & Partial<Omit<Kinds[K], 'apiVersion' | 'kind' | 'metadata'>>;

/** Whether a manifest is of a kind, and of its API group. */
export const isKind = <K extends Kind>(manifest: Manifest, kind: K): manifest is ManifestOf<K> =>
  manifest.kind === kind && groupOf(manifest.apiVersion) === groupOf(factsOf(kind).apiVersion);

/** The manifests of a kind. */
export const ofKind = <K extends Kind>(manifests: readonly Manifest[], kind: K): readonly ManifestOf<K>[] =>
  manifests.filter((manifest): manifest is ManifestOf<K> => isKind(manifest, kind));
