/** Manifests as YAML that every reader takes the same way: sorted keys, no anchors, no folding, ambiguous words quoted. */
import { dump } from 'js-yaml';
import type { Manifest } from '../kubernetes/manifest';

/** `noCompatMode` stays off: `on`, `yes` and `1:30` mean something else to readers of YAML 1.1, which Kubernetes' own is. */
const options = { noRefs: true, lineWidth: -1, quotingType: '"' } as const;

/** One document per manifest, each but the first after `---`, with a final newline. */
export const toYaml = (manifests: readonly Manifest[]): string =>
  manifests.map((manifest) => dump(manifest, { ...options, sortKeys: true })).join('---\n');

/** Any value as one document, its keys in the order given. */
export const documentYaml = (value: unknown): string => dump(value, options);
