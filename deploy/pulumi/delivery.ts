/**
 * What a stack holds of an environment: everything, the bootstrap of GitOps, or nothing, since each object has one
 * owner.
 */
import type { Manifest, Plan, RenderedChart, Synthesis } from '../../lib';
import { fieldManagers, refuse, treeOf } from '../../lib/internal';
import { settingsPath, type RepositorySettings, type Settings } from './settings';

/** The objects of a stack, and the field manager that writes them. */
export interface Holding {
  readonly charts: readonly RenderedChart[];
  readonly plan: Plan;
  readonly fieldManager: string;
}

/** The field manager of what stays in the stack. */
const ownFieldManager = 'pulumi';

function gitRepository(
  {
    plan: {
      environment: { gitops },
    },
  }: Synthesis,
  { url, branch = 'main', secretName }: RepositorySettings,
): readonly Manifest[] {
  if (gitops.tool !== 'flux') return [];
  return [
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name: gitops.source, namespace: gitops.namespace },
      spec: {
        interval: `${gitops.interval}s`,
        url,
        ref: { branch },
        secretRef: secretName === undefined ? undefined : { name: secretName },
      },
    },
  ];
}

/** A Kustomization that writes no more, and leaves what it has written when it goes. */
const released = (manifest: Manifest): Manifest =>
  manifest.kind === 'Kustomization'
    ? { ...manifest, spec: { ...(manifest['spec'] as object), suspend: true, deletionPolicy: 'Orphan' } }
    : manifest;

/** What the controller of a GitOps repository needs, in two waves: where the objects come from, and what to apply. */
function bootstrap(synthesis: Synthesis, { repository, handOver }: Settings): readonly RenderedChart[] {
  const control = treeOf(synthesis)
    .objects.filter(({ wave }) => wave === undefined)
    .map(({ manifest }) => (handOver ? released(manifest) : manifest));
  const isSource = ({ kind }: Manifest): boolean => kind === 'AppProject';
  const source = repository === undefined ? [] : gitRepository(synthesis, repository);
  return [
    { name: 'source', wave: 0, manifests: [...source, ...control.filter(isSource)] },
    { name: 'units', wave: 1, manifests: control.filter((manifest) => !isSource(manifest)) },
  ];
}

/** A repository that nothing follows is a mistake of the settings, and is refused. */
function requireUse(
  {
    name,
    plan: {
      environment: { delivery, gitops },
    },
  }: Synthesis,
  { repository }: Settings,
): void {
  if (repository === undefined || (delivery === 'gitops' && gitops.tool === 'flux')) return;
  const found =
    delivery === 'gitops'
      ? `Argo CD applies ${name} from the repository that its overlay names`
      : `${name} is delivered by ${delivery}, not from a repository`;
  refuse('StackSettingUnused', `${settingsPath(name)}.repository`, found, {
    fix: `pulumi config rm repository -s ${name}`,
  });
}

/**
 * What the stack of an environment holds. While it is handed over, its objects are written with the field manager of the
 * next owner, or of the one before: so no field is left that only the stack, or only the controller, still owns.
 *
 * @throws FaultError when the environment is applied by hand, or a setting has no use
 */
export function holdingOf(synthesis: Synthesis, settings: Settings): Holding {
  const { name, charts, plan } = synthesis;
  const { delivery, gitops } = plan.environment;
  if (delivery === 'kubectl') {
    return refuse(
      'AnotherDelivery',
      `${name}.delivery`,
      "it is 'kubectl', so a Pulumi stack would be a second owner of the same objects",
      {
        fix: [`kubectl apply -k dist/${name}`, "set delivery: 'pulumi' in its overlay"],
      },
    );
  }
  requireUse(synthesis, settings);
  if (delivery === 'gitops') return { charts: bootstrap(synthesis, settings), plan, fieldManager: ownFieldManager };
  return { charts, plan, fieldManager: settings.handOver ? fieldManagers[gitops.tool] : ownFieldManager };
}
