import { expect, test } from '@jest/globals';
import { workloadPod } from '../../../lib/kubernetes/read/workload-pod';
import { judge } from '../../../lib/rules/judge';
import { userIds } from '../../../lib/rules/security/user-ids';
import { cases, changed, set, setPlan } from '../fixtures/verdict';

const ofCluster = setPlan('environment.cluster.userIds', 'cluster');
const qwen = 'Deployment llm-serving/qwen';
const says = (field: string, value: number) =>
  `${qwen} ${field}: ${value} is outside of the range that the cluster gives the namespace; leave it out, or cluster.userIds: 'ours'`;

cases(userIds, { 'ids of ours': [[]] });

test('where the cluster chooses, every id of a pod and of its containers is named', () => {
  const { charts, plan } = changed(ofCluster);
  const pods = charts.flatMap(({ manifests }) => manifests).flatMap((manifest) => workloadPod(manifest) ?? []);
  const containers = pods.reduce((sum, pod) => sum + pod.containers.length, 0);
  const found = judge({ charts, plan }, [], [userIds]);
  // A pod has a user and two groups, a container a user and one group.
  expect(found).toHaveLength(3 * pods.length + 2 * containers);
  expect(found.map(({ at, found: what }) => `${at}: ${what}`.replace(/^test: /, ''))).toEqual(
    expect.arrayContaining(
      [
        says('spec.template.spec.securityContext.fsGroup', 10001),
        says('spec.template.spec.containers[0].securityContext.runAsUser', 10001),
        says('spec.template.spec.initContainers[0].securityContext.runAsGroup', 10001),
      ].map((sentence) => sentence.replace(/; .*/, '')),
    ),
  );
});

test('a privileged pod has a constraint of its own', () => {
  const withPrivileged = changed(
    ofCluster,
    set(qwen, 'spec.template.spec.containers[0].securityContext', { privileged: true, runAsUser: 0 }),
  );
  const ofQwen = judge(withPrivileged, [], [userIds]).filter(({ at }) => at.includes(qwen));
  expect(ofQwen).toEqual([]);
});
