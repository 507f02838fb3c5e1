/**
 * The most GPUs that one pod may ask for, by admission policy: a quota counts namespaces, and a LimitRange cannot cap
 * GPUs.
 */
import { Construct } from 'constructs';
import { refuse } from '../../core';
import { gpuCapSpec, object, objectLabels } from '../../kubernetes/draw';

export interface GpuCapProps {
  /** Namespaces where it holds. */
  readonly namespaces: readonly string[];
  /**
   * Most units of each GPU resource in one pod: `{ 'nvidia.com/gpu': 4 }`. A resource with a slash in its name that is
   * not listed may not be used.
   */
  readonly perPod: Readonly<Record<string, number>>;
}

/**
 * A ValidatingAdmissionPolicy and its binding, named like the construct. Containers and sidecars count together, init
 * containers each by itself, as the scheduler counts. Ephemeral containers need no rule: the API gives them no
 * resources, and a resize changes no GPU.
 *
 * @throws FaultError `CapWithoutNamespaces`
 */
export class GpuCap extends Construct {
  constructor(scope: Construct, id: string, { namespaces, perPod }: GpuCapProps) {
    super(scope, id);
    if (namespaces.length === 0)
      refuse('CapWithoutNamespaces', `${id}.namespaces`, 'is empty, so the limit would apply nowhere', {
        fix: 'name the namespaces of the pods',
      });
    const labels = objectLabels({ component: 'gpu-cap', instance: id });
    object(this, 'policy', 'ValidatingAdmissionPolicy', {
      metadata: { name: id, labels },
      spec: gpuCapSpec(namespaces, perPod),
    });
    object(this, 'binding', 'ValidatingAdmissionPolicyBinding', {
      metadata: { name: id, labels },
      spec: { policyName: id, validationActions: ['Deny'] },
    });
  }
}
