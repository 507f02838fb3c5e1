/** The side of a live cluster: what was applied of Corral's objects there. It only reads. */
import type { Side } from '../../lib';
import { preferredVersionOf } from '../../lib/internal';
import { connect } from '../cluster/kubectl';
import { appliedPart } from './applied-fields';

/** How a cluster is named on the command line. */
export const clusterPrefix = 'cluster:';

/** Kinds that an environment can hold and every cluster serves, as kubectl asks for them. */
const resources = [
  'namespaces',
  'resourcequotas',
  'limitranges',
  'priorityclasses',
  'runtimeclasses',
  'storageclasses',
  'persistentvolumes',
  'persistentvolumeclaims',
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
  'serviceaccounts',
  'roles',
  'rolebindings',
  'clusterroles',
  'clusterrolebindings',
  'networkpolicies',
  'configmaps',
  'services',
  'deployments',
  'statefulsets',
  'daemonsets',
  'jobs',
  'cronjobs',
  'poddisruptionbudgets',
  'horizontalpodautoscalers',
];

/**
 * The objects of a cluster. Waves are not known there, so a report against it puts everything into the first.
 *
 * @throws FaultError when kubectl cannot read it
 */
export function sideOfCluster(context: string): Side {
  const cluster = connect({ context });
  const claims = preferredVersionOf(cluster.raw('/apis'), 'resource.k8s.io') === 'resource.k8s.io/v1';
  const items = cluster.get(
    claims ? [...resources, 'resourceclaimtemplates'] : resources,
    '--all-namespaces',
    '--selector',
    'app.kubernetes.io/part-of=corral',
    '--show-managed-fields',
  );
  const manifests = items
    .filter(({ metadata }) => metadata.ownerReferences === undefined)
    .flatMap((item) => appliedPart(item) ?? []);
  return { name: `${clusterPrefix}${context}`, charts: [{ name: context, wave: 0, manifests }] };
}
