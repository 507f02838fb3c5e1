/**
 * What Flux needs: a Kustomization for each unit, and on objects the marks that keep it from deleting data or eating
 * shell variables.
 */
import { contentHash } from '../core';
import type { Gitops } from '../environment';
import { annotations, plainObject } from '../kubernetes/draw';
import { bindsOnFirstUse, type Manifest } from '../kubernetes/read';
import type { Plan } from '../plan';
import { loadersBefore } from './loaders-first';
import { marked } from './mark';
import { patience } from './patience';
import { isKept, isProgram } from './protection';
import type { Unit } from './unit';

/** Prefix of Flux's own annotations. */
const toolkit = 'kustomize.toolkit.fluxcd.io';

/** Flux writes the name of a Kustomization into a label. */
const longestLabel = 63;

/** Kinds whose health says something of pods or of work done; a wait for all objects would also wait for claims. */
const gatingKinds: ReadonlySet<string> = new Set(['DaemonSet', 'Deployment', 'Job', 'StatefulSet']);

/** Time after which a failed unit is tried again. */
const retryInterval = '2m';

/**
 * What substitution replaces: `${path##…}` of a shell program, which it takes for a variable of its own, and `$$`,
 * which becomes `$`.
 */
const substituted = /\$[${]/;

/** An object as Flux is to get it. */
export const forFlux = (manifest: Manifest): Manifest =>
  marked(manifest, {
    [`${toolkit}/prune`]: isKept(manifest) || isProgram(manifest) ? 'disabled' : undefined,
    [`${toolkit}/substitute`]: substituted.test(JSON.stringify(manifest)) ? 'disabled' : undefined,
  });

/** `production-model-legal`: environments may share a cluster, and with it Flux's namespace. */
function nameOf(environment: string, unit: string): string {
  const name = `${environment}-${unit}`;
  return name.length <= longestLabel
    ? name
    : `${name.slice(0, longestLabel - 9).replace(/-+$/, '')}-${contentHash(name)}`;
}

/**
 * All objects must be ready, or those that can be: a claim that binds on first use stays unbound until a pod of the
 * same unit comes.
 */
function readiness({ manifests }: Unit, all: readonly Manifest[]) {
  if (!manifests.some((manifest) => bindsOnFirstUse(manifest, all))) return { wait: true };
  const healthChecks = manifests
    .filter(({ kind }) => gatingKinds.has(kind))
    .map(({ apiVersion, kind, metadata: { namespace, name } }) => ({ apiVersion, kind, name, namespace }));
  return { wait: false, healthChecks: healthChecks.length === 0 ? undefined : healthChecks };
}

/** What a unit waits for: the loaders of its weights, which the wave before is ready for, else that wave. */
function unitsBefore(plan: Plan, { name, after }: Unit): readonly string[] {
  const loaders = loadersBefore(plan, name);
  return loaders.length === 0 ? after : loaders;
}

/** The Kustomizations of an environment, in the order of its units. */
export function fluxObjects(
  flux: Extract<Gitops, { tool: 'flux' }>,
  plan: Plan,
  units: readonly Unit[],
): readonly Manifest[] {
  const { name: environment } = plan.environment;
  const all = units.flatMap(({ manifests }) => manifests);
  return units.map((unit) => {
    const { value, because } = patience(plan, unit);
    const before = unitsBefore(plan, unit);
    return plainObject('Kustomization', {
      metadata: {
        name: nameOf(environment, unit.name),
        namespace: flux.namespace,
        annotations: annotations({ 'because.timeout': because }),
      },
      spec: {
        interval: `${flux.interval}s`,
        retryInterval,
        timeout: `${Math.ceil(value)}s`,
        path: `./${environment}/${unit.folder}`,
        prune: true,
        serviceAccountName: flux.serviceAccount,
        sourceRef: { kind: 'GitRepository', name: flux.source },
        dependsOn: before.length === 0 ? undefined : before.map((name) => ({ name: nameOf(environment, name) })),
        ...readiness(unit, all),
      },
    });
  });
}
