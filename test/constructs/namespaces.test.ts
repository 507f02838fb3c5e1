/** Namespaces and what a container gets in them when it asks for nothing. */
import { describe, expect, test } from '@jest/globals';
import { MemoryDefaults, type MemoryDefaultsProps } from '../../lib/constructs/serving/memory-defaults';
import { PlatformIsolation, type PlatformIsolationProps } from '../../lib/constructs/tenancy/platform-isolation';
import { PlatformNamespace, type PlatformNamespaceProps } from '../../lib/constructs/tenancy/platform-namespace';
import { gib } from '../../lib/core/bytes';
import { cores } from '../../lib/core/cpu';
import { draw, fieldOf, refusal, titles } from './support/drawn';
import { everyProp } from './support/every-prop';

describe('a namespace', () => {
  const add = (chart: ConstructorParameters<typeof PlatformNamespace>[0], props: PlatformNamespaceProps) =>
    new PlatformNamespace(chart, 'serving', props);
  const manifests = draw((chart) => add(chart, { kubernetes: '1.36' }));

  test('is restricted in all three modes, by a version that stays', () => {
    expect(titles(manifests)).toEqual(['Namespace serving', 'NetworkPolicy serving/default-deny']);
    expect(fieldOf(manifests, 'Namespace serving: metadata.labels')).toMatchObject(
      Object.fromEntries(
        ['enforce', 'audit', 'warn'].flatMap((mode) => [
          [`pod-security.kubernetes.io/${mode}`, 'restricted'],
          [`pod-security.kubernetes.io/${mode}-version`, 'v1.36'],
        ]),
      ),
    );
  });

  test('lets nothing in or out until a policy does', () => {
    expect(fieldOf(manifests, 'NetworkPolicy serving/default-deny: spec')).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  everyProp<PlatformNamespaceProps>(
    add,
    { kubernetes: '1.36', level: 'restricted' },
    {
      level: {
        to: 'privileged',
        shows: { "Namespace serving: metadata.labels['pod-security.kubernetes.io/enforce']": 'privileged' },
      },
      kubernetes: {
        to: '1.37',
        shows: { "Namespace serving: metadata.labels['pod-security.kubernetes.io/enforce-version']": 'v1.37' },
      },
    },
  );

  test('has a label for a name', () => {
    expect(refusal((chart) => new PlatformNamespace(chart, 'llm.serving', { kubernetes: '1.36' }))).toContain(
      "'llm.serving' is no name for a Namespace",
    );
  });
});

describe('the isolation of the platform in a namespace that exists', () => {
  const add = (chart: ConstructorParameters<typeof PlatformIsolation>[0], props: PlatformIsolationProps) =>
    new PlatformIsolation(chart, 'isolation', props);
  const manifests = draw((chart) => add(chart, { namespace: 'team' }));

  test('is one policy, for the pods of Corral', () => {
    expect(titles(manifests)).toEqual(['NetworkPolicy team/isolation']);
    expect(fieldOf(manifests, 'NetworkPolicy team/isolation: spec')).toEqual({
      podSelector: { matchLabels: { 'app.kubernetes.io/part-of': 'corral' } },
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  everyProp<PlatformIsolationProps>(
    add,
    { namespace: 'team' },
    { namespace: { to: 'other', shows: { 'NetworkPolicy other/isolation: metadata.namespace': 'other' } } },
  );

  test('has a name that objects can have', () => {
    expect(refusal((chart) => new PlatformIsolation(chart, 'Isolation', { namespace: 'team' }))).toContain(
      "'Isolation' is no name for a NetworkPolicy",
    );
  });
});

describe('defaults of a namespace', () => {
  const add = (chart: ConstructorParameters<typeof MemoryDefaults>[0], props: MemoryDefaultsProps) =>
    new MemoryDefaults(chart, 'defaults', props);

  test('limit memory, request CPU, and say nothing of GPUs, of which even a maximum would become a default', () => {
    const manifests = draw((chart) => add(chart, { namespace: 'serving' }));
    expect(fieldOf(manifests, 'LimitRange serving/defaults: spec')).toEqual({
      limits: [{ type: 'Container', default: { memory: '256Mi' }, defaultRequest: { memory: '256Mi', cpu: '100m' } }],
    });
  });

  everyProp<MemoryDefaultsProps>(
    add,
    { namespace: 'serving', memory: gib(1), cpu: cores(1) },
    {
      namespace: { to: 'other', shows: { 'LimitRange other/defaults: metadata.namespace': 'other' } },
      memory: {
        to: gib(2),
        shows: {
          'LimitRange serving/defaults: spec.limits[0].default.memory': '2Gi',
          'LimitRange serving/defaults: spec.limits[0].defaultRequest.memory': '2Gi',
        },
      },
      cpu: { to: cores(0.2), shows: { 'LimitRange serving/defaults: spec.limits[0].defaultRequest.cpu': '200m' } },
    },
  );
});
