/**
 * Whether the names that an environment would take are free, or its own already, by the way in which it is delivered.
 */
import { childPath } from '../core';
import type { Delivery } from '../environment';
import { title } from '../kubernetes/read';
import { isOurs, type LiveObject, ownerOf } from '../inventory';
import { difference, type Comparison, type Difference } from './difference';
import { listed } from './node-list';

/** Objects of the environment that are in the cluster already. */
const there = ({ synthesis: { charts }, inventory }: Comparison): readonly LiveObject[] =>
  charts.flatMap(({ manifests }) =>
    manifests.flatMap(({ kind, metadata: { namespace = '', name } }) => inventory.find(kind, namespace, name) ?? []),
  );

/** What an overlay can say so that it does not make the object. */
const otherwise: Readonly<Record<string, readonly string[]>> = {
  RuntimeClass: ["runtimeClass: 'existing'"],
  PriorityClass: ["priorityClasses: 'existing', with its value in priorities"],
  Namespace: [
    'name another in cluster.namespaces',
    "scope: 'namespaced' with this namespace, if your rights end there or other teams use it",
  ],
};

function ofOthers(comparison: Comparison): readonly Difference[] {
  const { name } = comparison.synthesis;
  return there(comparison)
    .filter((object) => !isOurs(object))
    .map((object) => {
      const {
        kind,
        metadata: { namespace, name: objectName },
      } = object;
      const hand = `kubectl label ${kind.toLowerCase()} ${namespace === undefined ? '' : `-n ${namespace} `}${objectName} app.kubernetes.io/part-of=corral`;
      return difference(
        'ObjectOfAnother',
        name,
        `${title(object)} as its own object`,
        `this object, owned by ${ownerOf(object).name}`,
        ...(otherwise[kind] ?? []),
        `if nothing else uses it, let this environment own it: ${hand}`,
      );
    });
}

function ofAnotherDelivery(comparison: Comparison): readonly Difference[] {
  const {
    name,
    plan: {
      environment: { delivery },
    },
  } = comparison.synthesis;
  const byOwner = new Map<string, { readonly delivery: Delivery; readonly titles: string[] }>();
  for (const object of there(comparison).filter(isOurs)) {
    const owner = ownerOf(object);
    if (owner.delivery === undefined || owner.delivery === delivery) continue;
    const group = byOwner.get(owner.name) ?? { delivery: owner.delivery, titles: [] };
    group.titles.push(title(object));
    byOwner.set(owner.name, group);
  }
  return [...byOwner].map(([owner, group]) =>
    difference(
      'DeliveredOtherwise',
      childPath(name, 'delivery'),
      `'${delivery}'`,
      `${listed(group.titles)}, applied by ${owner}`,
      `delivery: '${group.delivery}'`,
      'hand them over as described in docs/how-to/pulumi.md',
    ),
  );
}

function ending({ synthesis: { name, charts }, inventory }: Comparison): readonly Difference[] {
  const namespaces = new Set(
    charts.flatMap(({ manifests }) => manifests.flatMap(({ metadata }) => metadata.namespace ?? [])),
  );
  return [...namespaces].flatMap((namespace) => {
    const found = inventory.find('Namespace', '', namespace);
    if (found?.metadata.deletionTimestamp === undefined) return [];
    return [
      difference(
        'NamespaceEnding',
        name,
        `namespace '${namespace}'`,
        'a namespace that is being deleted',
        'wait until it is deleted',
        `find out what blocks the deletion: kubectl describe namespace ${namespace}`,
      ),
    ];
  });
}

export const ownerDifferences = (comparison: Comparison): readonly Difference[] => [
  ...ofOthers(comparison),
  ...ofAnotherDelivery(comparison),
  ...ending(comparison),
];
