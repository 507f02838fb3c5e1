/** Who came too early: objects that are there although a unit that theirs depends on has never been ready. */
import type { Tree } from '../../../lib/delivery/tree';
import { title } from '../../../lib/kubernetes/read/manifest';
import type { KubernetesClient } from '../../cluster/client/client';
import type { Kind } from '../../../lib/kubernetes/kinds';
import type { Unit } from './flux';

/** Kinds of which each wave has one or another. */
const watched: readonly Kind[] = [
  'Namespace',
  'PriorityClass',
  'StorageClass',
  'PersistentVolumeClaim',
  'Job',
  'Deployment',
  'StatefulSet',
];

interface UnitSpec {
  readonly path: string;
  readonly dependsOn?: readonly { readonly name: string }[];
}

/** The unit of each object, by title. */
function unitsByObject({ objects }: Tree): ReadonlyMap<string, string> {
  const folders = objects
    .filter(({ manifest }) => manifest.kind === 'Kustomization')
    .map(
      ({ manifest }) => [`${(manifest['spec'] as UnitSpec).path.replace('./', '')}/`, manifest.metadata.name] as const,
    );
  return new Map(
    objects.flatMap(({ path, manifest }) =>
      folders.filter(([folder]) => path.startsWith(folder)).map(([, unit]) => [title(manifest), unit] as const),
    ),
  );
}

async function present(client: KubernetesClient): Promise<readonly string[]> {
  const lists = await Promise.all(
    watched.map(async (kind) =>
      (await client.list(kind)).map(({ metadata }) =>
        title({ apiVersion: '', kind, metadata: { name: metadata?.name ?? '', namespace: metadata?.namespace } }),
      ),
    ),
  );
  return lists.flat();
}

/** Looks once: first at the objects, then at the units, so that what is there was applied by then. */
export async function tooEarly(
  client: KubernetesClient,
  tree: Tree,
  units: () => Promise<readonly Unit[]>,
): Promise<readonly string[]> {
  const owners = unitsByObject(tree);
  const there = await present(client);
  const now = new Map((await units()).map((unit) => [unit.metadata.name, unit]));
  return there.flatMap((object) => {
    const unit = now.get(owners.get(object) ?? '');
    const waiting = (unit?.spec.dependsOn ?? []).filter(
      ({ name }) => now.get(name)?.status?.lastAppliedRevision === undefined,
    );
    return waiting.map(({ name }) => `${object} came before ${name} was ready`);
  });
}
