/** What a stack holds of an environment: everything, the bootstrap of GitOps, or nothing, since each object has one owner. */
import { refuse, treeOf, type Manifest, type RenderedChart, type Synthesis } from '../../lib';
import type { RepositorySettings, Settings } from './settings';

function gitRepository({ plan: { environment: { gitops } } }: Synthesis, { url, branch = 'main', secretName }: RepositorySettings): readonly Manifest[] {
  if (gitops.tool !== 'flux') return [];
  return [{
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: gitops.source, namespace: gitops.namespace },
    spec: { interval: `${gitops.interval}s`, url, ref: { branch }, secretRef: secretName === undefined ? undefined : { name: secretName } },
  }];
}

/** What the controller of a GitOps repository needs, in two waves: where the objects come from, and what to apply. */
function bootstrap(synthesis: Synthesis, { repository }: Settings): readonly RenderedChart[] {
  const control = treeOf(synthesis).objects.filter(({ wave }) => wave === undefined).map(({ manifest }) => manifest);
  const isSource = ({ kind }: Manifest): boolean => kind === 'AppProject';
  const source = repository === undefined ? [] : gitRepository(synthesis, repository);
  return [
    { name: 'source', wave: 0, manifests: [...source, ...control.filter(isSource)] },
    { name: 'units', wave: 1, manifests: control.filter((manifest) => !isSource(manifest)) },
  ];
}

/**
 * The charts that the stack of an environment holds.
 *
 * @throws FaultError when the environment is applied by hand
 */
export function chartsOf(synthesis: Synthesis, settings: Settings): readonly RenderedChart[] {
  const { name, charts, plan } = synthesis;
  switch (plan.environment.delivery) {
    case 'pulumi': return charts;
    case 'gitops': return bootstrap(synthesis, settings);
    case 'kubectl': return refuse('AnotherDelivery', `${name}.delivery`, "it is 'kubectl', so a Pulumi stack would be the second owner of the same objects", {
      mend: [`kubectl apply -k dist/${name}`, "set delivery: 'pulumi' in its overlay"],
    });
  }
}
