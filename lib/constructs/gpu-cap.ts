/** The most GPUs that one pod may ask for, by admission policy: a quota counts namespaces, and a LimitRange cannot cap GPUs. */
import { Construct } from 'constructs';
import { objectLabels } from '../kubernetes/labels';
import { object } from '../kubernetes/object';

export interface GpuCapProps {
  /** Namespaces where it holds. */
  readonly namespaces: readonly string[];
  /** Most units of each GPU resource in one pod: `{ 'nvidia.com/gpu': 4 }`. A resource that is not listed may not be used at all. */
  readonly perPod: Readonly<Record<string, number>>;
}

/** GPU resources of any name, whole, shared or cut: `nvidia.com/gpu`, `nvidia.com/gpu.shared`, `nvidia.com/mig-1g.10gb`. */
const isGpu = "k.startsWith('nvidia.com/')";

/** Units of GPU resources that one container asks for. */
const limitsOf = (containers: string) =>
  `object.spec.${containers}.all(c, !has(c.resources) || !has(c.resources.limits) || c.resources.limits.all(k, !(${isGpu}) || (k in variables.cap && int(string(c.resources.limits[k])) <= variables.cap[k])))`;

/** A ValidatingAdmissionPolicy and its binding, named like the construct. One container of a pod uses GPUs, so the cap is per container. */
export class GpuCap extends Construct {
  constructor(scope: Construct, id: string, { namespaces, perPod }: GpuCapProps) {
    super(scope, id);
    const labels = objectLabels({ component: 'gpu-cap', instance: id });
    const caps = Object.entries(perPod).sort(([a], [b]) => (a < b ? -1 : 1));
    const allowed = caps.map(([resource, count]) => `${count} ${resource}`).join(', ') || 'none';
    object(this, 'policy', 'ValidatingAdmissionPolicy', {
      metadata: { name: id, labels },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          matchPolicy: 'Equivalent',
          namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: [...namespaces].sort() }] },
          objectSelector: {},
          resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'], scope: 'Namespaced' }],
        },
        variables: [{ name: 'cap', expression: `{${caps.map(([resource, count]) => `'${resource}': ${count}`).join(', ')}}` }],
        validations: [
          { expression: limitsOf('containers'), message: `a pod here may ask for at most: ${allowed}`, reason: 'Forbidden' },
          {
            expression: `!has(object.spec.initContainers) || ${limitsOf('initContainers')}`,
            message: `an init container here may ask for at most: ${allowed}`,
            reason: 'Forbidden',
          },
        ],
      },
    });
    object(this, 'binding', 'ValidatingAdmissionPolicyBinding', {
      metadata: { name: id, labels },
      spec: { policyName: id, validationActions: ['Deny'] },
    });
  }
}
