/** Quotas and limits of a namespace that Kubernetes does not have in this form. */
import { namespaced } from './base';

export const inputs = [
  namespaced({
    existingQuotas: [{ name: 'team', hard: { 'requests.cpu': '40 cores' } }],
    existingLimits: [{ name: 'team', limits: [{ type: 'container', max: { cpu: '4' } }] }],
  }),
];

export const report = `test.cluster.existingQuotas[0].hard['requests.cpu']: '40 cores' does not have the right form.
  allowed: a quantity: '4', '500m', '16Gi'
  [BadFormat]
test.cluster.existingLimits[0].limits[0].type: 'container' is not among what is allowed.
  did you mean: 'Container'
  allowed: 'Container' · 'Pod' · 'PersistentVolumeClaim'
  [NotAllowed]`;
