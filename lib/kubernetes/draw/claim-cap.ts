/** The admission policy that caps the devices of one claim, as its expressions in CEL. */
import { type Kinds, namespaceLabel } from '../kinds';

const expressions = {
  // A claim has what it asks for in its spec, and a template in the spec below its own.
  devices: "(object.kind == 'ResourceClaimTemplate' ? dyn(object).spec.spec : dyn(object).spec).?devices.orValue({})",
  requests: 'variables.devices.?requests.orValue([])',
  // All devices of a node, one of several alternatives and access for administrators have no number.
  counted:
    "variables.requests.all(r, has(r.exactly) && r.exactly.?allocationMode.orValue('ExactCount') == 'ExactCount' && !r.exactly.?adminAccess.orValue(false) && r.exactly.deviceClassName in variables.cap)",
  together:
    "variables.cap.all(c, variables.requests.filter(r, r.?exactly.?deviceClassName.orValue('') == c).map(r, int(r.exactly.?count.orValue(1))).sum() <= variables.cap[c])",
  unconfigured: 'variables.devices.?config.orValue([]).size() == 0',
};

/** The spec of the policy: most devices of each class in one claim, whether a pod or a person makes it. */
export function claimCapSpec(
  namespaces: readonly string[],
  perClaim: Readonly<Record<string, number>>,
): NonNullable<Kinds['ValidatingAdmissionPolicy']['spec']> {
  const caps = Object.entries(perClaim).sort(([a], [b]) => (a < b ? -1 : 1));
  const most = `a claim here may ask for at most: ${caps.map(([name, count]) => `${count} of class ${name}`).join(', ')}`;
  return {
    failurePolicy: 'Fail',
    matchConstraints: {
      matchPolicy: 'Equivalent',
      namespaceSelector: {
        matchExpressions: [{ key: namespaceLabel, operator: 'In', values: [...namespaces].sort() }],
      },
      objectSelector: {},
      resourceRules: [
        {
          apiGroups: ['resource.k8s.io'],
          apiVersions: ['v1'],
          operations: ['CREATE'],
          resources: ['resourceclaims', 'resourceclaimtemplates'],
          scope: 'Namespaced',
        },
      ],
    },
    variables: [
      { name: 'cap', expression: `{${caps.map(([name, count]) => `'${name}': ${count}`).join(', ')}}` },
      { name: 'devices', expression: expressions.devices },
      { name: 'requests', expression: expressions.requests },
    ],
    validations: [
      ...[expressions.counted, expressions.together].map((expression) => ({
        expression,
        message: most,
        reason: 'Forbidden',
      })),
      {
        expression: expressions.unconfigured,
        message: 'a claim here may not configure the driver of its devices',
        reason: 'Forbidden',
      },
    ],
  };
}
