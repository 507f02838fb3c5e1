/** A Kubernetes object of any kind as a Pulumi resource: the manifest as it is, and what Pulumi must know to treat it well. */
import { CustomResource, type ProviderResource, type Resource } from '@pulumi/pulumi';
import type { Manifest } from '../../lib';
import { annotated } from './annotations';
import type { StackObject } from './stack-objects';

export interface KubernetesObjectContext {
  readonly provider: ProviderResource;
  readonly dependsOn: readonly Resource[];
}

/** `kubernetes:apps/v1:Deployment`, `kubernetes:core/v1:Service`: the provider's name of a kind. */
export const typeToken = ({ apiVersion, kind }: Manifest): string => `kubernetes:${apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`}:${kind}`;

/** `llm-serving/qwen`: with the type, the identity of the object, so that Pulumi's name of it never changes. */
export const resourceName = ({ metadata: { namespace, name } }: Manifest): string => (namespace === undefined ? name : `${namespace}/${name}`);

export class KubernetesObject extends CustomResource {
  constructor(object: StackObject, { provider, dependsOn }: KubernetesObjectContext) {
    const { manifest, protect, retainOnDelete, ignoreChanges, times } = object;
    super(typeToken(manifest), resourceName(manifest), annotated(object), {
      provider,
      dependsOn: [...dependsOn],
      protect,
      retainOnDelete,
      ignoreChanges: [...ignoreChanges],
      customTimeouts: { create: `${times.create}s`, update: `${times.update}s`, delete: `${times.delete}s` },
    });
  }
}
