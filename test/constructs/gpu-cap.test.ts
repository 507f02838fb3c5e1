/**
 * The cap on GPUs: the smallest props, every prop, every refusal. What its expressions mean is for a real API server to
 * show.
 */
import { describe, expect, test } from '@jest/globals';
import { slug } from '../../lib/core/name';
import { GpuCap, type GpuCapProps } from '../../lib/constructs/tenancy/gpu-cap';
import { draw, fieldOf, refusal, titles } from './support/drawn';
import { everyProp } from './support/every-prop';

const add = (chart: ConstructorParameters<typeof GpuCap>[0], props: GpuCapProps) => new GpuCap(chart, 'gpu-cap', props);
const withoutClaims: GpuCapProps = {
  namespaces: ['serving'],
  perPod: { 'nvidia.com/gpu.shared': 1, 'nvidia.com/gpu': 4 },
};
const all: Required<GpuCapProps> = {
  ...withoutClaims,
  perPod: withoutClaims.perPod,
  perClaim: { 'mig.nvidia.com': 1, 'gpu.nvidia.com': 4 },
};
const spec = 'ValidatingAdmissionPolicy gpu-cap: spec';

describe('the policy', () => {
  const manifests = draw((chart) => add(chart, withoutClaims));
  const field = (place: string) => fieldOf(manifests, place);

  test('is bound, denies, and fails closed', () => {
    expect(titles(manifests)).toEqual([
      'ValidatingAdmissionPolicy gpu-cap',
      'ValidatingAdmissionPolicyBinding gpu-cap',
    ]);
    expect(field('ValidatingAdmissionPolicyBinding gpu-cap: spec')).toEqual({
      policyName: 'gpu-cap',
      validationActions: ['Deny'],
    });
    expect(field(`${spec}.failurePolicy`)).toBe('Fail');
  });

  test('judges pods when they are made, in the namespaces named', () => {
    expect(field(`${spec}.matchConstraints.namespaceSelector`)).toEqual({
      matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['serving'] }],
    });
    expect(field(`${spec}.matchConstraints.resourceRules`)).toEqual([
      { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'], scope: 'Namespaced' },
    ]);
  });

  test('knows the caps in a stable order', () => {
    expect(field(`${spec}.variables[0]`)).toEqual({
      name: 'cap',
      expression: "{'nvidia.com/gpu': 4, 'nvidia.com/gpu.shared': 1}",
    });
  });

  test('counts containers and sidecars together, and init containers each by itself', () => {
    expect(field(`${spec}.variables[1].expression`)).toBe(
      "(object.spec.containers + object.spec.?initContainers.orValue([]).filter(c, c.?restartPolicy.orValue('') == 'Always')).map(c, c.?resources.?limits.orValue({}))",
    );
    expect(field(`${spec}.variables[2].expression`)).toBe(
      'object.spec.?initContainers.orValue([]).map(c, c.?resources.?limits.orValue({}))',
    );
    expect([0, 1, 2].map((i) => field(`${spec}.validations[${i}].expression`))).toEqual([
      "(variables.beside + variables.before).all(l, l.all(r, !r.contains('/') || r in variables.cap))",
      'variables.cap.all(r, variables.beside.map(l, (r in l ? quantity(string(l[r])).asInteger() : 0)).sum() <= variables.cap[r])',
      'variables.cap.all(r, variables.before.all(l, (r in l ? quantity(string(l[r])).asInteger() : 0) <= variables.cap[r]))',
    ]);
  });

  test('lets no pod have a resource claim, which asks for devices by a class', () => {
    expect(field(`${spec}.validations[3]`)).toEqual({
      expression: 'object.spec.?resourceClaims.orValue([]).size() == 0',
      message: 'a pod here may have no resource claims',
      reason: 'Forbidden',
    });
  });

  test('tells what would be allowed', () => {
    expect(field(`${spec}.validations[0].message`)).toBe(
      'a pod here may ask for at most: 4 nvidia.com/gpu, 1 nvidia.com/gpu.shared',
    );
    expect(
      fieldOf(
        draw((chart) => add(chart, { namespaces: ['a'], perPod: {} })),
        `${spec}.validations[0].message`,
      ),
    ).toBe('a pod here may ask for at most: no GPU');
  });
});

