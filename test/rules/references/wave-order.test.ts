import { waveOrder } from '../../../lib/rules/references/wave-order';
import { cases, move, moveChart, remove, set } from '../fixtures/verdict';

const qwen = 'Deployment llm-serving/qwen';
const weights = 'Deployment model-store/weights-server';
const claim = 'PersistentVolumeClaim model-store/models';
const earlier = (wave: number) => `put it into wave ${wave} or an earlier one`;
const pod = 'spec.template.spec';
/** A chart of wave 3 to move things to: the fleet's, which then waits for nothing else. */
const later = (title: string) => [moveChart('fleet', 3), move(title, 'fleet')];
const waits = (what: string, field = pod) => `${qwen} ${field}: wave 2 waits for ${what} of wave 3; ${earlier(2)}`;
const onFirstUse = set('StorageClass models', 'volumeBindingMode', 'WaitForFirstConsumer');

cases(waveOrder, {
  'the waves of the platform': [[]],
  'everything in one wave': [['foundation', 'store', 'qwen', 'fleet'].map((chart) => moveChart(chart, 5))],
  'a ServiceAccount later': [
    later('ServiceAccount llm-serving/qwen'),
    waits('ServiceAccount llm-serving/qwen', `${pod}.serviceAccountName`),
  ],
  'a ConfigMap later': [
    later('ConfigMap llm-serving/stage-1b9acf18'),
    waits('ConfigMap llm-serving/stage-1b9acf18', `${pod}.volumes[0].configMap.name`),
    waits('ConfigMap llm-serving/stage-1b9acf18', `${pod}.containers[0].env[1].valueFrom.configMapKeyRef.name`),
  ],
  'a PriorityClass later': [
    later('PriorityClass interactive'),
    waits('PriorityClass interactive', `${pod}.priorityClassName`),
  ],
  'a NetworkPolicy later': [later('NetworkPolicy llm-serving/qwen'), waits('NetworkPolicy llm-serving/qwen')],
  'the default denial later': [
    later('NetworkPolicy llm-serving/default-deny'),
    waits('NetworkPolicy llm-serving/default-deny'),
  ],
  'a quota later': [later('ResourceQuota llm-serving/quota'), waits('ResourceQuota llm-serving/quota')],
  'a LimitRange later': [later('LimitRange llm-serving/defaults'), waits('LimitRange llm-serving/defaults')],
  'a quota of another namespace later': [
    [
      ...later('ResourceQuota llm-serving/quota'),
      set('ResourceQuota llm-serving/quota', 'metadata.namespace', 'elsewhere'),
    ],
  ],
  'its own Service later': [later('Service llm-serving/qwen')],
  'the Service that it asks, and the pods behind': [
    moveChart('store', 3),
    waits('Service model-store/weights-server', `${pod}.initContainers[0].args[0]`),
    waits(
      'Deployment model-store/weights-server, which answers for Service model-store/weights-server,',
      `${pod}.initContainers[0].args[0]`,
    ),
  ],
  'only the pods behind': [
    later(weights),
    waits(
      'Deployment model-store/weights-server, which answers for Service model-store/weights-server,',
      `${pod}.initContainers[0].args[0]`,
    ),
  ],
  'the pods behind a Service that selects by nothing': [
    [...later(weights), set('Service model-store/weights-server', 'spec.selector', undefined)],
  ],
  'the workload of an autoscaler later': [
    later(qwen),
    `HorizontalPodAutoscaler llm-serving/qwen spec.scaleTargetRef: wave 2 waits for ${qwen} of wave 3; ${earlier(2)}`,
  ],
  'an autoscaler later': [later('HorizontalPodAutoscaler llm-serving/qwen')],
  'a Role later': [
    [...later('Role model-store/reader')],
    `RoleBinding model-store/reader roleRef.name: wave 1 waits for Role model-store/reader of wave 3; ${earlier(1)}`,
  ],
  'a subject later': [
    later('ServiceAccount model-store/weights-server'),
    `RoleBinding model-store/reader subjects[0].name: wave 1 waits for ServiceAccount model-store/weights-server of wave 3; ${earlier(1)}`,
    `Deployment model-store/weights-server ${pod}.serviceAccountName: wave 1 waits for ServiceAccount model-store/weights-server of wave 3; ${earlier(1)}`,
  ],
  'a volume that is kept for a claim to come': [
    set('PersistentVolume node-1-volume-0', 'spec.claimRef', { namespace: 'model-store', name: 'models' }),
  ],
  'the volume of a claim later': [
    [...later('PersistentVolume node-1-volume-0'), set(claim, 'spec.volumeName', 'node-1-volume-0')],
    `${claim} spec.volumeName: wave 1 waits for PersistentVolume node-1-volume-0 of wave 3; ${earlier(1)}`,
  ],
  'a policy of a binding later': [
    later('ValidatingAdmissionPolicy gpu-cap'),
    `ValidatingAdmissionPolicyBinding gpu-cap spec.policyName: wave 0 waits for ValidatingAdmissionPolicy gpu-cap of wave 3; ${earlier(0)}`,
  ],
  'the governing Service of a fleet later': [
    [moveChart('qwen', 3), move('Service llm-serving/fleet', 'qwen')],
    `StatefulSet llm-serving/fleet spec.serviceName: wave 2 waits for Service llm-serving/fleet of wave 3; ${earlier(2)}`,
  ],
  'a fleet later than its governing Service': [[moveChart('qwen', 3), move('StatefulSet llm-serving/fleet', 'qwen')]],
  'a class later': [
    later('StorageClass local'),
    `PersistentVolume node-1-volume-0 spec.storageClassName: wave 0 waits for StorageClass local of wave 3; ${earlier(0)}`,
  ],
  'a namespace later': [
    later('Namespace model-store'),
    `NetworkPolicy model-store/default-deny metadata.namespace: wave 0 waits for Namespace model-store of wave 3; ${earlier(0)}`,
    ...[
      claim,
      'ServiceAccount model-store/weights-server',
      'ServiceAccount model-store/loader',
      'Role model-store/reader',
      'RoleBinding model-store/reader',
      'NetworkPolicy model-store/weights-server',
      'NetworkPolicy model-store/load-qwen',
      'Service model-store/weights-server',
      weights,
      'PodDisruptionBudget model-store/weights-server',
      'Job model-store/load-qwen-fa953943',
    ].map((title) => `${title} metadata.namespace: wave 1 waits for Namespace model-store of wave 3; ${earlier(1)}`),
  ],
  'a claim later': [
    later(claim),
    `${weights} ${pod}.volumes[0].persistentVolumeClaim.claimName: wave 1 waits for ${claim} of wave 3; ${earlier(1)}`,
    `Job model-store/load-qwen-fa953943 ${pod}.volumes[0].persistentVolumeClaim.claimName: wave 1 waits for ${claim} of wave 3; ${earlier(1)}`,
  ],
  'a claim that binds at once, earlier': [move(claim, 'foundation')],
  'a claim that binds at once, which is the default': [
    [move(claim, 'foundation'), set('StorageClass models', 'volumeBindingMode', undefined)],
  ],
  'a claim that binds at once, and no pod uses it': [[remove(weights), remove('Job model-store/load-qwen-fa953943')]],
  'a claim that binds on first use, in the wave of its pods': [onFirstUse],
  'a claim that binds on first use, in the wave of the first of its pods': [
    [onFirstUse, moveChart('fleet', 3), moveChart('qwen', 3), move('Job model-store/load-qwen-fa953943', 'fleet')],
  ],
  'a claim that binds on first use, earlier': [
    [onFirstUse, move(claim, 'foundation')],
    `${claim} spec.storageClassName: binds when a pod uses it, and the first is in wave 1: wave 0 is never ready; put it into wave 1, or give it a class that binds at once`,
  ],
  'a claim that binds on first use, earlier, with its volume': [
    [
      onFirstUse,
      move(claim, 'foundation'),
      move('PersistentVolume node-1-volume-0', 'foundation'),
      set(claim, 'spec.volumeName', 'node-1-volume-0'),
    ],
  ],
  'a claim of a class that is not drawn, earlier': [
    [set(claim, 'spec.storageClassName', 'topolvm'), move(claim, 'foundation')],
    `${claim} spec.storageClassName: binds when a pod uses it, and the first is in wave 1: wave 0 is never ready; put it into wave 1, or give it a class that binds at once`,
  ],
  'a claim that binds on first use, and no pod uses it': [
    [onFirstUse, remove(weights), remove('Job model-store/load-qwen-fa953943')],
    `${claim} spec.storageClassName: binds when a pod uses it, and no pod does: wave 1 is never ready; remove the claim`,
  ],
});
