/** Manifests as YAML that every reader takes the same way: sorted keys, no anchors, no folding, ambiguous words quoted. */
import { stringify } from 'yaml';
import type { Manifest } from '../kubernetes/manifest';

/** YAML 1.1 is what Kubernetes' own reader speaks: `on`, `yes` and `012` are quoted. */
const options = { version: '1.1', aliasDuplicateObjects: false, lineWidth: 0, sortMapEntries: true, indent: 2, blockQuote: 'literal' } as const;

/** One document per manifest, each but the first after `---`, with a final newline. */
export const toYaml = (manifests: readonly Manifest[]): string => manifests.map((manifest) => stringify(manifest, options)).join('---\n');

/** Any value as one document. */
export const documentYaml = (value: unknown): string => stringify(value, { ...options, sortMapEntries: false });
