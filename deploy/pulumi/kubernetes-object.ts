/**
 * A Kubernetes object of any kind as a Pulumi resource: the manifest as it is, and what Pulumi must know to treat it
 * well.
 */
import { CustomResource, secret, type Inputs, type ProviderResource, type Resource } from '@pulumi/pulumi';
import type { Manifest } from '../../lib';
import { annotated } from './annotations';
import type { StackObject } from './stack-objects';

export interface KubernetesObjectContext {
  readonly provider: ProviderResource;
  readonly dependsOn: readonly Resource[];
}

/** `kubernetes:apps/v1:Deployment`, `kubernetes:core/v1:Service`: the provider's name of a kind. */
export const typeToken = ({ apiVersion, kind }: Manifest): string =>
  `kubernetes:${apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`}:${kind}`;

/** `llm-serving/qwen`: with the type, the identity of the object, so that Pulumi's name of it never changes. */
export const resourceName = ({ metadata: { namespace, name } }: Manifest): string =>
  namespace === undefined ? name : `${namespace}/${name}`;

const secretFields: ReadonlySet<string> = new Set(['data', 'stringData']);

/** What a Secret holds is encrypted in the state, and hidden in what Pulumi prints. */
const inputs = (manifest: Manifest): Inputs =>
  Object.fromEntries(
    Object.entries(manifest).map(([field, value]) => [
      field,
      manifest.kind === 'Secret' && secretFields.has(field) ? secret(value) : value,
    ]),
  );

export class KubernetesObject extends CustomResource {
  constructor(object: StackObject, { provider, dependsOn }: KubernetesObjectContext) {
    const { manifest, protect, retainOnDelete, ignoreChanges, times } = object;
    const inSeconds = ({ value }: { readonly value: number }): string => `${Math.ceil(value)}s`;
    super(typeToken(manifest), resourceName(manifest), inputs(annotated(object)), {
      provider,
      dependsOn: [...dependsOn],
      protect,
      retainOnDelete,
      ignoreChanges: [...ignoreChanges],
      customTimeouts: {
        create: inSeconds(times.create),
        update: inSeconds(times.update),
        delete: inSeconds(times.delete),
      },
    });
  }
}
