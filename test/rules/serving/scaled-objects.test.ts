/** ScaledObjects of engines: an outage of Prometheus must not let their pods sleep. */
import { autoscalerSane } from '../../../lib/rules/serving/autoscaler-sane';
import { add, cases, remove } from '../fixtures/verdict';

const name = 'ScaledObject llm-serving/k';
const fallback = { failureThreshold: 3, replicas: 1, behavior: 'currentReplicasIfHigher' };
const asks = { type: 'prometheus', metadata: { query: 'x', threshold: '1', ignoreNullValues: 'false' } };
const cron = {
  type: 'cron',
  metadata: { timezone: 'UTC', start: '0 7 * * *', end: '0 8 * * *', desiredReplicas: '1' },
};
const scaled = (spec: object, target = 'qwen') => [
  remove('HorizontalPodAutoscaler llm-serving/qwen'),
  add('qwen', {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: 'k', namespace: 'llm-serving' },
    spec: { scaleTargetRef: { name: target }, ...spec },
  }),
];

cases(autoscalerSane, {
  'questions that need an answer': [
    scaled({ minReplicaCount: 0, maxReplicaCount: 2, fallback, triggers: [asks, cron] }),
  ],
  'a schedule alone': [scaled({ triggers: [cron] })],
  'no answer that counts as zero': [
    scaled({ fallback, triggers: [cron, { ...asks, metadata: { query: 'x', threshold: '1' } }] }),
    `${name} spec.triggers[1].metadata.ignoreNullValues: no answer of Prometheus counts as no request: an outage would let the pods sleep; 'false'`,
  ],
  'an outage without a fallback': [
    scaled({ triggers: [asks] }),
    `${name} spec.fallback: there is none: while Prometheus does not answer, KEDA would let the pods sleep; { failureThreshold: 3, replicas: 1, behavior: 'currentReplicasIfHigher' }`,
  ],
  'a fallback to no pod': [
    scaled({ triggers: [asks], fallback: { ...fallback, replicas: 0 } }),
    `${name} spec.fallback: there is none: while Prometheus does not answer, KEDA would let the pods sleep; { failureThreshold: 3, replicas: 1, behavior: 'currentReplicasIfHigher' }`,
  ],
  'an empty range': [
    scaled({ minReplicaCount: 3, maxReplicaCount: 2, triggers: [cron] }),
    `${name} spec.maxReplicaCount: 2 is less than the minimum of 3; at least 3`,
  ],
  'something else may sleep': [scaled({ triggers: [{ ...asks, metadata: {} }] }, 'another')],
});
