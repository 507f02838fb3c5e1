import { quotaFits } from '../../../lib/rules/capacity/quota-fits';
import { add, cases, remove, set, type Cases, type Change } from '../fixtures/verdict';

const quota = 'ResourceQuota llm-serving/quota';
const qwen = 'Deployment llm-serving/qwen';
const fleet = 'StatefulSet llm-serving/fleet';
const hpa = 'HorizontalPodAutoscaler llm-serving/qwen';
const pod = 'spec.template.spec';
const hard = (key: string, value: string) => set(quota, 'spec.hard', { [key]: value });
const short = (key: string, value: string, needed: string) =>
  `${quota} spec.hard['${key}']: '${value}' is less than the ${needed} that the namespace needs with all replicas and a rollout under way; allow ${needed}, or fewer replicas`;
const gpus = (
  value: string,
  needed?: string,
  ...changes: readonly Change[]
): readonly [readonly Change[], ...string[]] => [
  [...changes, hard('requests.nvidia.com/gpu', value)],
  ...(needed === undefined ? [] : [short('requests.nvidia.com/gpu', value, needed)]),
];
const strategy = (rollingUpdate: object) => set(qwen, 'spec.strategy', { type: 'RollingUpdate', rollingUpdate });
const scope = (operator: string, values?: readonly string[], scopeName = 'PriorityClass') =>
  set(quota, 'spec.scopeSelector', { matchExpressions: [{ scopeName, operator, values }] });
const job = (kind: string, spec: object): Change =>
  add('qwen', {
    apiVersion: 'batch/v1',
    kind,
    metadata: { name: 'extra', namespace: 'llm-serving' },
    spec: {
      ...spec,
      template: { spec: { containers: [{ name: 'a', resources: { limits: { 'nvidia.com/gpu': '1' } } }] } },
    },
  });
const init = (containers: readonly object[]): Change => set(qwen, `${pod}.initContainers`, containers);
const uses = (memory: string, more: object = {}) => ({ name: 'x', resources: { requests: { memory } }, ...more });
const runtime = (podFixed: object | undefined): Change =>
  add('foundation', {
    apiVersion: 'node.k8s.io/v1',
    kind: 'RuntimeClass',
    metadata: { name: 'nvidia' },
    handler: 'nvidia',
    overhead: podFixed === undefined ? undefined : { podFixed },
  });
/** Only qwen's pods, four of them with the one that ends, so that a sum is easy to read. */
const alone = [remove(fleet)];

cases(quotaFits, {
  'the quota of the platform': [[]],
  'GPUs: three replicas, a spare and one that still ends, two servers of the fleet': gpus('7'),
  'one GPU too few': gpus('6', '7'),
  'shares by default: one more, and one that still ends': gpus('6', '7', set(qwen, 'spec.strategy', undefined)),
  'a surge beside one that is away, and both of a step still end': gpus(
    '7',
    '8',
    strategy({ maxSurge: 1, maxUnavailable: 1 }),
  ),
  'shares of the pods, rounded up and down': gpus('7', '8', strategy({ maxSurge: '34%', maxUnavailable: '34%' })),
  'a share that takes none': gpus('6', '7', strategy({ maxSurge: '25%', maxUnavailable: '33%' })),
  'as many spares as pods: no step comes after the first': gpus('7', '8', strategy({ maxSurge: 4, maxUnavailable: 0 })),
  'a spare of the only pod, after which no other is made': gpus('3', '4', remove(hpa), set(qwen, 'spec.replicas', 1)),
  'replaced all at once': gpus('5', undefined, set(qwen, 'spec.strategy', { type: 'Recreate' })),
  'replaced all at once, and one too few': gpus('4', '5', set(qwen, 'spec.strategy', { type: 'Recreate' })),
});

/** The same with a rollout that has no spare: one pod more than wanted, which still ends. */
const withoutSpare = (table: Cases): Cases =>
  Object.fromEntries(
    Object.entries(table).map(([name, [change, ...sentences]]) => [
      name,
      [[strategy({ maxSurge: 0, maxUnavailable: 1 }), ...[change].flat()], ...sentences],
    ]),
  );

