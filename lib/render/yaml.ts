/**
 * Manifests as YAML that every reader takes the same way: sorted keys, no anchors, no folding, ambiguous words quoted.
 */
import { CORE_SCHEMA, dump, Type, types } from 'js-yaml';
import type { Manifest } from '../kubernetes/read';
import { YamlWriter } from './yaml-writer';

declare module 'js-yaml' {
  // oxlint-disable-next-line no-unused-vars -- imported above; the published types leave them out
  const types: { readonly timestamp: Type; readonly merge: Type };
}

/**
 * A number in the eyes of YAML 1.1, which Kubernetes' reader speaks, but not of 1.2: with underscores. As a text it
 * must be quoted.
 */
const numberWithUnderscores = new Type('!number-with-underscores', {
  kind: 'scalar',
  resolve: (text: unknown) =>
    typeof text === 'string' &&
    text.includes('_') &&
    /^[-+]?(0[box])?[0-9a-f_]*\.?[0-9_]*(e[-+]?[0-9_]+)?$/i.test(text),
});

/** What plain texts could be mistaken for. The types of js-yaml that only tagged values have are left out: none is here. */
const schema = CORE_SCHEMA.extend({ implicit: [types.timestamp, types.merge, numberWithUnderscores] });

/** `noCompatMode` stays off: `on`, `yes` and `1:30` mean something else to readers of YAML 1.1. */
const options = {
  noRefs: true,
  lineWidth: -1,
  quotingType: '"',
  schema,
} as const;

/** Without the final newline. */
const scalarYaml = (value: unknown): string => dump(value, options).slice(0, -1);

/**
 * One document per manifest, each but the first after `---`, with a final newline. Lists have no indent, as kubectl
 * prints them: a tenth less text.
 */
export function toYaml(manifests: readonly Manifest[]): string {
  const writer = new YamlWriter(scalarYaml);
  return manifests.map((manifest) => writer.document(manifest)).join('---\n');
}

/** Any value as one document, its keys in the order given. */
export const documentYaml = (value: unknown): string => dump(value, options);
