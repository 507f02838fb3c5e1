/**
 * What Argo CD needs: a project that allows what the environment holds and no more, one Application, and on objects
 * their wave.
 */
import type { Gitops } from '../environment';
import { plainObject } from '../kubernetes/draw';
import { groupOf } from '../kubernetes/kinds';
import { autoscaledBy, type Manifest } from '../kubernetes/read';
import { marked } from './mark';
import { isKept } from './protection';
import type { Unit } from './unit';

const argocd = 'argocd.argoproj.io';

/** Argo CD's own cluster, which is the one that it runs in. */
const server = 'https://kubernetes.default.svc';

/**
 * Server-side apply keeps the autoscaler's field, and definitions above 256 KiB fit; an object that another Application
 * owns is refused; what was removed goes after the new is there.
 */
const syncOptions = [
  'ServerSideApply=true',
  'RespectIgnoreDifferences=true',
  'FailOnSharedResource=true',
  'PruneLast=true',
];

/** An object as Argo CD is to get it. */
export const forArgoCd = (manifest: Manifest, wave: number): Manifest =>
  marked(manifest, {
    [`${argocd}/sync-wave`]: `${wave}`,
    [`${argocd}/sync-options`]: isKept(manifest) ? 'Prune=false,Delete=false' : undefined,
  });

/** Group and kind of objects, each once. */
function kindsOf(manifests: readonly Manifest[]) {
  const pairs = manifests.map(({ apiVersion, kind }) => `${groupOf(apiVersion)}/${kind}`);
  return [...new Set(pairs)]
    .sort()
    .map((pair) => ({ group: pair.slice(0, pair.lastIndexOf('/')), kind: pair.slice(pair.lastIndexOf('/') + 1) }));
}

/** The fields that an autoscaler owns: what it writes is no difference. */
const autoscaled = (manifests: readonly Manifest[]) =>
  manifests.flatMap((manifest) => {
    const target = autoscaledBy(manifest)?.target;
    return target === undefined
      ? []
      : [
          {
            group: groupOf(target.apiVersion),
            kind: target.kind,
            namespace: manifest.metadata.namespace,
            name: target.name,
            jsonPointers: ['/spec/replicas'],
          },
        ];
  });

/**
 * The AppProject and the Application of an environment. The Application has no finalizer: deleting it leaves everything
 * running.
 */
export function argoCdObjects(
  gitops: Extract<Gitops, { tool: 'argocd' }>,
  environment: string,
  units: readonly Unit[],
): readonly Manifest[] {
  const manifests = units.flatMap((unit) => unit.manifests);
  const namespaces = [...new Set(manifests.flatMap(({ metadata: { namespace } }) => namespace ?? []))].sort();
  const ignoreDifferences = autoscaled(manifests);
  const metadata = { name: environment, namespace: gitops.namespace };
  return [
    plainObject('AppProject', {
      metadata,
      spec: {
        description: `What Corral renders for ${environment}`,
        sourceRepos: [gitops.repository],
        destinations: namespaces.map((namespace) => ({ server, namespace })),
        clusterResourceWhitelist: kindsOf(manifests.filter(({ metadata: { namespace } }) => namespace === undefined)),
        namespaceResourceWhitelist: kindsOf(manifests.filter(({ metadata: { namespace } }) => namespace !== undefined)),
      },
    }),
    plainObject('Application', {
      metadata,
      spec: {
        project: environment,
        source: { repoURL: gitops.repository, targetRevision: gitops.revision, path: environment },
        destination: { server, namespace: namespaces[0] },
        ignoreDifferences: ignoreDifferences.length === 0 ? undefined : ignoreDifferences,
        syncPolicy: {
          automated: { prune: true, selfHeal: true },
          syncOptions,
          retry: { limit: 5, backoff: { duration: '30s', factor: 2, maxDuration: '10m' } },
        },
      },
    }),
  ];
}
