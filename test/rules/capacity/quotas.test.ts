import { noGpuInLimitRange } from '../../../lib/rules/capacity/no-gpu-in-limit-range';
import { quotaKeys } from '../../../lib/rules/capacity/quota-keys';
import { cases, set } from '../fixtures/verdict';

const range = 'LimitRange llm-serving/defaults';
const fields = ['default', 'defaultRequest', 'max', 'maxLimitRequestRatio', 'min'];

cases(noGpuInLimitRange, {
  'the LimitRange of the platform': [[]],
  ...Object.fromEntries(
    fields.map((field) => [
      `a GPU as ${field}`,
      [
        set(range, `spec.limits[0].${field}['nvidia.com/gpu']`, '1'),
        `${range} spec.limits[0].${field}['nvidia.com/gpu']: '1' reaches every container that does not ask for nvidia.com/gpu; remove it; a ValidatingAdmissionPolicy caps GPUs per pod`,
      ],
    ]),
  ),
  'a GPU in the second limit': [
    set(range, 'spec.limits[1]', { type: 'Pod', max: { 'nvidia.com/mig-1g.10gb': '1' } }),
    `${range} spec.limits[1].max['nvidia.com/mig-1g.10gb']: '1' reaches every container that does not ask for nvidia.com/mig-1g.10gb; remove it; a ValidatingAdmissionPolicy caps GPUs per pod`,
  ],
  'a LimitRange without a spec': [set(range, 'spec', undefined)],
});

const quota = 'ResourceQuota llm-serving/quota';
const hard = (...keys: readonly string[]) => set(quota, 'spec.hard', Object.fromEntries(keys.map((key) => [key, '1'])));
const says = (key: string, sentence: string) => `${quota} spec.hard['${key}']: ${sentence}`;
const scoped = (scope: string) =>
  set(quota, 'spec.scopeSelector', { matchExpressions: [{ scopeName: scope, operator: 'Exists' }] });
const elsewhere = (key: string, scope: string) =>
  says(key, `cannot be counted in scope ${scope}; put it into a quota without scopes`);
const compute = ['cpu', 'limits.memory', 'memory', 'requests.cpu', 'requests.memory'];
const further = [
  'configmaps',
  'ephemeral-storage',
  'limits.ephemeral-storage',
  'persistentvolumeclaims',
  'replicationcontrollers',
  'requests.ephemeral-storage',
  'requests.storage',
  'resourcequotas',
  'secrets',
  'services',
  'services.loadbalancers',
  'services.nodeports',
];

cases(quotaKeys, {
  'the quota of the platform': [[]],
  'every key that is counted': [hard('pods', ...compute, ...further)],
  'extended resources by requests': [
    hard(
      'requests.nvidia.com/gpu',
      'requests.nvidia.com/mig-1g.10gb',
      'requests.deviceclass.resource.kubernetes.io/gpu',
    ),
  ],
  'an extended resource by limits': [
    hard('limits.nvidia.com/gpu'),
    says('limits.nvidia.com/gpu', 'is accepted and never counted; write requests.nvidia.com/gpu'),
  ],
  'an extended resource by its name': [
    hard('nvidia.com/gpu'),
    says('nvidia.com/gpu', 'is accepted and never counted; write requests.nvidia.com/gpu'),
  ],
  'an extended resource without a domain or a name': [
    hard('requests./gpu', 'requests.nvidia.com/'),
    says('requests./gpu', 'is accepted and never counted; write requests.requests./gpu'),
    says('requests.nvidia.com/', 'is accepted and never counted; write requests.requests.nvidia.com/'),
  ],
  'what only contains requests': [
    hard('x.requests.nvidia.com/gpu'),
    says('x.requests.nvidia.com/gpu', 'is accepted and never counted; write requests.x.requests.nvidia.com/gpu'),
  ],
  'a limit of CPU': [
    hard('limits.cpu'),
    says(
      'limits.cpu',
      'refuses every container without a limit of CPU, which engines must not have; count requests.cpu',
    ),
  ],
  'objects of a kind': [hard('count/deployments.apps', 'count/pods')],
  'objects of no kind': [hard('count/'), says('count/', 'is accepted and never counted; write requests.count/')],
  'claims of a class': [
    hard(
      'fast.storageclass.storage.k8s.io/requests.storage',
      'fast.storageclass.storage.k8s.io/persistentvolumeclaims',
    ),
  ],
  'something else of a class': [
    hard('fast.storageclass.storage.k8s.io/limits.storage'),
    says(
      'fast.storageclass.storage.k8s.io/limits.storage',
      'is accepted and never counted; write requests.fast.storageclass.storage.k8s.io/limits.storage',
    ),
  ],
  'a misspelt key': [
    hard('request.memory'),
    says('request.memory', 'is no resource that a quota counts; one of requests.memory'),
  ],
  'a key that is like no other': [
    hard('wishes'),
    says(
      'wishes',
      `is no resource that a quota counts; one of ${['pods', 'cpu', 'limits.cpu', 'limits.memory', 'memory', 'requests.cpu', 'requests.memory', ...further].join(', ')}`,
    ),
  ],
  'a scope of a PriorityClass': [[scoped('PriorityClass'), hard('pods', ...compute, 'requests.nvidia.com/gpu')]],
  'keys that it excludes': [
    [scoped('PriorityClass'), hard(...further)],
    ...further.map((key) => elsewhere(key, 'PriorityClass')),
  ],
  'pods of best effort': [[scoped('BestEffort'), hard('pods')]],
  'what pods of best effort do not have': [
    [scoped('BestEffort'), hard(...compute)],
    ...compute.map((key) => elsewhere(key, 'BestEffort')),
  ],
  'a scope by its short form': [
    [set(quota, 'spec.scopes', ['NotTerminating']), hard('services', 'memory')],
    elsewhere('services', 'NotTerminating'),
  ],
  'two scopes': [
    [set(quota, 'spec.scopes', ['NotTerminating']), scoped('BestEffort'), hard('memory')],
    elsewhere('memory', 'BestEffort'),
  ],
  'a selector without expressions': [[set(quota, 'spec.scopeSelector', {}), hard('services')]],
  'a quota without a spec': [set(quota, 'spec', undefined)],
});
