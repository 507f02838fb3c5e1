/** Reads the inventory of a live cluster: as much as a comparison or a first overlay needs, and no Secret. */
import {
  dnsNamespaces,
  inventoryOf,
  karpenterPoolKind,
  preferredVersionOf,
  resourcesOf,
  serviceAddressKinds,
  type Inventory,
  type LiveObject,
  type Needs,
} from '../../lib/internal';
import { readAll, type Cluster } from './kubectl';

/** Kinds without a namespace that every look at a cluster needs. */
export const clusterKinds = [
  'Node',
  'Namespace',
  'StorageClass',
  'CSIDriver',
  'RuntimeClass',
  'PriorityClass',
  'APIService',
];

/** Pods that have ended take nothing of their node. */
const running = '--field-selector=status.phase!=Succeeded,status.phase!=Failed';

const resources = (kinds: Iterable<string>): readonly string[] => [...new Set(kinds)].map((kind) => kind.toLowerCase());

function read(
  cluster: Cluster,
  more: readonly (() => readonly LiveObject[])[],
  kinds: readonly string[],
  optional: Needs['optional'],
): Inventory {
  const objects = readAll([
    () => cluster.get(resources([...clusterKinds, ...kinds]), '--show-managed-fields'),
    () => cluster.get(['pods'], '--all-namespaces', running),
    ...more,
  ]);
  const further = readableOf(cluster, optional);
  return inventoryOf({
    version: cluster.version,
    groups: cluster.raw('/apis'),
    objects: [...objects, ...further.flatMap((each) => each.objects)],
    unread: further.flatMap(({ unread }) => unread),
  });
}

/** Kinds that a cluster may not have: arguments of `kubectl get` for those that it serves. */
function servedBy(
  cluster: Cluster,
  kinds: Needs['served'],
): readonly (readonly [kinds: readonly [string], ...flags: readonly string[]])[] {
  if (kinds.length === 0) return [];
  const groups = cluster.raw('/apis');
  const offered = new Map<string, readonly string[]>();
  const offeredBy = (version: string): readonly string[] => {
    const path = `/apis/${version}`;
    const known = offered.get(version) ?? resourcesOf(cluster.raw(path), path);
    offered.set(version, known);
    return known;
  };
  return kinds.flatMap(({ group, plural, namespace }) => {
    const version = preferredVersionOf(groups, group);
    if (version === undefined || !offeredBy(version).includes(plural)) return [];
    const where = namespace === undefined ? ['--all-namespaces'] : ['--namespace', namespace];
    return [[[`${plural}.${group}`], ...where, '--show-managed-fields'] as const];
  });
}

/** What is served and may be read of some kinds. */
const readableOf = (cluster: Cluster, kinds: Needs['served']) =>
  servedBy(cluster, kinds).map((query) => cluster.readable(...query));

/** What a user with rights in one namespace may read, and which lists not. */
function readableFor(
  cluster: Cluster,
  { clusterKinds: own, namespacedKinds, served, optional, definitions, within = '' }: Needs,
) {
  const reads = [
    cluster.readable(resources([...clusterKinds, ...own]), '--show-managed-fields'),
    ...[...namespacedKinds].map(([namespace, kinds]) =>
      cluster.readable(resources(kinds), '--namespace', namespace, '--show-managed-fields'),
    ),
    ...readableOf(cluster, [...served, ...optional]),
    ...(definitions.length === 0 ? [] : [cluster.readable(['customresourcedefinition'], ...definitions)]),
  ];
  const everywhere = cluster.readable(['pods'], '--all-namespaces', running);
  // Pods of the namespace show what others use of its quotas.
  const here = everywhere.unread.length === 0 ? [] : [cluster.readable(['pods'], '--namespace', within, running)];
  const all = [...reads, everywhere, ...here];
  return inventoryOf({
    version: cluster.version,
    groups: cluster.raw('/apis'),
    objects: all.flatMap(({ objects }) => objects),
    unread: [...new Set(all.flatMap(({ unread }) => unread))].sort(),
  });
}

/** What a first overlay needs, as far as a user with rights in one namespace may read it. */
export const inventoryOfNamespace = (cluster: Cluster, namespace: string): Inventory =>
  readableFor(cluster, {
    clusterKinds: [],
    namespacedKinds: new Map<string, readonly string[]>([
      [namespace, ['LimitRange', 'PersistentVolumeClaim', 'ResourceQuota']],
      ...dnsNamespaces.map((each) => [each, ['Service', 'EndpointSlice']] as const),
      ['default', ['EndpointSlice']],
    ]),
    served: serviceAddressKinds,
    optional: [karpenterPoolKind],
    definitions: [],
    within: namespace,
  });

/** What a comparison with an environment needs. With rights in one namespace, what may not be read is left out. */
export function inventoryFor(cluster: Cluster, needs: Needs): Inventory {
  return needs.within === undefined ? wholeFor(cluster, needs) : readableFor(cluster, needs);
}

const wholeFor = (
  cluster: Cluster,
  { clusterKinds: own, namespacedKinds, served, optional, definitions }: Needs,
): Inventory =>
  read(
    cluster,
    [
      ...[...namespacedKinds].map(
        ([namespace, kinds]) =>
          () =>
            cluster.get(resources(kinds), '--namespace', namespace, '--show-managed-fields'),
      ),
      ...servedBy(cluster, served).map((query) => () => cluster.get(...query)),
      ...(definitions.length === 0 ? [] : [() => cluster.get(['customresourcedefinition'], ...definitions)]),
    ],
    own,
    optional,
  );

/**
 * What a first overlay needs: where names are resolved, where the API server answers, and which addresses Services
 * have.
 */
export const inventoryOfCluster = (cluster: Cluster): Inventory =>
  read(
    cluster,
    [
      ...dnsNamespaces.map((namespace) => () => cluster.get(['service', 'endpointslice'], '--namespace', namespace)),
      () =>
        cluster.get(['endpointslice'], '--namespace', 'default', '--selector', 'kubernetes.io/service-name=kubernetes'),
      ...servedBy(cluster, serviceAddressKinds).map((query) => () => cluster.get(...query)),
    ],
    [],
    [karpenterPoolKind],
  );
