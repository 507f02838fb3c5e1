/**
 * Where an object lies in the GitOps repository: a path that says what it is, and from which its identity can be read
 * back.
 */
import { groupOf } from '../kubernetes/kinds';
import type { Manifest } from '../kubernetes/read';

/** Folder of the objects that live in no namespace; no namespace can be called so. */
export const clusterFolder = '_cluster';

/** Characters that are escaped in a file name; capitals too, since some file systems ignore case. */
const plain = /[^a-z0-9.-]/g;

/** `system:node` → `system%3Anode`: reversible, and free of what file systems or kustomize take for something else. */
const escaped = (text: string): string =>
  text.replaceAll(
    plain,
    (character) => `%${character.codePointAt(0)?.toString(16).toUpperCase().padStart(2, '0') ?? ''}`,
  );

/**
 * `llm-serving/deployment.apps-legal.yaml`, `_cluster/namespace-llm-serving.yaml`: the version of the API does not
 * count.
 */
export function filePath({ apiVersion, kind, metadata: { namespace, name } }: Manifest): string {
  const group = groupOf(apiVersion);
  return `${namespace ?? clusterFolder}/${kind.toLowerCase()}${group === '' ? '' : `.${group}`}-${escaped(name)}.yaml`;
}
