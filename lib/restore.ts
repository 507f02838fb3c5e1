/** The objects that restore a source of an environment: they are applied by hand, once, and are part of no revision. */
import { App } from 'cdk8s';
import { RestoreChart } from './charts';
import { describeCluster, manifestsOf, withMetadata } from './kubernetes/draw';
import type { Manifest } from './kubernetes/read';
import type { Plan } from './plan';

/**
 * A Job with its programs. It has the identity and the policy of the backup, so the environment is applied before it.
 *
 * @param source name of a source of the backup
 * @param snapshot id of the copy. Default: the newest
 * @throws RangeError if the plan has no such source
 */
export function restoreManifests(plan: Plan, source: string, snapshot?: string): readonly Manifest[] {
  const planned = plan.backup?.sources.find(({ sourceName }) => sourceName === source);
  if (planned === undefined) throw new RangeError(`${plan.environment.name} has no backup of ${source}`);
  const app = new App();
  describeCluster(app, plan.environment.cluster);
  const chart = new RestoreChart(app, plan, planned, snapshot);
  return manifestsOf(chart).map((manifest) => withMetadata(manifest, chart.objects));
}
