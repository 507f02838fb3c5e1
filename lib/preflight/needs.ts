/** Which objects of a cluster a comparison looks at, so that no more is read. */
import { factsFor, groupOf, isClusterScoped } from '../kubernetes/kinds';
import { claimsOfOthers, isReadInPlace } from '../environment';
import { isOfKarpenter, karpenterPoolKind, serviceAddressKinds } from '../inventory';
import type { Manifest } from '../kubernetes/read';
import { addedObjects, backupNeeds, namedBy, storeNamespace } from '../plan';
import type { Synthesis } from '../synthesise';

/** A kind that not every cluster has. */
interface ServedKind {
  readonly group: string;
  readonly plural: string;
  /** Where its objects are read. @default - in all namespaces, or it has none */
  readonly namespace?: string;
}

/** The scraper of metrics, by the kind of a prerequisite. */
const scrapers: Readonly<Record<string, ServedKind>> = {
  PodMonitor: { group: 'monitoring.coreos.com', plural: 'podmonitors' },
  VMPodScrape: { group: 'operator.victoriametrics.com', plural: 'vmpodscrapes' },
  PodMonitoring: { group: 'monitoring.googleapis.com', plural: 'podmonitorings' },
};

const clusterPolicies: ServedKind = { group: 'nvidia.com', plural: 'clusterpolicies' };

const claims = 'resource.k8s.io';

/** What a DRA driver brings. */
const ofDevices: readonly ServedKind[] = ['deviceclasses', 'resourceslices'].map((plural) => ({
  group: claims,
  plural,
}));

/** What must be read beside nodes, pods, namespaces and classes. */
export interface Needs {
  /** Kinds without a namespace that the environment makes. */
  readonly clusterKinds: readonly string[];
  /** Kinds by namespace: all objects of these kinds there. */
  readonly namespacedKinds: ReadonlyMap<string, readonly string[]>;
  /**
   * Kinds that come with definitions, which are read where the cluster serves them.
   */
  readonly served: readonly ServedKind[];
  /** The same, left out where the user may not read them. */
  readonly optional: readonly ServedKind[];
  /** CustomResourceDefinitions by name. */
  readonly definitions: readonly string[];
  /** The namespace where the rights of the environment end: what is outside may be unreadable. @default - none */
  readonly within?: string;
}

/** Kinds of others in a namespace that exists, which reach the pods of an environment or take part of what it may have. */
const kindsOfOthers = [
  'HorizontalPodAutoscaler',
  'LimitRange',
  'NetworkPolicy',
  'PodDisruptionBudget',
  'ResourceQuota',
] as const;

const onceEach = (kinds: readonly ServedKind[]): readonly ServedKind[] => [
  ...new Map(kinds.map((each) => [`${each.plural}.${each.group} ${each.namespace ?? ''}`, each])).values(),
];

const sorted = (names: Iterable<string>): readonly string[] => [...new Set(names)].sort();

export function neededFor({ charts, plan: { environment } }: Synthesis): Needs {
  const { prerequisites, nodePools, cluster } = environment;
  const manifests = charts.flatMap((chart) => chart.manifests);
  const byNamespace = new Map<string, string[]>();
  const add = (namespace: string, kind: string): void =>
    void byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), kind]);
  const isNamespaced = ({ metadata }: Manifest): boolean => metadata.namespace !== undefined;
  const custom: ServedKind[] = [];
  for (const { kind, apiVersion, metadata } of manifests.filter(isNamespaced)) {
    const facts = factsFor({ kind, apiVersion });
    // A cluster before 1.34 does not serve claims.
    if (facts !== undefined && (facts.definition !== undefined || groupOf(apiVersion) === claims))
      custom.push({ group: groupOf(apiVersion), plural: facts.plural, namespace: metadata.namespace });
    else add(metadata.namespace ?? '', kind);
  }
  for (const { kind, namespace } of prerequisites.filter((each) => each.kind === 'ConfigMap'))
    add(namespace ?? '', kind);
  for (const { kind, namespace } of addedObjects(environment).filter((each) => each.kind !== 'Secret'))
    add(namespace, kind);
  if (cluster.downloads.caBundle !== undefined) add(storeNamespace(environment), 'ConfigMap');
  for (const { namespace } of backupNeeds(environment).filter(({ kind }) => kind === 'ConfigMap'))
    add(namespace, 'ConfigMap');
  if (claimsOfOthers(environment).length > 0) add(storeNamespace(environment), 'PersistentVolumeClaim');
  for (const kind of ['Service', 'EndpointSlice']) add(cluster.dns.pods.namespace, kind);
  const within = cluster.scope === 'namespaced' ? cluster.namespaces.serving : undefined;
  if (within !== undefined) for (const kind of kindsOfOthers) add(within, kind);
  const isShared = Object.values(nodePools).some(
    ({ gpu }) => gpu !== undefined && gpu.sharing.by !== 'none' && gpu.sharing.by !== 'mig',
  );
  const isClaimed = Object.values(nodePools).some(({ gpu }) => gpu?.claim !== undefined);
  const named = namedBy(environment).map(({ group, plural, namespace }) => ({ group, plural, namespace }));
  return {
    clusterKinds: sorted([
      ...manifests.filter((manifest) => !isNamespaced(manifest)).map(({ kind }) => kind),
      ...prerequisites
        .map(({ kind }) => kind)
        .filter((kind) => isClusterScoped(kind) && kind !== 'CustomResourceDefinition'),
    ]),
    namespacedKinds: new Map(
      [...byNamespace].sort(([a], [b]) => (a < b ? -1 : 1)).map(([namespace, kinds]) => [namespace, sorted(kinds)]),
    ),
    served: [
      ...(isShared ? [clusterPolicies] : []),
      ...(isClaimed ? ofDevices : []),
      ...(isReadInPlace(cluster.weights) ? [] : serviceAddressKinds),
      ...new Set(prerequisites.flatMap(({ kind }) => scrapers[kind] ?? [])),
      ...onceEach([...custom, ...named]),
    ],
    optional: Object.values(nodePools).some(({ selector }) => isOfKarpenter(selector)) ? [karpenterPoolKind] : [],
    definitions: sorted(
      prerequisites.filter(({ kind }) => kind === 'CustomResourceDefinition').map(({ name }) => name),
    ),
    within,
  };
}
