import { rollout } from '../../../lib/rules/serving/rollout';
import { cases, set, setPlan } from '../fixtures/verdict';

const qwen = 'Deployment llm-serving/qwen';
const fleet = 'StatefulSet llm-serving/fleet';
const budget = 'PodDisruptionBudget llm-serving/qwen';
const planned = '{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1,"maxUnavailable":0}}';
const recreate = setPlan('servers[0].replacement.rollout.value', { type: 'Recreate' });
const label = "spec.template.metadata.labels['app.kubernetes.io/instance']";
const unknown = (title: string, found: string) =>
  `${title} ${label}: ${found} is not in the plan; label the pods with the name of the planned workload`;
const blocks = (field: string, value: string, fix: string) =>
  `${budget} spec.${field}: ${value} can block a drain for ever; ${fix}`;

cases(rollout, {
  'the engines of the platform': [[]],
  'no strategy': [
    set(qwen, 'spec.strategy', undefined),
    `${qwen} spec.strategy: nothing is not what the plan proved; write ${planned}`,
  ],
  'another surge': [
    set(qwen, 'spec.strategy.rollingUpdate.maxSurge', 2),
    `${qwen} spec.strategy: {"type":"RollingUpdate","rollingUpdate":{"maxSurge":2,"maxUnavailable":0}} is not what the plan proved; write ${planned}`,
  ],
  'fewer pods meanwhile': [
    set(qwen, 'spec.strategy.rollingUpdate.maxUnavailable', 1),
    `${qwen} spec.strategy: {"type":"RollingUpdate","rollingUpdate":{"maxSurge":1,"maxUnavailable":1}} is not what the plan proved; write ${planned}`,
  ],
  'all at once as planned': [[recreate, set(qwen, 'spec.strategy', { type: 'Recreate' })]],
  'one by one where all at once is planned': [
    recreate,
    `${qwen} spec.strategy: ${planned} is not what the plan proved; write {"type":"Recreate"}`,
  ],
  'ready for one second less than a former pod may take to end': [
    set(qwen, 'spec.minReadySeconds', 74),
    `${qwen} spec.minReadySeconds: 74 s pass before the old pod is gone, which takes up to 75 s: several pods would end at the same time; at least 75`,
  ],
  'nothing said of how long it must be ready': [
    set(qwen, 'spec.minReadySeconds', undefined),
    `${qwen} spec.minReadySeconds: 0 s pass before the old pod is gone, which takes up to 75 s: several pods would end at the same time; at least 75`,
  ],
  'the grace period that Kubernetes gives': [
    [set(qwen, 'spec.template.spec.terminationGracePeriodSeconds', undefined), set(qwen, 'spec.minReadySeconds', 30)],
  ],
  'which is not over': [
    [set(qwen, 'spec.template.spec.terminationGracePeriodSeconds', undefined), set(qwen, 'spec.minReadySeconds', 29)],
    `${qwen} spec.minReadySeconds: 29 s pass before the old pod is gone, which takes up to 30 s: several pods would end at the same time; at least 30`,
  ],
  'all end at once where all are recreated': [
    [recreate, set(qwen, 'spec.strategy', { type: 'Recreate' }), set(qwen, 'spec.minReadySeconds', undefined)],
  ],
  'ready for longer than the deadline lets it': [
    set(qwen, 'spec.minReadySeconds', 600),
    `${qwen} spec.progressDeadlineSeconds: 600 s pass before a pod counts as available, which takes 600 s; more than 600`,
  ],
  'just enough time': [set(qwen, 'spec.progressDeadlineSeconds', 180)],
  'one second too few': [
    set(qwen, 'spec.progressDeadlineSeconds', 179),
    `${qwen} spec.progressDeadlineSeconds: 179 s pass before the weights are staged and loaded, which takes up to 180 s; at least 180`,
  ],
  'the time that Kubernetes gives': [
    [set(qwen, 'spec.progressDeadlineSeconds', undefined), setPlan('servers[0].budgets.staging.value', 540)],
  ],
  'which is too little': [
    [set(qwen, 'spec.progressDeadlineSeconds', undefined), setPlan('servers[0].budgets.staging.value', 540.5)],
    `${qwen} spec.progressDeadlineSeconds: 600 s pass before the weights are staged and loaded, which takes up to 601 s; at least 601`,
  ],
  'a Deployment without a spec has no engine': [set(qwen, 'spec', undefined)],
  'another Deployment rolls out as it likes': [
    set('Deployment model-store/weights-server', 'spec.progressDeadlineSeconds', 1),
  ],
  'a server that the plan does not know': [set(qwen, label, 'qwen2'), unknown(qwen, "'qwen2'")],
  'a server without the label': [set(qwen, label, undefined), unknown(qwen, 'nothing')],
  'a server in another namespace than the plan says': [
    setPlan('environment.cluster.namespaces.serving', 'elsewhere'),
    unknown(qwen, "'qwen'"),
    unknown(fleet, "'fleet'"),
  ],
  'a server that is planned as a fleet': [
    [set(qwen, label, 'fleet')],
    `${qwen} kind: Deployment is not what the plan made of fleet; draw it as a StatefulSet`,
  ],
  'a fleet that is planned as a server': [
    [set(fleet, label, 'qwen')],
    `${fleet} kind: StatefulSet is not what the plan made of qwen; draw it as a Deployment`,
  ],
  'a planned server that is neither': [
    set(qwen, 'kind', 'ReplicaSet'),
    'ReplicaSet llm-serving/qwen kind: ReplicaSet is not what the plan made of qwen; draw it as a Deployment',
  ],

  'pods one after the other': [
    set(fleet, 'spec.podManagementPolicy', 'OrderedReady'),
    `${fleet} spec.podManagementPolicy: 'OrderedReady' keeps a bad rollout stuck after it is taken back; write 'Parallel'`,
  ],
  'which is the default': [
    set(fleet, 'spec.podManagementPolicy', undefined),
    `${fleet} spec.podManagementPolicy: nothing keeps a bad rollout stuck after it is taken back; write 'Parallel'`,
  ],
  'only on deletion': [
    set(fleet, 'spec.updateStrategy', { type: 'OnDelete' }),
    `${fleet} spec.updateStrategy.type: changes no pod until the pod is deleted by hand; write 'RollingUpdate'`,
  ],
  'nothing said of the strategy': [set(fleet, 'spec.updateStrategy', undefined)],
  'more at once than planned': [
    set(fleet, 'spec.updateStrategy.rollingUpdate.maxUnavailable', 2),
    `${fleet} spec.updateStrategy.rollingUpdate.maxUnavailable: 2 is more than the 1 that the plan allows; at most 1`,
  ],
  'as many as planned': [
    [
      set(fleet, 'spec.updateStrategy.rollingUpdate.maxUnavailable', 2),
      setPlan('servers[1].replacement.maxUnavailable.value', 2),
    ],
  ],
  'a share': [
    set(fleet, 'spec.updateStrategy.rollingUpdate.maxUnavailable', '50%'),
    `${fleet} spec.updateStrategy.rollingUpdate.maxUnavailable: '50%' is more than the 1 that the plan allows; at most 1`,
  ],

  'the next ends before the gateway knows the new one': [
    [
      setPlan('servers[1].budgets.propagation', { value: 20, because: 'a gateway' }),
      set(fleet, 'spec.minReadySeconds', 19),
    ],
    `${fleet} spec.minReadySeconds: 19 s pass before the next pod ends, and the gateway sends requests to a new one after up to 20 s; at least 20`,
  ],
  'the next ends when the gateway knows the new one': [
    [
      setPlan('servers[1].budgets.propagation', { value: 20, because: 'a gateway' }),
      set(fleet, 'spec.minReadySeconds', 20),
    ],
  ],

  'nothing said of sick pods': [
    set(budget, 'spec.unhealthyPodEvictionPolicy', undefined),
    blocks('unhealthyPodEvictionPolicy', 'nothing', "write 'AlwaysAllow'"),
  ],
  'sick pods within the budget': [
    set(budget, 'spec.unhealthyPodEvictionPolicy', 'IfHealthyBudget'),
    blocks('unhealthyPodEvictionPolicy', "'IfHealthyBudget'", "write 'AlwaysAllow'"),
  ],
  'a number that must stay': [set(budget, 'spec.minAvailable', 1), blocks('minAvailable', '1', 'write maxUnavailable')],
  'none may go': [set(budget, 'spec.maxUnavailable', 0), blocks('maxUnavailable', '0', 'at least 1')],
  'no share may go': [set(budget, 'spec.maxUnavailable', '0%'), blocks('maxUnavailable', "'0%'", 'at least 1')],
  'a share may go': [set(budget, 'spec.maxUnavailable', '1%')],
  'nothing said of how many': [
    set(budget, 'spec.maxUnavailable', undefined),
    blocks('maxUnavailable', 'nothing', 'at least 1'),
  ],
  'as many as one node may hold': [
    [set(budget, 'spec.maxUnavailable', 4), setPlan('servers[0].maxUnavailable.value', 4)],
  ],
  'fewer than one node may hold': [
    [set(budget, 'spec.maxUnavailable', 3), setPlan('servers[0].maxUnavailable.value', 4)],
    blocks('maxUnavailable', '3', 'at least 4, as many as one node may hold'),
  ],
  'fewer pods of something that the plan does not know': [
    [set(budget, 'spec.selector.matchLabels', { app: 'other' }), setPlan('servers[0].maxUnavailable.value', 4)],
  ],
  'none may go, where one node may hold several': [
    [set(budget, 'spec.maxUnavailable', 0), setPlan('servers[0].maxUnavailable.value', 4)],
    blocks('maxUnavailable', '0', 'at least 4'),
  ],
  'a budget over what has none': [
    setPlan('servers[0].maxUnavailable.value', 'all'),
    `${budget} spec.selector: it selects batch pods: while one of them loads, the scheduler preempts a ready pod of a higher class rather than break this budget; leave the budget out`,
  ],
  'a budget over what has none, and over something else': [
    [setPlan('servers[0].maxUnavailable.value', 'all'), set(budget, 'spec.selector', {})],
    `${budget} spec.selector: it selects batch pods: while one of them loads, the scheduler preempts a ready pod of a higher class rather than break this budget; leave the budget out`,
  ],
  'several may go': [set(budget, 'spec.maxUnavailable', 4)],
  'a budget without a spec': [
    set(budget, 'spec', undefined),
    blocks('unhealthyPodEvictionPolicy', 'nothing', "write 'AlwaysAllow'"),
    blocks('maxUnavailable', 'nothing', 'at least 1'),
  ],
});
