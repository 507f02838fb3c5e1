import { llamaServerContract } from '../../../lib/engines/llama-server/llama-server';
import { autoscalerSane } from '../../../lib/rules/serving/autoscaler-sane';
import { noReplicasWithAutoscaler } from '../../../lib/rules/serving/no-replicas-with-autoscaler';
import { add, cases, set, setPlan } from '../fixtures/verdict';

const qwen = 'Deployment llm-serving/qwen';
const fleet = 'StatefulSet llm-serving/fleet';
const hpa = 'HorizontalPodAutoscaler llm-serving/qwen';
const scaled = (target: object) =>
  add('qwen', {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: 'k', namespace: 'llm-serving' },
    spec: { scaleTargetRef: target },
  });

cases(noReplicasWithAutoscaler, {
  'the autoscaler of the platform': [[]],
  'a number beside it': [
    set(qwen, 'spec.replicas', 2),
    `${qwen} spec.replicas: 2 is set back at every apply, although ${hpa} decides; leave it out`,
  ],
  'even none': [
    set(qwen, 'spec.replicas', 0),
    `${qwen} spec.replicas: 0 is set back at every apply, although ${hpa} decides; leave it out`,
  ],
  'a fleet beside it': [
    set(hpa, 'spec.scaleTargetRef', { kind: 'StatefulSet', name: 'fleet' }),
    `${fleet} spec.replicas: 2 is set back at every apply, although ${hpa} decides; leave it out`,
  ],
  'a number beside a ScaledObject, whose target is a Deployment unless it says': [
    [scaled({ name: 'qwen' }), set(hpa, 'spec.scaleTargetRef.name', 'nobody'), set(qwen, 'spec.replicas', 2)],
    `${qwen} spec.replicas: 2 is set back at every apply, although ScaledObject llm-serving/k decides; leave it out`,
  ],
  'a fleet beside a ScaledObject': [
    scaled({ kind: 'StatefulSet', name: 'fleet' }),
    `${fleet} spec.replicas: 2 is set back at every apply, although ScaledObject llm-serving/k decides; leave it out`,
  ],
  'a target that is not there': [set(hpa, 'spec.scaleTargetRef.name', 'nobody')],
  'no target': [set(hpa, 'spec.scaleTargetRef', undefined)],
  'a target that is no workload': [set(hpa, 'spec.scaleTargetRef', { kind: 'ServiceAccount', name: 'qwen' })],
  'a target of another namespace': [[set(hpa, 'spec.scaleTargetRef.name', 'weights-server')]],
});

const metric = 'spec.metrics[0]';
const queue = 'scale on llamacpp:requests_deferred';
const names = llamaServerContract.metrics.names;
const pods = (name: string) => ({
  type: 'Pods',
  pods: { metric: { name }, target: { type: 'AverageValue', averageValue: '1' } },
});
const elsewhere = [
  set(hpa, 'spec.scaleTargetRef.name', 'weights-server'),
  set(hpa, 'metadata.namespace', 'model-store'),
];

