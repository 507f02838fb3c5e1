/**
 * Compares an amended object with the one that Corral rendered: what changed that an amendment may not change without a
 * word.
 */
import { isDeepStrictEqual } from 'node:util';
import { childPath, own } from '../../core';
import { type Container, openedBy, type PodSpec, type Volume } from '../../kubernetes/kinds';
import type { Manifest } from '../../kubernetes/read';
import { isBeside, loadingVariable } from '../../workload';
import { orNone } from '../lists';
import type { Pod, PodContainer } from '../pods';
import { amendable, amendableContainer, amendablePod, amendableSpec, amendableVolumes } from './amendable';

/** One change. */
export interface Change {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

type Tree = Readonly<Record<string, unknown>>;

const asTree = (value: unknown): Tree => (typeof value === 'object' && value !== null ? (value as Tree) : {});

const inside = (field: string, key: string): string => childPath(field, key).replace(/^\./, '');

/** Fields of an object that differ, but for those that may. */
function differing(before: object, after: object, allowed: readonly string[], field: string): Change[] {
  const [all, others] = [asTree(before), asTree(after)];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => !allowed.includes(key))
    .flatMap((key) => {
      const [was, is] = [own(all, key), own(others, key)];
      return isDeepStrictEqual(was, is) ? [] : [{ field: inside(field, key), before: was, after: is }];
    });
}

const byName = <T extends { readonly name?: string }>(list: readonly T[]): ReadonlyMap<string, T> =>
  new Map(list.map((each) => [each.name ?? '', each]));

/** Entries with names: what is gone or different, and what is new and not harmless. */
function listed<T extends { readonly name?: string }>(
  before: readonly T[],
  after: readonly T[],
  field: string,
  isHarmless: (added: T) => boolean,
): Change[] {
  const [were, are] = [byName(before), byName(after)];
  const gone = [...were]
    .filter(([name, was]) => !isDeepStrictEqual(are.get(name), was))
    .map(([name, was]) => ({ field: `${field}['${name}']`, before: was, after: are.get(name) }));
  const fresh = after.flatMap((each, i) =>
    were.has(each.name ?? '') || isHarmless(each) ? [] : [{ field: `${field}[${i}]`, before: undefined, after: each }],
  );
  return [...gone, ...fresh];
}

/** A folder in memory counts as memory of the container, which the plan has given away. */
const isHarmlessVolume = (volume: Volume): boolean =>
  Object.keys(volume).every((key) => key === 'name' || amendableVolumes.includes(key)) &&
  volume.emptyDir?.medium !== 'Memory';

const mountKey = ({
  mountPath,
  name,
}: NonNullable<Container['volumeMounts']>[number]): { readonly name: string; readonly volume: string } => ({
  name: mountPath,
  volume: name,
});

function mounts(before: Container, after: Container, field: string, harmless: ReadonlySet<string>): Change[] {
  const keyed = (container: Container) =>
    orNone(container.volumeMounts).map((mount) => ({ ...mountKey(mount), mount }));
  return listed(
    keyed(before),
    keyed(after),
    `${field}.volumeMounts`,
    ({ volume, mount }) =>
      harmless.has(volume) &&
      mount.mountPropagation === undefined &&
      isBeside(
        mount.mountPath,
        orNone(before.volumeMounts).map(({ mountPath }) => mountPath),
      ),
  ).map((change) => ({
    ...change,
    before: (change.before as { mount?: unknown } | undefined)?.mount,
    after: (change.after as { mount?: unknown } | undefined)?.mount,
  }));
}

const isHarmlessVariable = ({ name, valueFrom }: NonNullable<Container['env']>[number]): boolean =>
  valueFrom?.secretKeyRef === undefined && !loadingVariable.test(name);

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;

function container(
  before: Container,
  { container: after, field }: PodContainer,
  harmless: ReadonlySet<string>,
): Change[] {
  return [
    ...differing(before, after, [...amendableContainer, 'env', 'volumeMounts'], field),
    ...listed(orNone(before.env), orNone(after.env), `${field}.env`, isHarmlessVariable),
    ...mounts(before, after, field, harmless),
    ...probes.flatMap((probe) =>
      before[probe] === undefined || after[probe] !== undefined
        ? []
        : [{ field: `${field}.${probe}`, before: before[probe], after: undefined }],
    ),
    // A probe may ask at other times, and run no other program.
    ...probes.flatMap((probe) =>
      differing({ exec: before[probe]?.exec }, { exec: after[probe]?.exec }, [], `${field}.${probe}`),
    ),
  ];
}

function containers(before: Pod, after: Pod, harmless: ReadonlySet<string>): Change[] {
  const key = ({ role, container: { name } }: PodContainer): string => `${role} ${name}`;
  const were = new Map(before.containers.map((each) => [key(each), each]));
  const are = new Set(after.containers.map(key));
  return [
    ...after.containers.flatMap((each) => {
      const was = were.get(key(each));
      return was === undefined
        ? [{ field: each.field, before: undefined, after: each.container.name }]
        : container(was.container, each, harmless);
    }),
    ...before.containers
      .filter((each) => !are.has(key(each)))
      .map((each) => ({ field: each.field, before: each.container.name, after: undefined })),
  ];
}

/** What changed of the pods of a workload. */
export function podChanges(before: Pod, after: Pod): readonly Change[] {
  const lists = ['containers', 'initContainers', 'ephemeralContainers', 'volumes'];
  const added = orNone(after.spec.volumes).filter(
    (volume) => !byName(orNone(before.spec.volumes)).has(volume.name) && isHarmlessVolume(volume),
  );
  const harmless = new Set(added.map(({ name }) => name));
  return [
    ...differing(before.spec, after.spec, [...amendablePod, ...lists], after.field),
    ...listed<NonNullable<PodSpec['volumes']>[number]>(
      orNone(before.spec.volumes),
      orNone(after.spec.volumes),
      `${after.field}.volumes`,
      isHarmlessVolume,
    ),
    ...containers(before, after, harmless),
  ];
}

/** What changed of an object, without its pods. */
export function objectChanges(before: Manifest, after: Manifest): readonly Change[] {
  const { kind } = after;
  return [
    ...differing(before, after, ['metadata', 'spec', ...(own(amendable, kind) ?? [])], ''),
    ...differing(asTree(before['spec']), asTree(after['spec']), own(amendableSpec, kind) ?? [], 'spec'),
    ...differing(before.metadata, after.metadata, ['annotations', 'labels'], 'metadata'),
    ...(kind === 'CronJob'
      ? differing(
          asTree(asTree(asTree(before['spec'])['jobTemplate'])['spec']),
          asTree(asTree(asTree(after['spec'])['jobTemplate'])['spec']),
          ['template'],
          'spec.jobTemplate.spec',
        )
      : []),
  ];
}

/** Annotations and labels that open something, where they are new or different. */
export function openings(
  before: Tree | undefined,
  after: Tree | undefined,
  field: string,
): readonly (Change & { readonly what: string })[] {
  return Object.entries(after ?? {}).flatMap(([key, value]) => {
    const what = openedBy(key, value);
    return what === undefined || own(before, key) === value
      ? []
      : [{ field: `${field}['${key}']`, before: own(before, key), after: value, what }];
  });
}
