/**
 * The admission policy that caps the devices of one pod, as its expressions in CEL: what it draws and what a rule
 * compares with.
 */
import { type Kinds, namespaceLabel } from '../kinds';

/**
 * Devices of every vendor: extended resources have a name with a slash, and nothing else in the limits of a container
 * has.
 */
const isDevice = "r.contains('/')";

/** Limits of containers as maps. Requests of extended resources equal their limits, and may not stand alone. */
const limitsOf = (containers: string): string => `${containers}.map(c, c.?resources.?limits.orValue({}))`;

/** Of init containers only the sidecars run beside the others. */
const sidecars = "object.spec.?initContainers.orValue([]).filter(c, c.?restartPolicy.orValue('') == 'Always')";

/** Units of resource `r` in limits `l`, however the quantity is written. */
const units = '(r in l ? quantity(string(l[r])).asInteger() : 0)';

const expressions = {
  beside: limitsOf(`(object.spec.containers + ${sidecars})`),
  before: limitsOf('object.spec.?initContainers.orValue([])'),
  known: `(variables.beside + variables.before).all(l, l.all(r, !${isDevice} || r in variables.cap))`,
  together: `variables.cap.all(r, variables.beside.map(l, ${units}).sum() <= variables.cap[r])`,
  alone: `variables.cap.all(r, variables.before.all(l, ${units} <= variables.cap[r]))`,
};

/** A claim asks for devices by a class, past every count of resources. */
const withoutClaims = {
  expression: 'object.spec.?resourceClaims.orValue([]).size() == 0',
  message: 'a pod here may have no resource claims',
};

/** Another policy caps what one claim of the pod's own asks for; a claim that exists may be one of other pods. */
const withOneClaim = {
  expression:
    'object.spec.?resourceClaims.orValue([]).size() <= 1 && object.spec.?resourceClaims.orValue([]).all(c, has(c.resourceClaimTemplateName))',
  message: 'a pod here may have one resource claim, which is made from a template for this pod',
};

/**
 * The spec of the policy: most units of each resource in one pod; a resource that is not listed may not be used.
 *
 * @param claims whether pods may have a resource claim, which another policy caps
 */
export function gpuCapSpec(
  namespaces: readonly string[],
  perPod: Readonly<Record<string, number>>,
  claims: boolean,
): NonNullable<Kinds['ValidatingAdmissionPolicy']['spec']> {
  const caps = Object.entries(perPod).sort(([a], [b]) => (a < b ? -1 : 1));
  const most = `a pod here may ask for at most: ${caps.map(([resource, count]) => `${count} ${resource}`).join(', ') || 'no GPU'}`;
  return {
    failurePolicy: 'Fail',
    matchConstraints: {
      matchPolicy: 'Equivalent',
      namespaceSelector: {
        matchExpressions: [{ key: namespaceLabel, operator: 'In', values: [...namespaces].sort() }],
      },
      objectSelector: {},
      resourceRules: [
        { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'], scope: 'Namespaced' },
      ],
    },
    variables: [
      { name: 'cap', expression: `{${caps.map(([resource, count]) => `'${resource}': ${count}`).join(', ')}}` },
      { name: 'beside', expression: expressions.beside },
      { name: 'before', expression: expressions.before },
    ],
    validations: [
      ...[expressions.known, expressions.together, expressions.alone].map((expression) => ({
        expression,
        message: most,
        reason: 'Forbidden',
      })),
      { ...(claims ? withOneClaim : withoutClaims), reason: 'Forbidden' },
    ],
  };
}
