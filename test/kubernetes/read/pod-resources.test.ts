/** What a pod asks for as a whole: the sums of the scheduler and of quotas. */
import { describe, expect, test } from '@jest/globals';
import { quantityText } from '../../../lib/core/quantity';
import { podLimits, podRequests, type Amounts, type AskingPod } from '../../../lib/kubernetes/read/pod-resources';

const written = (amounts: Amounts) =>
  Object.fromEntries([...amounts].map(([resource, nano]) => [resource, quantityText(nano)]));
const requests = (pod: AskingPod) => written(podRequests(pod));
const limits = (pod: AskingPod) => written(podLimits(pod));

const asking = (cpu: string, memory: string, restartPolicy?: string) => ({
  resources: { requests: { cpu, memory } },
  restartPolicy,
});
const limited = (memory: string) => ({ resources: { limits: { memory } } });

describe('containers', () => {
  test('are added', () => {
    expect(requests({ containers: [asking('1', '1Gi'), asking('500m', '2Gi')] })).toEqual({
      cpu: '1500m',
      memory: '3Gi',
    });
  });

  test('without a request ask for their limit', () => {
    expect(
      requests({
        containers: [{ resources: { limits: { memory: '2Gi', 'nvidia.com/gpu': 1 }, requests: { cpu: '1' } } }],
      }),
    ).toEqual({ cpu: '1', memory: '2Gi', 'nvidia.com/gpu': '1' });
  });

  test('that prepare the pod run one after the other: the largest counts', () => {
    expect(
      requests({ initContainers: [asking('4', '1Gi'), asking('1', '6Gi')], containers: [asking('2', '2Gi')] }),
    ).toEqual({ cpu: '4', memory: '6Gi' });
  });

  test('that stay beside the pod count with it, and with those that prepare it after them', () => {
    const sidecar = asking('1', '1Gi', 'Always');
    expect(requests({ initContainers: [sidecar], containers: [asking('2', '2Gi')] })).toEqual({
      cpu: '3',
      memory: '3Gi',
    });
    expect(requests({ initContainers: [sidecar, asking('1', '4Gi')], containers: [asking('2', '2Gi')] })).toEqual({
      cpu: '3',
      memory: '5Gi',
    });
    expect(requests({ initContainers: [asking('1', '4Gi'), sidecar], containers: [asking('2', '2Gi')] })).toEqual({
      cpu: '3',
      memory: '4Gi',
    });
  });
});

describe('a pod that states amounts as a whole', () => {
  const containers = [{ resources: { requests: { cpu: '1', 'nvidia.com/gpu': 2 } } }];

  test('asks for them instead of the sum', () => {
    expect(requests({ containers, resources: { requests: { cpu: '4', memory: '8Gi' } } })).toEqual({
      cpu: '4',
      memory: '8Gi',
      'nvidia.com/gpu': '2',
    });
  });

  test('may state processors, memory and huge pages; the server leaves the rest to its containers', () => {
    expect(requests({ containers, resources: { requests: { 'nvidia.com/gpu': 1, 'hugepages-2Mi': '4Mi' } } })).toEqual({
      cpu: '1',
      'nvidia.com/gpu': '2',
      'hugepages-2Mi': '4Mi',
    });
  });

  test('asks for a limit of its own where no container asks for anything', () => {
    expect(requests({ containers, resources: { limits: { cpu: '4', memory: '8Gi' } } })).toEqual({
      cpu: '1',
      memory: '8Gi',
      'nvidia.com/gpu': '2',
    });
  });

  test('is limited by them', () => {
    expect(limits({ containers: [limited('1Gi')], resources: { limits: { memory: '8Gi' } } })).toEqual({
      memory: '8Gi',
    });
  });
});

describe('the overhead of a runtime', () => {
  const pod = { containers: [limited('1Gi')], overhead: { cpu: '250m', memory: '128Mi' } };

  test('is asked for', () => {
    expect(requests(pod)).toEqual({ cpu: '250m', memory: '1152Mi' });
  });

  test('is added to the limits that there are', () => {
    expect(limits(pod)).toEqual({ memory: '1152Mi' });
    expect(limits({ ...pod, containers: [limited('0')] })).toEqual({ memory: '0' });
  });
});

test('what is no quantity counts as nothing', () => {
  expect(requests({ containers: [asking('one', '1e3')] })).toEqual({ cpu: '0', memory: '1k' });
});