cases(
  quotaFits,
  withoutSpare({
    'GPUs: three replicas, one that still ends, two servers of the fleet': gpus('6'),
    'one GPU too few': gpus('5', '6'),
    'neither: the controller takes one away': gpus('5', '6', strategy({ maxSurge: 0, maxUnavailable: 0 })),
    'without an autoscaler': gpus('4', undefined, remove(hpa), set(qwen, 'spec.replicas', 1)),
    'without an autoscaler, one too few': gpus('3', '4', remove(hpa), set(qwen, 'spec.replicas', 1)),
    'one replica where nothing is said': gpus('3', '4', remove(hpa)),
    'an autoscaler of another namespace': gpus('4', undefined, set(hpa, 'metadata.namespace', 'model-store')),
    'an autoscaler of another kind': gpus('4', undefined, set(hpa, 'spec.scaleTargetRef.kind', 'StatefulSet')),
    'an autoscaler of another name': gpus('4', undefined, set(hpa, 'spec.scaleTargetRef.name', 'swan')),
    'an autoscaler without a spec': gpus('4', undefined, set(hpa, 'spec', undefined)),
    'the number beside an autoscaler does not count': gpus('6', undefined, set(qwen, 'spec.replicas', 9)),
    'only the largest rollout is under way': gpus(
      '11',
      '12',
      strategy({ maxSurge: 3, maxUnavailable: 0 }),
      add('qwen', {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'copy', namespace: 'llm-serving' },
        spec: {
          replicas: 1,
          strategy: { rollingUpdate: { maxSurge: 2, maxUnavailable: 0 } },
          template: { spec: { containers: [{ name: 'a', resources: { limits: { 'nvidia.com/gpu': '2' } } }] } },
        },
      }),
      set(fleet, 'spec.replicas', 4),
    ),
    'a Job': gpus('6', '7', job('Job', {})),
    'a Job of several pods': gpus('6', '9', job('Job', { parallelism: 3 })),
    'daemons are as many as there are nodes': gpus('6', undefined, job('DaemonSet', {})),
    'a Job of another namespace': gpus(
      '6',
      undefined,
      job('Job', {}),
      set('Job llm-serving/extra', 'metadata.namespace', 'model-store'),
    ),

    pods: [hard('pods', '5'), short('pods', '5', '6')],
    'pods, just enough': [hard('pods', '6')],
    'CPU of requests': [hard('requests.cpu', '2999m'), short('requests.cpu', '2999m', '3')],
    'CPU by its short name': [hard('cpu', '2999m'), short('cpu', '2999m', '3')],
    'memory by its short name': [hard('memory', '39Gi'), short('memory', '39Gi', '40Gi')],
    'disk by its short name': [hard('ephemeral-storage', '5Gi'), short('ephemeral-storage', '5Gi', '6Gi')],
    'memory of limits': [hard('limits.memory', '39Gi'), short('limits.memory', '39Gi', '40Gi')],
    'a limit is a request where none is made': [
      [set(qwen, `${pod}.containers[0].resources.requests.memory`, undefined), hard('requests.memory', '39Gi')],
      short('requests.memory', '39Gi', '40Gi'),
    ],
    'a request counts, not its limit': [
      [set(qwen, `${pod}.containers[0].resources.requests.memory`, '1Gi'), hard('requests.memory', '12Gi')],
    ],
    'disk of claims': [hard('requests.storage', '39Gi'), short('requests.storage', '39Gi', '40Gi')],
    'number of claims': [hard('persistentvolumeclaims', '1'), short('persistentvolumeclaims', '1', '2')],
    'a claim of its own': [
      [
        add('qwen', {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'a', namespace: 'llm-serving' },
          spec: { resources: { requests: { storage: '1Gi' } } },
        }),
        hard('requests.storage', '40Gi'),
      ],
      short('requests.storage', '40Gi', '41Gi'),
    ],
    'a claim without a size': [
      [
        add('qwen', {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'a', namespace: 'llm-serving' },
        }),
        set(quota, 'spec.hard', { 'requests.storage': '40Gi', persistentvolumeclaims: '2' }),
      ],
      short('persistentvolumeclaims', '2', '3'),
    ],
    'what nobody asks for': [hard('services.nodeports', '0')],
    'what is no quantity is told elsewhere': [hard('pods', 'many')],

    'containers beside each other': [
      [...alone, set(qwen, `${pod}.containers[1]`, uses('1Gi')), hard('requests.memory', '35Gi')],
      short('requests.memory', '35Gi', '36Gi'),
    ],
    'an init container that asks for more': [
      [...alone, init([uses('9Gi')]), hard('requests.memory', '35Gi')],
      short('requests.memory', '35Gi', '36Gi'),
    ],
    'init containers one after the other': [
      [...alone, init([uses('9Gi'), uses('9Gi')]), hard('requests.memory', '36Gi')],
    ],
    'a sidecar beside the engine': [
      [...alone, init([uses('1Gi', { restartPolicy: 'Always' })]), hard('requests.memory', '35Gi')],
      short('requests.memory', '35Gi', '36Gi'),
    ],
    'two sidecars': [
      [
        ...alone,
        init([uses('1Gi', { restartPolicy: 'Always' }), uses('2Gi', { restartPolicy: 'Always' })]),
        hard('requests.memory', '43Gi'),
      ],
      short('requests.memory', '43Gi', '44Gi'),
    ],
    'a sidecar beside a later init container': [
      [...alone, init([uses('1Gi', { restartPolicy: 'Always' }), uses('9Gi')]), hard('requests.memory', '39Gi')],
      short('requests.memory', '39Gi', '40Gi'),
    ],
    'a sidecar after an init container': [
      [...alone, init([uses('9Gi'), uses('1Gi', { restartPolicy: 'Always' })]), hard('requests.memory', '36Gi')],
    ],
    'the overhead of the RuntimeClass': [
      [...alone, runtime({ memory: '256Mi' }), hard('requests.memory', '32Gi')],
      short('requests.memory', '32Gi', '33Gi'),
    ],
    'the overhead of the RuntimeClass, in limits': [
      [...alone, runtime({ memory: '256Mi' }), hard('limits.memory', '32Gi')],
      short('limits.memory', '32Gi', '33Gi'),
    ],
    'a RuntimeClass without overhead': [[...alone, runtime(undefined), hard('requests.memory', '32Gi')]],
    'amounts of the pod as a whole': [
      [...alone, set(qwen, `${pod}.resources`, { requests: { memory: '9Gi' } }), hard('requests.memory', '35Gi')],
      short('requests.memory', '35Gi', '36Gi'),
    ],
    'an ephemeral container asks for nothing': [
      [...alone, set(qwen, `${pod}.ephemeralContainers`, [uses('9Gi')]), hard('requests.memory', '32Gi')],
    ],
    'a main container that starts again is no sidecar': [
      [...alone, set(qwen, `${pod}.containers[0].restartPolicy`, 'Always'), hard('requests.memory', '32Gi')],
    ],

    'the class of the pods': gpus('5', '6', scope('In', ['batch', 'interactive'])),
    'another class': gpus('0', undefined, scope('In', ['batch'])),
    'every class but theirs': gpus('0', undefined, scope('NotIn', ['interactive'])),
    'every class but another': gpus('5', '6', scope('NotIn', ['batch'])),
    'any class': gpus('5', '6', scope('Exists')),
    'no class': gpus('0', undefined, scope('DoesNotExist')),
    'pods without a class': gpus('1', '2', scope('DoesNotExist'), set(fleet, `${pod}.priorityClassName`, undefined)),
    'pods without a class, in some': gpus(
      '3',
      '4',
      scope('In', ['interactive', 'undefined']),
      set(fleet, `${pod}.priorityClassName`, undefined),
    ),
    'pods without a class, not in some': gpus(
      '1',
      '2',
      scope('NotIn', ['interactive']),
      set(fleet, `${pod}.priorityClassName`, undefined),
    ),
    'pods without a class, of any': gpus('3', '4', scope('Exists'), set(fleet, `${pod}.priorityClassName`, undefined)),
    'two scopes that exclude each other': gpus(
      '0',
      undefined,
      set(quota, 'spec.scopeSelector', {
        matchExpressions: [
          { scopeName: 'PriorityClass', operator: 'Exists' },
          { scopeName: 'PriorityClass', operator: 'DoesNotExist' },
        ],
      }),
    ),
    'another scope cannot be told': gpus('0', undefined, scope('Exists', undefined, 'BestEffort')),
    'a scope by its short form cannot be told': gpus('0', undefined, set(quota, 'spec.scopes', ['BestEffort'])),
    'no scopes': gpus('5', '6', set(quota, 'spec.scopes', [])),
    'a quota without a spec': [set(quota, 'spec', undefined)],
    'a quota of another namespace': [set(quota, 'metadata.namespace', 'empty')],
  }),
);
