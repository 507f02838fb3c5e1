/** Moves every workload that is a range to one end of it, through the scale subresource, as an autoscaler does. */
import { isRolledOut } from '../client/conditions';
import type { Site } from './world';
import { llamaServersOf } from '../../plan/fixtures/servers';

/** Scales and waits until every replica is ready. */
export async function scaleTo(end: 'min' | 'max', { plan, plane }: Pick<Site, 'plan' | 'plane'>): Promise<void> {
  const namespace = plan.environment.cluster.namespaces.serving;
  for (const { workload, replicas } of llamaServersOf(plan)) {
    if (replicas.min === replicas.max) continue;
    // A new Deployment has one pod until its autoscaler has looked at it, which would undo what is written before.
    await plane.client.waitFor(
      `runs ${replicas.min} pods`,
      'Deployment',
      workload.name,
      namespace,
      ({ spec }) => (spec?.replicas ?? 1) >= replicas.min,
    );
    await plane.client.patch('Deployment', workload.name, namespace, { spec: { replicas: replicas[end] } }, 'scale');
  }
  for (const { workload, replicas } of llamaServersOf(plan)) {
    await plane.client.waitFor(
      `runs ${replicas[end]} pods`,
      'Deployment',
      workload.name,
      namespace,
      (deployment) => deployment.spec?.replicas === replicas[end] && isRolledOut(deployment),
    );
  }
}
