/** The most GPUs that one pod may ask for, by admission policy: a quota counts namespaces, and a LimitRange cannot cap GPUs. */
import { Construct } from 'constructs';
import { refuse } from '../core/fault';
import { objectLabels } from '../kubernetes/labels';
import { object } from '../kubernetes/object';

export interface GpuCapProps {
  /** Namespaces where it holds. */
  readonly namespaces: readonly string[];
  /** Most units of each GPU resource in one pod: `{ 'nvidia.com/gpu': 4 }`. A resource that is not listed may not be used at all. */
  readonly perPod: Readonly<Record<string, number>>;
}

const isGpu = "r.startsWith('nvidia.com/')";

/** Limits of containers as maps. Requests of extended resources equal their limits, and may not stand alone. */
const limitsOf = (containers: string): string => `${containers}.map(c, c.?resources.?limits.orValue({}))`;

/** Of init containers only the sidecars run beside the others. */
const sidecars = "object.spec.?initContainers.orValue([]).filter(c, c.?restartPolicy.orValue('') == 'Always')";

/** Units of resource `r` in limits `l`, however the quantity is written. */
const units = '(r in l ? quantity(string(l[r])).asInteger() : 0)';

const expressions = {
  beside: limitsOf(`(object.spec.containers + ${sidecars})`),
  before: limitsOf('object.spec.?initContainers.orValue([])'),
  known: `(variables.beside + variables.before).all(l, l.all(r, !${isGpu} || r in variables.cap))`,
  together: `variables.cap.all(r, variables.beside.map(l, ${units}).sum() <= variables.cap[r])`,
  alone: `variables.cap.all(r, variables.before.all(l, ${units} <= variables.cap[r]))`,
};

/**
 * A ValidatingAdmissionPolicy and its binding, named like the construct. Containers and sidecars count together, init containers each
 * by itself, as the scheduler counts. Ephemeral containers need no rule: the API gives them no resources, and a resize changes no GPU.
 *
 * @throws FaultError `CapWithoutNamespaces`
 */
export class GpuCap extends Construct {
  constructor(scope: Construct, id: string, { namespaces, perPod }: GpuCapProps) {
    super(scope, id);
    if (namespaces.length === 0) refuse('CapWithoutNamespaces', `${id}.namespaces`, 'is empty, and the cap would hold nowhere', { fix: 'name the namespaces of the pods' });
    const labels = objectLabels({ component: 'gpu-cap', instance: id });
    const caps = Object.entries(perPod).sort(([a], [b]) => (a < b ? -1 : 1));
    const message = `a pod here may ask for at most: ${caps.map(([resource, count]) => `${count} ${resource}`).join(', ') || 'no GPU'}`;
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
        variables: [
          { name: 'cap', expression: `{${caps.map(([resource, count]) => `'${resource}': ${count}`).join(', ')}}` },
          { name: 'beside', expression: expressions.beside },
          { name: 'before', expression: expressions.before },
        ],
        validations: [expressions.known, expressions.together, expressions.alone].map((expression) => ({ expression, message, reason: 'Forbidden' })),
      },
    });
    object(this, 'binding', 'ValidatingAdmissionPolicyBinding', {
      metadata: { name: id, labels },
      spec: { policyName: id, validationActions: ['Deny'] },
    });
  }
}
