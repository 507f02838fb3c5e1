/** The quota: the smallest props, every prop, every refusal. */
import { describe, expect, test } from '@jest/globals';
import { GpuQuota, type GpuQuotaProps } from '../../lib/constructs/tenancy/gpu-quota';
import { derived } from '../../lib/core/derived';
import { draw, fieldOf, refusal } from './support/drawn';
import { everyProp } from './support/every-prop';

const add = (chart: ConstructorParameters<typeof GpuQuota>[0], props: GpuQuotaProps) =>
  new GpuQuota(chart, 'quota', props);
const all: Required<GpuQuotaProps> = {
  namespace: 'serving',
  hard: { 'requests.nvidia.com/gpu': derived('8', 'qwen 4, llama 4'), pods: derived('20', 'all') },
};

test('a quota of nothing is an empty quota', () => {
  expect(draw((chart) => add(chart, { namespace: 'serving', hard: {} }))[0]).toMatchObject({
    metadata: { name: 'quota', namespace: 'serving' },
    spec: { hard: {} },
  });
});

test('each amount carries the sum that it comes from', () => {
  const manifests = draw((chart) => add(chart, all));
  expect(fieldOf(manifests, 'ResourceQuota serving/quota: spec.hard')).toEqual({
    pods: '20',
    'requests.nvidia.com/gpu': '8',
  });
  expect(fieldOf(manifests, 'ResourceQuota serving/quota: metadata.annotations')).toEqual({
    'corral.dev/because.pods': 'all',
    'corral.dev/because.requests.nvidia.com.gpu': 'qwen 4, llama 4',
  });
});

describe('each prop shows', () => {
  everyProp<GpuQuotaProps>(add, all, {
    namespace: { to: 'other', shows: { 'ResourceQuota other/quota: metadata.namespace': 'other' } },
    hard: { to: { pods: derived('1k', 'many') }, shows: { 'ResourceQuota serving/quota: spec.hard': { pods: '1k' } } },
  });
});

test.each([
  ['limits.nvidia.com/gpu', 'nvidia.com/gpu'],
  ['nvidia.com/gpu', 'nvidia.com/gpu'],
  ['limits.nvidia.com/mig-1g.10gb', 'nvidia.com/mig-1g.10gb'],
])('%s would never be enforced', (key, resource) => {
  expect(refusal((chart) => add(chart, { ...all, hard: { [key]: derived('1', 'x') } }))).toBe(
    `quota.hard['${key}']: is accepted by Kubernetes but never enforced: a quota counts the requests of extended resources.\n  fix: requests.${resource}\n  [InertQuota]`,
  );
});

test.each([
  'limits.cpu',
  'requests.storage',
  'count/deployments.apps',
  'nvme.storageclass.storage.k8s.io/requests.storage',
  'requests.nvidia.com/gpu.shared',
])('%s is taken', (key) => {
  expect(
    fieldOf(
      draw((chart) => add(chart, { ...all, hard: { [key]: derived('1', 'x') } })),
      'ResourceQuota serving/quota: spec.hard',
    ),
  ).toEqual({ [key]: '1' });
});
