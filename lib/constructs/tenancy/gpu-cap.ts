/**
 * The most GPUs that one pod may ask for, by admission policy: a quota counts namespaces, and a LimitRange cannot cap
 * GPUs.
 */
import { Construct } from 'constructs';
import { isQualifiedPart, refuse, slug } from '../../core';
import { claimCapSpec, gpuCapSpec, object, objectLabels } from '../../kubernetes/draw';

export interface GpuCapProps {
  /** Namespaces where it holds. */
  readonly namespaces: readonly string[];
  /**
   * Most units of each GPU resource in one pod: `{ 'nvidia.com/gpu': 4 }`. A resource with a slash in its name that is
   * not listed may not be used.
   */
  readonly perPod: Readonly<Record<string, number>>;
  /**
   * Most devices of each DeviceClass in the claim of one pod: `{ 'gpu.nvidia.com': 4 }`. A class that is not listed may
   * not be claimed.
   * @default {} - no pod may have a claim
   */
  readonly perClaim?: Readonly<Record<string, number>>;
}

/**
 * A ValidatingAdmissionPolicy and its binding, named like the construct; where pods may have claims, `NAME-claims` caps
 * these. Containers and sidecars count together, init
 * containers each by itself, as the scheduler counts. Ephemeral containers need no rule: the API gives them no
 * resources, and a resize changes no GPU.
 *
 * @throws FaultError `CapWithoutNamespaces`
 */
export class GpuCap extends Construct {
  constructor(scope: Construct, id: string, { namespaces, perPod, perClaim = {} }: GpuCapProps) {
    super(scope, id);
    if (namespaces.length === 0)
      refuse('CapWithoutNamespaces', `${id}.namespaces`, 'is empty, so the limit would apply nowhere', {
        fix: 'name the namespaces of the pods',
      });
    const claims = Object.keys(perClaim).length > 0;
    // The name begins with a namespace, which alone may be as long as the value of a label.
    const labels = objectLabels({ component: 'gpu-cap', instance: isQualifiedPart(id) ? id : slug(id) });
    const enforced = (prefix: string, name: string, spec: ReturnType<typeof gpuCapSpec>): void => {
      object(this, `${prefix}policy`, 'ValidatingAdmissionPolicy', { metadata: { name, labels }, spec });
      object(this, `${prefix}binding`, 'ValidatingAdmissionPolicyBinding', {
        metadata: { name, labels },
        spec: { policyName: name, validationActions: ['Deny'] },
      });
    };
    enforced('', id, gpuCapSpec(namespaces, perPod, claims));
    if (claims) enforced('claims-', `${id}-claims`, claimCapSpec(namespaces, perClaim));
  }
}
