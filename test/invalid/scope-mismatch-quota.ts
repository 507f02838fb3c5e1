/** What others use of a quota that does not count it, and a quota that is given twice. */
import { namespaced } from './base';

const quota = { name: 'team', hard: { pods: '50', 'requests.cpu': '40' }, usedByOthers: { 'requests.memory': '1Gi' } };

export const inputs = [namespaced({ existingQuotas: [quota, { ...quota, usedByOthers: {} }] })];

export const report = `test.cluster.existingQuotas[1]: ResourceQuota 'team' stands at test.cluster.existingQuotas[0] already.
  fix: leave out one of the two
  [GivenTwice]
test.cluster.existingQuotas[0].usedByOthers['requests.memory']: the quota does not count 'requests.memory'.
  allowed: 'pods' · 'requests.cpu'
  fix: leave it out, or add it to hard
  [ScopeMismatch]`;
