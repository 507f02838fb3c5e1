import { quotaFits } from '../../../lib/rules/capacity/quota-fits';
import { cases, set, setPlan, type Change } from '../fixtures/verdict';

const existing = (hard: Record<string, string>, usedByOthers?: Record<string, string>): Change =>
  setPlan('environment.cluster.existingQuotas', [{ name: 'team', hard, usedByOthers }]);

const short = (key: string, hard: string, left: string, needed: string, more: string): string =>
  `ResourceQuota llm-serving/team spec.hard['${key}']: others leave ${left} of '${hard}', less than the ${needed} that the environment needs with all replicas and a rollout under way; have it raised by ${more}, or fewer replicas`;

cases(quotaFits, {
  'a quota that is large enough': [existing({ 'requests.nvidia.com/gpu': '7', pods: '7', 'count/pods': '7' })],
  'a quota that others use': [
    existing({ 'requests.nvidia.com/gpu': '8' }, { 'requests.nvidia.com/gpu': '2' }),
    short('requests.nvidia.com/gpu', '8', '6', '7', '1'),
  ],
  'pods by their other name': [existing({ 'count/pods': '6' }), short('count/pods', '6', '6', '7', '1')],
  'objects of a kind': [
    existing({ 'count/deployments.apps': '0', 'count/statefulsets.apps': '1' }),
    short('count/deployments.apps', '0', '0', '1', '1'),
  ],
  'objects by their short name': [existing({ services: '1' }), short('services', '1', '1', '2', '1')],
  'revisions that a Deployment keeps': [
    existing({ 'count/replicasets.apps': '10' }),
    short('count/replicasets.apps', '10', '10', '11', '1'),
  ],
  'fewer revisions': [
    [set('Deployment llm-serving/qwen', 'spec.revisionHistoryLimit', 2), existing({ 'count/replicasets.apps': '3' })],
  ],
  'what is named by its content is there twice for a while': [
    existing({ configmaps: '1' }),
    short('configmaps', '1', '1', '2', '1'),
  ],
  'a kind that is not there': [existing({ 'count/secrets': '0', secrets: '0' })],
});
