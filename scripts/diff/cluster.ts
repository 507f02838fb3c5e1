/** The side of a live cluster: what was applied of Corral's objects there. It only reads. */
import { execFileSync } from 'node:child_process';
import { refuse, type Manifest, type Side } from '../../lib';
import { appliedPart } from './applied-fields';

/** How a cluster is named on the command line. */
export const clusterPrefix = 'cluster:';

/** Kinds that an environment can hold, as kubectl asks for them. */
const resources = [
  'namespaces', 'resourcequotas', 'limitranges', 'priorityclasses', 'runtimeclasses', 'storageclasses', 'persistentvolumes', 'persistentvolumeclaims',
  'validatingadmissionpolicies', 'validatingadmissionpolicybindings', 'serviceaccounts', 'roles', 'rolebindings', 'clusterroles', 'clusterrolebindings',
  'networkpolicies', 'configmaps', 'services', 'deployments', 'statefulsets', 'daemonsets', 'jobs', 'cronjobs', 'poddisruptionbudgets',
  'horizontalpodautoscalers',
];

/** The user's own, with the user's own rights. */
const program = 'kubectl';

interface Live extends Manifest {
  readonly metadata: Manifest['metadata'] & { readonly ownerReferences?: readonly unknown[] };
}

/**
 * The objects of a cluster. Waves are not known there, so a report against it puts everything into the first.
 *
 * @throws FaultError when kubectl cannot read it
 */
export function sideOfCluster(context: string): Side {
  const which = ['--all-namespaces', '--selector', 'app.kubernetes.io/part-of=corral'];
  const args = ['--context', context, 'get', resources.join(), ...which, '--show-managed-fields', '--output', 'json'];
  const output = (() => {
    try {
      return execFileSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 29, stdio: ['ignore', 'pipe', 'pipe'] });
    } catch (error) {
      const { stderr = '', message } = error as { stderr?: string; message: string };
      return refuse('ClusterNotRead', `${clusterPrefix}${context}`, `kubectl says: ${(stderr.trim() || message).split('\n').at(-1) ?? ''}`, {
        mend: 'name a context of your kubeconfig that may read these kinds',
      });
    }
  })();
  const { items } = JSON.parse(output) as { readonly items: readonly Live[] };
  const manifests = items.filter(({ metadata }) => metadata.ownerReferences === undefined).flatMap((item) => appliedPart(item) ?? []);
  return { name: `${clusterPrefix}${context}`, charts: [{ name: context, wave: 0, manifests }] };
}
