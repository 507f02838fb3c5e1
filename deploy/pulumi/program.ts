/** An environment as Pulumi resources: its provider, and one resource for each object. */
import { log } from '@pulumi/pulumi';
import { Provider } from '@pulumi/kubernetes/provider';
import { synthesise, type EnvironmentInput, type Manifest } from '../../lib';
import { objectKey, refuse, suggest } from '../../lib/internal';
import { holdingOf } from './delivery';
import { KubernetesObject } from './kubernetes-object';
import type { Settings } from './settings';
import { stackObjects } from './stack-objects';

function named(environments: readonly EnvironmentInput[], stack: string): EnvironmentInput {
  const found = environments.find(({ name }) => name === stack);
  if (found !== undefined) return found;
  const known = environments.map(({ name }) => name);
  return refuse('UnknownEnvironment', 'stack', `no overlay is called '${stack}'`, {
    'did you mean': suggest(stack, known),
    allowed: known,
  });
}

/** A change of the current cluster is never intended; a preview changes nothing. */
function requireCluster(stack: string, { kubeconfig, context }: Settings, preview: boolean): void {
  if (preview || kubeconfig !== undefined || context !== undefined) return;
  refuse(
    'ClusterNotNamed',
    stack,
    'the stack names no cluster, so it would change the cluster of the current kubectl context',
    {
      fix: [`pulumi config set context NAME -s ${stack}`, `pulumi config set kubeconfig --secret -s ${stack} < FILE`],
    },
  );
}

/**
 * A misspelt name protects what was meant to go. Not refused: the object is gone once its removal was allowed and done.
 */
function reportUnknown(stack: string, { allowDelete }: Settings, manifests: readonly Manifest[]): void {
  const known = manifests.map(({ kind, metadata: { namespace, name } }) => objectKey({ kind, namespace, name }));
  for (const key of allowDelete.filter((each) => !known.includes(each))) {
    const meant = suggest(key, known);
    void log.warn(
      `${stack}: allowDelete names ${key}, but the stack has no such object${meant.length === 0 ? '' : ` (did you mean ${meant.join(' · ')})`}`,
    );
  }
}

/**
 * Declares the resources of the stack that is named after an environment.
 *
 * @throws FaultError when there is no such environment, it is not Pulumi's to deliver, or its cluster is not named
 */
export function declare(
  environments: readonly EnvironmentInput[],
  stack: string,
  settings: Settings,
  preview: boolean,
): readonly KubernetesObject[] {
  const synthesis = synthesise(named(environments, stack));
  const holding = holdingOf(synthesis, settings);
  requireCluster(stack, settings, preview);
  reportUnknown(
    stack,
    settings,
    holding.charts.flatMap(({ manifests }) => manifests),
  );
  const { kubeconfig, context } = settings;
  // With the identifier, a new kubeconfig for the same cluster is an update: without it, Pulumi may make every object
  // again.
  const provider = new Provider(stack, {
    kubeconfig,
    context,
    clusterIdentifier: synthesis.plan.environment.cluster.id,
    enableConfigMapMutable: true,
  });
  const resources = new Map<Manifest, KubernetesObject>();
  for (const object of stackObjects(holding, settings)) {
    const dependsOn = object.after.flatMap((manifest) => resources.get(manifest) ?? []);
    resources.set(object.manifest, new KubernetesObject(object, { provider, dependsOn }));
  }
  return [...resources.values()];
}
