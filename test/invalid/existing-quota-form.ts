/** Quotas and limits of a namespace that Kubernetes does not have in this form. */
import { namespaced } from './base';

export const inputs = [
  namespaced({
    existingQuotas: [{ name: 'team', hard: { 'requests.cpu': '40 cores', 'request.memory': '4Gi' } }],
    existingLimits: [{ name: 'team', limits: [{ type: 'container', max: { cpu: '4' } }] }],
  }),
];

export const report = `test.cluster.existingQuotas[0].hard['requests.cpu']: '40 cores' does not have the right form.
  allowed: a quantity: '4', '500m', '16Gi'
  [BadFormat]
test.cluster.existingQuotas[0].hard['request.memory']: 'request.memory' does not have the right form.
  allowed: what a ResourceQuota counts: 'cpu', 'requests.cpu', 'limits.cpu', 'memory', 'requests.memory', 'limits.memory', \
'ephemeral-storage', 'requests.ephemeral-storage', 'limits.ephemeral-storage', 'pods', 'requests.nvidia.com/gpu', 'count/deployments.apps'
  [BadName]
test.cluster.existingLimits[0].limits[0].type: 'container' is not among what is allowed.
  did you mean: 'Container'
  allowed: 'Container' · 'Pod' · 'PersistentVolumeClaim'
  [NotAllowed]`;
