/** What others keep in the namespaces of an environment: they are closed to it, and its pods count it. */
import { childPath, type Path } from '../core';
import { isReadInPlace } from '../environment';
import { title } from '../kubernetes/read';
import { isOurs } from '../inventory';
import { difference, type Comparison, type Difference } from './difference';
import { listed } from './node-list';

/** Kinds that reach every pod of a namespace, or take part of what it may have; each with what it does. */
const kinds: Readonly<Record<string, string>> = {
  Pod: 'which the network policies isolate and the quota counts',
  ResourceQuota: 'which may refuse pods of the plan',
  LimitRange: 'which may change or refuse the requests of pods',
  NetworkPolicy: 'which may allow traffic that the environment forbids',
  PodDisruptionBudget: 'which may block every drain: a pod with two budgets cannot be evicted',
  HorizontalPodAutoscaler: 'which may change the replicas of a model',
};

/** Labels and annotations of a namespace by which others change every pod in it; each with what it does. */
const marks: readonly (readonly [key: RegExp, value: RegExp, what: string])[] = [
  [/^istio-injection$/, /^enabled$/, 'which makes a service mesh add containers that the plan does not count'],
  [/^istio\.io\/rev$/, /./, 'which makes a service mesh add containers that the plan does not count'],
  [
    /^(linkerd\.io\/inject|kuma\.io\/sidecar-injection|consul\.hashicorp\.com\/connect-inject)$/,
    /^(enabled|ingress|true)$/,
    'which makes a service mesh add containers that the plan does not count',
  ],
  [
    /^(scheduler\.alpha\.kubernetes\.io|openshift\.io)\/node-selector$/,
    /./,
    'which may keep pods off the nodes of their pools',
  ],
  [/^scheduler\.alpha\.kubernetes\.io\/defaultTolerations$/, /./, 'which changes the tolerations of pods'],
];

/** What others wrote on a namespace, which every pod in it gets. */
export function markDifferences({ inventory }: Comparison, here: Path, namespace: string): readonly Difference[] {
  const { labels = {}, annotations = {} } = inventory.find('Namespace', '', namespace)?.metadata ?? {};
  return Object.entries({ ...labels, ...annotations }).flatMap(([key, value]) => {
    const mark = marks.find(([known, wanted]) => known.test(key) && wanted.test(value));
    return mark === undefined
      ? []
      : [
          difference(
            'NamespaceShared',
            here,
            `namespace '${namespace}' for this environment only`,
            `${key}=${value} on it, ${mark[2]}`,
            'remove it from the namespace',
            'name another namespace in the environment',
          ),
        ];
  });
}

export function neighbourDifferences(comparison: Comparison): readonly Difference[] {
  const {
    synthesis: {
      name,
      charts,
      plan: { environment },
    },
    inventory,
  } = comparison;
  const { namespaces, weights } = environment.cluster;
  const own = new Set(
    charts.flatMap(({ manifests }) =>
      manifests.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`),
    ),
  );
  // A store that is read in place has no namespace of its own.
  const used = Object.entries(namespaces).filter(
    ([part]) =>
      part === 'serving' || (part === 'gateway' ? environment.gateway !== undefined : !isReadInPlace(weights)),
  );
  return used.flatMap(([part, namespace]) => {
    const here: Path = childPath(name, 'cluster', 'namespaces', part);
    return [
      ...markDifferences(comparison, here, namespace),
      ...Object.entries(kinds).flatMap(([kind, what]) => {
        const found = inventory
          .of(kind)
          .filter(
            (object) =>
              object.metadata.namespace === namespace &&
              !isOurs(object) &&
              !own.has(`${kind} ${namespace}/${object.metadata.name}`),
          );
        if (found.length === 0) return [];
        return [
          difference(
            'NamespaceShared',
            here,
            `namespace '${namespace}' for this environment only`,
            `${listed(found.map(title).sort())}, ${what}`,
            'move it to another namespace',
            'name another namespace in the environment',
          ),
        ];
      }),
    ];
  });
}