cases(autoscalerSane, {
  'the autoscaler of the platform': [[]],
  'a range of one': [[set(hpa, 'spec.minReplicas', 3)]],
  'an empty range': [
    set(hpa, 'spec.minReplicas', 4),
    `${hpa} spec.maxReplicas: 3 is less than the minimum of 4; at least 4`,
  ],
  'a minimum of none': [
    set(hpa, 'spec.minReplicas', 0),
    `${hpa} spec.minReplicas: 0 leaves no pod to wait for; at least 1`,
  ],
  'a minimum that is not said': [set(hpa, 'spec.minReplicas', undefined)],
  'a maximum of none': [
    [set(hpa, 'spec.minReplicas', undefined), set(hpa, 'spec.maxReplicas', 0)],
    `${hpa} spec.maxReplicas: 0 is less than the minimum of 1; at least 1`,
  ],
  'a maximum that is not said': [
    set(hpa, 'spec.maxReplicas', undefined),
    `${hpa} spec.maxReplicas: 0 is less than the minimum of 1; at least 1`,
  ],
  'no metric': [set(hpa, 'spec.metrics', []), `${hpa} spec.metrics: there is none: the default is CPU; ${queue}`],
  'nothing said of metrics': [
    set(hpa, 'spec.metrics', undefined),
    `${hpa} spec.metrics: there is none: the default is CPU; ${queue}`,
  ],
  CPU: [
    set(hpa, metric, { type: 'Resource', resource: { name: 'cpu' } }),
    `${hpa} spec.metrics[0].type: Resource says nothing of waiting requests: an engine is busy whenever it works; ${queue}`,
  ],
  'CPU beside the queue': [
    set(hpa, 'spec.metrics[1]', { type: 'ContainerResource', containerResource: { name: 'cpu' } }),
    `${hpa} spec.metrics[1].type: ContainerResource says nothing of waiting requests: an engine is busy whenever it works; ${queue}`,
  ],
  'CPU of something else': [
    [
      ...elsewhere,
      set('HorizontalPodAutoscaler model-store/qwen', metric, { type: 'Resource', resource: { name: 'cpu' } }),
    ],
  ],
  'every metric of the engine': [set(hpa, 'spec.metrics', names.map(pods))],
  'a metric that was': [
    set(hpa, metric, pods('llamacpp:kv_cache_usage_ratio')),
    `${hpa} spec.metrics[0].metric.name: no engine has the metric 'llamacpp:kv_cache_usage_ratio'; one of ${names.join(', ')}`,
  ],
  'a misspelt metric': [
    set(hpa, metric, pods('llamacpp:request_deferred')),
    `${hpa} spec.metrics[0].metric.name: no engine has the metric 'llamacpp:request_deferred'; one of llamacpp:requests_deferred`,
  ],
  'a metric of an object': [
    set(hpa, metric, { type: 'Object', object: { metric: { name: 'x' } } }),
    `${hpa} spec.metrics[0].metric.name: no engine has the metric 'x'; one of ${names.join(', ')}`,
  ],
  'a metric from outside': [
    set(hpa, metric, { type: 'External', external: { metric: { name: 'x' } } }),
    `${hpa} spec.metrics[0].metric.name: no engine has the metric 'x'; one of ${names.join(', ')}`,
  ],
  'any metric of something else': [[...elsewhere, set('HorizontalPodAutoscaler model-store/qwen', metric, pods('x'))]],
  'nobody who serves metrics': [
    setPlan('environment.cluster.metrics', 'none'),
    `${hpa} spec.metrics[0].metric.name: no API serves 'llamacpp:requests_deferred'; name the metrics provider of the cluster`,
  ],
  'a fleet with volumes': [
    set(hpa, 'spec.scaleTargetRef', { kind: 'StatefulSet', name: 'fleet' }),
    `${hpa} spec.scaleTargetRef: ${fleet} keeps volumes: a new pod needs a free one, and an old one stays tied to its node; give it a fixed number of replicas`,
  ],
  'a fleet without volumes': [
    [
      set(hpa, 'spec.scaleTargetRef', { kind: 'StatefulSet', name: 'fleet' }),
      set(fleet, 'spec.volumeClaimTemplates', []),
    ],
  ],
  'a target that is not there, nor pods of it': [
    [set(hpa, 'spec.scaleTargetRef.name', 'nobody'), set(hpa, metric, pods('x'))],
  ],
  'a target without pods': [
    [set(hpa, 'spec.scaleTargetRef', { kind: 'Service', name: 'qwen' }), set(hpa, metric, pods('x'))],
  ],
  'two autoscalers of one target': [
    [scaled({ name: 'qwen' })],
    `ScaledObject llm-serving/k spec.scaleTargetRef: ${hpa} and ScaledObject llm-serving/k scale ${qwen}; keep one of them`,
  ],
  'two autoscalers of nothing': [[scaled({ name: 'nobody' }), set(hpa, 'spec.scaleTargetRef.name', 'nobody')]],
  'an autoscaler without a spec': [
    set(hpa, 'spec', {}),
    `${hpa} spec.maxReplicas: 0 is less than the minimum of 1; at least 1`,
    `${hpa} spec.metrics: there is none: the default is CPU; ${queue}`,
  ],
});