describe('where pods may have claims', () => {
  const manifests = draw((chart) => add(chart, all));
  const claims = 'ValidatingAdmissionPolicy gpu-cap-claims: spec';

  test('a pod may have one, from a template, so that no other pod shares its devices', () => {
    expect(fieldOf(manifests, `${spec}.validations[3]`)).toEqual({
      expression:
        'object.spec.?resourceClaims.orValue([]).size() <= 1 && object.spec.?resourceClaims.orValue([]).all(c, has(c.resourceClaimTemplateName))',
      message: 'a pod here may have one resource claim, which is made from a template for this pod',
      reason: 'Forbidden',
    });
  });

  test('another policy is bound that judges claims and templates of every version when they are made', () => {
    expect(titles(manifests)).toEqual([
      'ValidatingAdmissionPolicy gpu-cap',
      'ValidatingAdmissionPolicy gpu-cap-claims',
      'ValidatingAdmissionPolicyBinding gpu-cap',
      'ValidatingAdmissionPolicyBinding gpu-cap-claims',
    ]);
    expect(fieldOf(manifests, 'ValidatingAdmissionPolicyBinding gpu-cap-claims: spec')).toEqual({
      policyName: 'gpu-cap-claims',
      validationActions: ['Deny'],
    });
    expect(fieldOf(manifests, `${claims}.failurePolicy`)).toBe('Fail');
    expect(fieldOf(manifests, `${claims}.matchConstraints`)).toEqual({
      matchPolicy: 'Equivalent',
      namespaceSelector: {
        matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['serving'] }],
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
    });
  });

  test('it knows the caps in a stable order, and tells them', () => {
    expect(fieldOf(manifests, `${claims}.variables[0].expression`)).toBe("{'gpu.nvidia.com': 4, 'mig.nvidia.com': 1}");
    expect(fieldOf(manifests, `${claims}.validations[0].message`)).toBe(
      'a claim here may ask for at most: 4 of class gpu.nvidia.com, 1 of class mig.nvidia.com',
    );
  });
});

describe('each prop shows', () => {
  everyProp<GpuCapProps>(add, all, {
    namespaces: {
      to: ['b', 'a'],
      shows: { [`${spec}.matchConstraints.namespaceSelector.matchExpressions[0].values`]: ['a', 'b'] },
    },
    perPod: {
      to: { 'nvidia.com/mig-1g.10gb': 1 },
      shows: { [`${spec}.variables[0].expression`]: "{'nvidia.com/mig-1g.10gb': 1}" },
    },
    perClaim: {
      to: { 'gpu.amd.com': 2 },
      shows: { 'ValidatingAdmissionPolicy gpu-cap-claims: spec.variables[0].expression': "{'gpu.amd.com': 2}" },
    },
  });
});

test('a cap that would hold nowhere is refused', () => {
  expect(refusal((chart) => add(chart, { ...all, namespaces: [] }))).toBe(
    'gpu-cap.namespaces: is empty, so the limit would apply nowhere.\n  fix: name the namespaces of the pods\n  [CapWithoutNamespaces]',
  );
});

test('a cap without a number does not compile', () => {
  // @ts-expect-error a quantity is no number
  const props: GpuCapProps = { namespaces: ['serving'], perPod: { 'nvidia.com/gpu': '4' } };
  expect(props.namespaces).toEqual(['serving']);
});

test('a name that is longer than the value of a label has one that is cut', () => {
  const name = `${'a'.repeat(63)}-gpu-cap`;
  const chart = draw((scope) => new GpuCap(scope, name, { namespaces: ['a'], perPod: {} }));
  const labels = chart.map(({ metadata }) => metadata.labels?.['app.kubernetes.io/instance']);
  expect(chart.map(({ metadata }) => metadata.name)).toEqual([name, name]);
  expect(labels).toEqual([slug(name), slug(name)]);
});
