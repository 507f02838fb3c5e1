/**
 * What the writer refuses before it touches a file: each refusal is one that would have to be repaired by hand in a
 * cluster.
 */
import { fault, type Fault, type Path } from '../core';
import { immutableChanges, type Manifest, title } from '../kubernetes/read';
import type { Changes, Entry } from './changes';
import { objectKey, type Lock } from './lock';
import { isKept, isProtected } from './protection';
import { secretIn } from './secret-in';
import type { Tree } from './tree';

/** What is compared. */
export interface Delivery {
  readonly tree: Tree;
  /** What was written last; absent the first time. */
  readonly before?: Lock;
  readonly changes: Changes;
  /** The object in a file of the repository; `undefined` when it is not there. */
  readonly read: (path: string) => Manifest | undefined;
  /** Objects that may be deleted, or made again: `StatefulSet/llm-serving/ollama`. */
  readonly allowed: ReadonlySet<string>;
}

/** Largest part of an environment's objects that may go at once. */
const mostDeleted = 0.2;

/**
 * What keeps Flux from deleting an object. Set with kubectl it would not last: Flux takes back what kubectl has
 * written.
 */
const pruneDisabled = 'kustomize.toolkit.fluxcd.io/prune: disabled';

const allow = (keys: readonly string[]): string => keys.map((key) => `--allow-delete ${key}`).join(' ');

/** Where an object is, for a refusal: `production: StatefulSet llm-serving/ollama`. */
const placeOf = (tree: Tree, { kind, namespace, name }: Pick<Entry, 'kind' | 'namespace' | 'name'>): Path =>
  `${tree.environment}: ${title({ apiVersion: '', kind, metadata: { namespace, name } })}`;

/** Objects that the repository holds afterwards, wherever they lie. */
const stayingKeys = ({ objects }: Tree): ReadonlySet<string> =>
  new Set(
    objects.map(
      ({
        manifest: {
          kind,
          metadata: { namespace, name },
        },
      }) => objectKey({ kind, namespace, name }),
    ),
  );

/** Objects that would be deleted for good, and that `--allow-delete` does not name. */
function unallowed({ tree, changes, allowed }: Delivery): readonly Entry[] {
  const staying = stayingKeys(tree);
  return changes.removed.filter((entry) => !staying.has(objectKey(entry)) && !allowed.has(objectKey(entry)));
}

/** Deletions that take data with them. */
const protectedDeletions = (delivery: Delivery): readonly Fault[] =>
  unallowed(delivery)
    .filter(isProtected)
    .map((entry) =>
      fault(
        'ProtectedDeletion',
        placeOf(delivery.tree, entry),
        'it would be removed from the repository, and its data would be lost',
        {
          fix: [`keep it in the environment, or, to remove it: ${allow([objectKey(entry)])}`],
        },
      ),
    );

/** So many deletions at once that they are more likely a mistake. */
function massDeletion(delivery: Delivery): readonly Fault[] {
  const removed = unallowed(delivery);
  const all = Object.keys(delivery.before?.objects ?? {}).length;
  if (removed.length <= all * mostDeleted) return [];
  const found = `${removed.length} of ${all} objects would be removed from the repository in one run, more than ${mostDeleted * 100} %`;
  return [
    fault('MassDeletion', delivery.tree.environment, found, {
      fix: [`keep them in the environment, or, to remove them: ${allow(removed.map(objectKey))}`],
    }),
  ];
}

/** Folder that a Kustomization applies, with its slash; `undefined` when that is no Kustomization. */
function appliedFolder({ read }: Delivery, { path: file, kind }: Entry): string | undefined {
  if (kind !== 'Kustomization') return undefined;
  const { path } = (read(file)?.['spec'] ?? {}) as { readonly path?: unknown };
  return typeof path === 'string' ? `${path.replace(/^\.\//, '')}/` : undefined;
}

/** A unit of Flux that goes while its objects stay in another: Flux deletes what it has applied under the old name. */
function movedUnits(delivery: Delivery): readonly Fault[] {
  const { tree, changes, before, allowed } = delivery;
  const staying = stayingKeys(tree);
  return changes.removed
    .filter((entry) => !allowed.has(objectKey(entry)))
    .flatMap((entry) => {
      const folder = appliedFolder(delivery, entry);
      const kept = Object.entries(before?.objects ?? {}).filter(
        ([file, object]) => folder !== undefined && file.startsWith(folder) && staying.has(objectKey(object)),
      );
      if (kept.length === 0) return [];
      const found = `it would be removed while ${kept.length} of its objects stay, and Flux deletes the objects of a Kustomization that is removed`;
      return [
        fault('UnitMoved', placeOf(tree, entry), found, {
          fix: [
            `suspend the Kustomization that applies it, set spec.deletionPolicy: Orphan on it in the cluster, then: ${allow([objectKey(entry)])}; resume it when the cluster has fetched the commit`,
          ],
        }),
      ];
    });
}

/** An object that goes from one unit of Flux to another, both of which stay: Flux deletes it where it was. */
function movedObjects(delivery: Delivery): readonly Fault[] {
  const { tree, changes, allowed } = delivery;
  const staying = stayingKeys(tree);
  const going = changes.removed.flatMap((entry) => appliedFolder(delivery, entry) ?? []);
  const isByFlux = tree.objects.some(({ manifest, wave }) => wave === undefined && manifest.kind === 'Kustomization');
  const moved = changes.removed.filter(
    (entry) =>
      isByFlux &&
      !isKept(entry) &&
      staying.has(objectKey(entry)) &&
      !allowed.has(objectKey(entry)) &&
      !going.some((folder) => entry.path.startsWith(folder)),
  );
  return moved.map((entry) =>
    fault(
      'UnitMoved',
      placeOf(tree, entry),
      'it would move from one Kustomization to another, and Flux would delete it for the first one',
      {
        fix: [`amend it with the annotation ${pruneDisabled}, deliver that first, then: ${allow([objectKey(entry)])}`],
      },
    ),
  );
}

/** Changes that the API server refuses, and that a controller would then report for ever. */
function inPlace({ tree, changes, read, allowed }: Delivery): readonly Fault[] {
  const changed = new Set(changes.changed.map(({ path }) => path));
  return tree.objects
    .filter(({ path }) => changed.has(path))
    .flatMap(({ path, manifest }) => {
      const {
        kind,
        metadata: { namespace, name },
      } = manifest;
      const old = read(path);
      if (old === undefined || allowed.has(objectKey({ kind, namespace, name }))) return [];
      return immutableChanges(old, manifest).map(({ field, way }) =>
        fault(
          'ImmutableField',
          placeOf(tree, { kind, namespace, name }),
          `${field} would change, but the API server refuses this change`,
          {
            fix: [`${way}; then: ${allow([objectKey({ kind, namespace, name })])}`],
          },
        ),
      );
    });
}

/** Secrets in clear. They would stay in the history of the repository for ever. */
const secrets = ({ tree }: Delivery): readonly Fault[] =>
  tree.objects.flatMap(({ manifest }) => {
    const found = secretIn(manifest);
    if (found === undefined) return [];
    const {
      kind,
      metadata: { namespace, name },
    } = manifest;
    return [
      fault('SecretData', placeOf(tree, { kind, namespace, name }), `${found} would be committed`, {
        fix: 'declare it as a prerequisite, and let a tool such as External Secrets create it',
      }),
    ];
  });

/** Everything that stands against a delivery. */
export const guards = (delivery: Delivery): readonly Fault[] =>
  [secrets, protectedDeletions, massDeletion, movedUnits, movedObjects, inPlace].flatMap((guard) => guard(delivery));
