/** Refuses objects without a namespace, or in one that is not rendered or declared; and peers of network policies that select no pod. */
import { isDeepStrictEqual } from 'node:util';
import { gatewayNames } from '../../gateway';
import { factsFor, namespaceLabel, type NetworkPeer } from '../../kubernetes/kinds';
import type { Evidence, Seen } from '../evidence';
import { shown, type Finding, type Rule } from '../rule';
import { admitsEveryPod } from '../gateway';
import { declaredBy } from './declared';
import { definedKinds, type DefinedKinds } from './defined-kinds';

interface World {
  readonly evidence: Evidence;
  readonly exists: (namespace: string) => boolean;
  readonly defined: DefinedKinds;
}

function ofObject({ manifest }: Seen, { exists, defined }: World): Finding[] {
  const { namespace } = manifest.metadata;
  const finding = (found: string, fix: string): Finding => ({ manifest, field: 'metadata.namespace', found, fix });
  if ((factsFor(manifest)?.scope ?? defined(manifest)) === 'cluster')
    return namespace === undefined ? [] : [finding(`a ${manifest.kind} has no namespace`, 'leave it out')];
  if (namespace === undefined)
    return [finding('names no namespace', 'name one: else it goes wherever the one who applies it happens to be')];
  return exists(namespace)
    ? []
    : [finding(`there is no Namespace ${namespace}`, 'declare it in prerequisites, or remove the reference')];
}

/** Whether a peer is every pod of the cluster, and the gateway's policy admits them as its exposure says. */
const isEntrance = (peer: NetworkPeer, { metadata }: Seen['manifest'], { plan: { environment } }: Evidence): boolean =>
  admitsEveryPod(environment) &&
  metadata.namespace === environment.cluster.namespaces.gateway &&
  metadata.name === gatewayNames.workload &&
  isDeepStrictEqual(peer, { namespaceSelector: {} });

function ofPeer(peer: NetworkPeer, field: string, { manifest }: Seen, { evidence, exists }: World): Finding[] {
  const { namespaceSelector, podSelector } = peer;
  if (podSelector === undefined && namespaceSelector === undefined) return [];
  const namespace =
    namespaceSelector === undefined ? manifest.metadata.namespace : namespaceSelector.matchLabels?.[namespaceLabel];
  const finding = (place: string, found: string, fix: string): Finding => ({
    manifest,
    field: `${field}.${place}`,
    found,
    fix,
  });
  if (namespace === undefined && isEntrance(peer, manifest, evidence)) return [];
  if (namespace === undefined)
    return [
      finding(
        'namespaceSelector',
        `${shown(namespaceSelector)} names no namespace`,
        `select by ${namespaceLabel}, which only the API server sets`,
      ),
    ];
  if (!exists(namespace))
    return [
      finding(
        'namespaceSelector',
        `there is no Namespace ${namespace}`,
        'declare it in prerequisites, or remove the reference',
      ),
    ];
  const isOwn = evidence.find('Namespace', '', namespace) !== undefined;
  return isOwn && evidence.podsSelected(namespace, podSelector ?? {}).length === 0
    ? [
        finding(
          'podSelector',
          `${shown(podSelector?.matchLabels)} selects no pod of namespace ${namespace}`,
          'select the labels of a workload there, or remove the peer',
        ),
      ]
    : [];
}

function check(evidence: Evidence): Finding[] {
  const isDeclared = declaredBy(evidence.plan.environment);
  const world: World = {
    evidence,
    exists: (namespace) =>
      evidence.find('Namespace', '', namespace) !== undefined || isDeclared('Namespace', '', namespace),
    defined: definedKinds(evidence),
  };
  return [
    ...evidence.all.flatMap((seen) => ofObject(seen, world)),
    ...evidence.of('NetworkPolicy').flatMap((policy) => {
      const { ingress = [], egress = [] } = policy.body.spec ?? {};
      return [
        ...ingress.flatMap(({ from = [] }, i) =>
          from.flatMap((peer, j) => ofPeer(peer, `spec.ingress[${i}].from[${j}]`, policy, world)),
        ),
        ...egress.flatMap(({ to = [] }, i) =>
          to.flatMap((peer, j) => ofPeer(peer, `spec.egress[${i}].to[${j}]`, policy, world)),
        ),
      ];
    }),
  ];
}

export const namespacesExist: Rule = {
  name: 'namespaces-exist',
  promise:
    'Every namespaced object names its namespace, every namespace is rendered or declared, and every peer of a network policy names its namespace.',
  cluster:
    'The server refuses objects of a namespace that is not there; one that names none lands in the default namespace, and a peer that selects no pod opens nothing.',
  check,
};
