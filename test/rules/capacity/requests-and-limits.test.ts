import { requestsAndLimits } from '../../../lib/rules/capacity/requests-and-limits';
import { cases, set, setPlan } from '../fixtures/verdict';

const qwen = 'Deployment llm-serving/qwen';
const server = 'spec.template.spec.containers[0]';
const resources = `${server}.resources`;
const limit = (resource: string, value: unknown) => set(qwen, `${resources}.limits['${resource}']`, value);
const request = (resource: string, value: unknown) => set(qwen, `${resources}.requests['${resource}']`, value);
const args = (...words: readonly string[]) => set(qwen, `${server}.args`, words);
const throttles = (value: string, pod: string, threads: number) =>
  `${qwen} ${resources}.limits.cpu: '${value}' throttles ${pod}; leave it out, or pin --threads to ${threads}`;
const host = 'a program that counts the cores of the host';

cases(requestsAndLimits, {
  'every container of the platform': [[]],
  'no request of CPU': [
    request('cpu', undefined),
    `${qwen} ${resources}.requests.cpu: asks for no CPU; ask for what it needs when others are busy`,
  ],
  'a limit of CPU without threads': [args(), throttles('2', host, 2)],
  'a limit of CPU with fewer threads': [args('--threads', '1'), throttles('2', '1 threads', 2)],
  'a limit of CPU with more threads': [args('--threads', '3'), throttles('2', '3 threads', 2)],
  'a limit between two numbers': [limit('cpu', '2900m')],
  'a limit of less than one': [[limit('cpu', '500m'), args('--threads', '1')]],
  'a limit of less than one, and more threads': [limit('cpu', '500m'), throttles('500m', '2 threads', 1)],
  'a limit of one': [[limit('cpu', '1'), args('--threads', '1')]],
  'no limit of CPU': [[limit('cpu', undefined), args('--threads', '64')]],
  'threads that Ollama hands on': [[args(), set(qwen, `${server}.env[0]`, { name: 'LLAMA_ARG_THREADS', value: '2' })]],
  'no memory limit': [
    limit('memory', undefined),
    `${qwen} ${resources}.limits.memory: has no limit of memory; set one, equal to the request`,
  ],
  'no memory request': [
    request('memory', undefined),
    `${qwen} ${resources}.requests.memory: asks for nothing of memory and may take '8Gi'; ask for as much as the limit`,
  ],
  'a smaller memory request': [
    request('memory', '4Gi'),
    `${qwen} ${resources}.requests.memory: asks for '4Gi' of memory and may take '8Gi'; ask for as much as the limit`,
  ],
  'the same in other words': [request('memory', '8192Mi')],
  'no limit of disk': [
    limit('ephemeral-storage', undefined),
    `${qwen} ${resources}.limits.ephemeral-storage: has no limit of ephemeral-storage; set one, equal to the request`,
  ],
  'a smaller request of disk': [
    request('ephemeral-storage', '1Mi'),
    `${qwen} ${resources}.requests.ephemeral-storage: asks for '1Mi' of ephemeral-storage and may take '1Gi'; ask for as much as the limit`,
  ],
  'GPUs that are only asked for': [
    limit('nvidia.com/gpu', undefined),
    `${qwen} ${resources}.requests.nvidia.com/gpu: asks for '1' and may take nothing; put the same number into limits, or only there`,
  ],
  'more GPUs than asked for': [
    limit('nvidia.com/gpu', '2'),
    `${qwen} ${resources}.requests.nvidia.com/gpu: asks for '1' and may take '2'; put the same number into limits, or only there`,
  ],
  'GPUs that are only limited': [request('nvidia.com/gpu', undefined)],
  'no resources': [
    [set(qwen, resources, undefined)],
    `${qwen} ${resources}.requests.cpu: asks for no CPU; ask for what it needs when others are busy`,
    `${qwen} ${resources}.limits.memory: has no limit of memory; set one, equal to the request`,
    `${qwen} ${resources}.limits.ephemeral-storage: has no limit of ephemeral-storage; set one, equal to the request`,
  ],
  'an init container': [
    set(qwen, 'spec.template.spec.initContainers[0].resources.limits.memory', undefined),
    `${qwen} spec.template.spec.initContainers[0].resources.limits.memory: has no limit of memory; set one, equal to the request`,
  ],
  'an ephemeral container can ask for nothing': [
    set(qwen, 'spec.template.spec.ephemeralContainers', [{ name: 'debug' }]),
  ],
});

/** A quota of others that refuses containers without a limit of CPU. */
const demanded = setPlan('environment.cluster.existingQuotas', [{ name: 'team', hard: { 'limits.cpu': '40' } }]);
const stagerLimit = set(qwen, 'spec.template.spec.initContainers[0].resources.limits.cpu', '2');

cases(requestsAndLimits, {
  'a limit of CPU for a program that copies files': [
    stagerLimit,
    `${qwen} spec.template.spec.initContainers[0].resources.limits.cpu: '2' throttles ${host}; leave it out, or pin --threads to 2`,
  ],
  'a limit of CPU for a program that copies files, where a namespace demands it': [[demanded, stagerLimit]],
  'an engine is pinned to its limit there too': [[demanded, args('--threads', '1')], throttles('2', '1 threads', 2)],
});
