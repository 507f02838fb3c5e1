/** At the maxima that the plan proves everything is placed, and a GPU beyond the quota is refused. */
import { expect, test } from '@jest/globals';
import type { IPod } from 'kubernetes-models/v1';
import type { Manifest } from '../../../lib/kubernetes/read/manifest';
import { priorityClassName as priorityClassNameOf } from '../../../lib/plan/names';
import { unschedulable } from '../client/conditions';
import { ApiError } from '../client/request';
import { waitUntil } from '../client/wait';
import { count } from '../claims';
import { misplaced, podsOf, preempted } from '../world/roll-call';
import { scaleTo } from '../world/scale';
import type { World } from '../world/world';
import { llamaServersOf } from '../../plan/fixtures/servers';

/** A pod like those of a workload, bare, and of the lowest class: it takes what is left and preempts no pod. */
function further(pod: IPod, name: string): Manifest {
  const { nodeName: _node, priority: _priority, preemptionPolicy: _policy, ...spec } = pod.spec ?? { containers: [] };
  const priorityClassName = priorityClassNameOf('batch');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: pod.metadata?.namespace, labels: { purpose: 'further' } },
    spec: { ...spec, priorityClassName },
  };
}

/** Creates pods like one until the server refuses; tells why it refused, and how many it took. */
async function untilRefused(
  { plane }: World,
  pod: IPod,
): Promise<{ readonly taken: readonly Manifest[]; readonly reason: string }> {
  const taken: Manifest[] = [];
  for (let i = 0; i < 200; i += 1) {
    const next = further(pod, `further-${i}`);
    try {
      await plane.client.apply([next]);
    } catch (error) {
      if (error instanceof ApiError) return { taken, reason: error.message };
      throw error;
    }
    taken.push(next);
  }
  return { taken, reason: 'nothing was refused' };
}

export function maxima(world: () => World, note: (column: string, value: number) => void): void {
  test('at maximum replicas every pod is placed and ready', async () => {
    await scaleTo('max', world());
    const pods = await podsOf(world());
    expect(misplaced(pods, world())).toEqual([]);
    expect(await preempted(world())).toEqual([]);
    note('pods at maximum', pods.length);
    count('maxima', { pods: pods.length });
  });

  test('a pod beyond the quota is refused, and those before it run or wait for a GPU', async () => {
    const { plane, plan } = world();
    const { serving } = plan.environment.cluster.namespaces;
    const engine = plan.servers.find(({ compute }) => compute.gpus !== undefined) ?? llamaServersOf(plan)[0];
    const [pod] = await plane.client.list('Pod', {
      namespace: serving,
      labels: { 'app.kubernetes.io/instance': engine?.workload.name ?? '' },
    });
    if (pod === undefined) throw new Error('the environment serves nothing');
    const { taken, reason } = await untilRefused(world(), pod);
    expect(reason).toMatch(/exceeded quota: quota/);
    await waitUntil(
      'the scheduler has looked at every pod',
      () => plane.client.list('Pod', { namespace: serving, labels: { purpose: 'further' } }),
      (pods) =>
        pods.every((each) => each.spec?.nodeName !== undefined || (unschedulable(each) ?? '').includes('Insufficient')),
    );
    await plane.client.delete(taken, { gracePeriodSeconds: 0 });
    await waitUntil(
      'they are gone',
      () => plane.client.list('Pod', { namespace: serving, labels: { purpose: 'further' } }),
      (pods) => pods.length === 0,
    );
  });
}
