/**
 * A synthesis as the files of a GitOps repository: one object each, folders by wave, kustomizations, and what the
 * controller needs.
 */
import { fault, type Fault, FaultError } from '../core';
import { type Manifest, title } from '../kubernetes/read';
import { documentYaml, toYaml } from '../render';
import type { Synthesis } from '../synthesise';
import { argoCdObjects, forArgoCd } from './argocd';
import { filePath } from './file-path';
import { fluxObjects, forFlux } from './flux';
import { units, type Unit } from './unit';

/** Folder with what the controllers of all environments need, each environment in its own. */
const clustersFolder = 'clusters';

/**
 * Folder of what the controller of an environment needs. One below the cluster's own, since bootstrap writes Flux
 * itself there: a `kustomization.yaml` of ours in that place would leave Flux out, and Flux would then delete itself.
 */
export const controlFolder = (environment: string): string => `${clustersFolder}/${environment}/corral`;

/** An object and its file. */
export interface DeliveredObject {
  /** From the root of the repository. */
  readonly path: string;
  readonly manifest: Manifest;
  /** Absent for the controller's own objects, which no wave applies. */
  readonly wave?: number;
}

/** The files of an environment; the lock is not among them. */
export interface Tree {
  readonly environment: string;
  readonly objects: readonly DeliveredObject[];
  /** Text by path, sorted: every object, and every `kustomization.yaml`. */
  readonly files: ReadonlyMap<string, string>;
}

const kustomization = (resources: readonly string[]): string =>
  documentYaml({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [...resources].sort(),
  });

/** A kustomization for each folder on the way to the units, so that each of them can be applied by itself. */
function kustomizations(
  root: string,
  folders: readonly string[],
  objectsIn: (folder: string) => readonly string[],
): readonly (readonly [string, string])[] {
  const children = new Map<string, Set<string>>();
  for (const folder of folders) {
    const parts = folder.split('/');
    parts.forEach((part, depth) => {
      const parent = parts.slice(0, depth).join('/');
      children.set(parent, (children.get(parent) ?? new Set()).add(part));
    });
  }
  const inner = [...children].map(
    ([parent, names]) => [parent === '' ? root : `${root}/${parent}`, [...names]] as const,
  );
  const outer = folders.map((folder) => [`${root}/${folder}`, objectsIn(folder)] as const);
  return [...inner, ...outer].map(
    ([folder, resources]) => [`${folder}/kustomization.yaml`, kustomization(resources)] as const,
  );
}

function collisions(environment: string, objects: readonly DeliveredObject[]): readonly Fault[] {
  const first = new Map<string, DeliveredObject>();
  return objects.flatMap((object) => {
    const other = first.get(object.path);
    first.set(object.path, other ?? object);
    if (other === undefined) return [];
    return [
      fault(
        'PathCollision',
        environment,
        `${title(other.manifest)} and ${title(object.manifest)} would both be ${object.path}`,
        {
          fix: 'give one of them another name',
        },
      ),
    ];
  });
}

/**
 * The files of a synthesis.
 *
 * @throws FaultError when two objects would be one file, or the environment's folder the controllers'
 */
export function treeOf({ name: environment, plan, charts }: Synthesis): Tree {
  const { gitops } = plan.environment;
  if (environment === clustersFolder) {
    throw new FaultError([
      fault(
        'PathCollision',
        environment,
        `its folder would be ${clustersFolder}/, where the controllers' objects of all environments are`,
        {
          fix: 'give the environment another name',
        },
      ),
    ]);
  }
  const all = units(charts);
  const forController = (manifest: Manifest, { wave }: Unit): Manifest =>
    gitops.tool === 'flux' ? forFlux(manifest) : forArgoCd(manifest, wave);
  const inUnits = all.flatMap((unit) =>
    unit.manifests.map((manifest): DeliveredObject => ({
      path: `${environment}/${unit.folder}/${filePath(manifest)}`,
      manifest: forController(manifest, unit),
      wave: unit.wave,
    })),
  );
  const control = (
    gitops.tool === 'flux' ? fluxObjects(gitops, plan, all) : argoCdObjects(gitops, environment, all)
  ).map((manifest): DeliveredObject => ({ path: `${controlFolder(environment)}/${filePath(manifest)}`, manifest }));
  const objects = [...inUnits, ...control].sort((a, b) => (a.path < b.path ? -1 : 1));
  const faults = collisions(environment, objects);
  if (faults.length > 0) throw new FaultError(faults);
  const below = (folder: string): readonly string[] =>
    objects.filter(({ path }) => path.startsWith(`${folder}/`)).map(({ path }) => path.slice(folder.length + 1));
  const files = [
    ...objects.map(({ path, manifest }) => [path, toYaml([manifest])] as const),
    ...kustomizations(
      environment,
      all.map(({ folder }) => folder),
      (folder) => below(`${environment}/${folder}`),
    ),
    [`${controlFolder(environment)}/kustomization.yaml`, kustomization(below(controlFolder(environment)))] as const,
  ];
  return { environment, objects, files: new Map(files.sort(([a], [b]) => (a < b ? -1 : 1))) };
}
