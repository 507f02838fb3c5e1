/** Pods that no manifest makes: those that policies name, each standing for all that look like it, and any others. */
import { namespaceLabel } from '../kubernetes/kinds';
import type { Labels, LabelSelector } from '../kubernetes/read';
import type { PodEnd } from './ends';
import { includes, type Policy, type PolicyPeer } from './policies';

type NamespaceLabels = ReadonlyMap<string, Labels>;

/** A peer that is no range of addresses, and the namespace of its policy. */
interface PodPeer {
  readonly peer: PolicyPeer;
  readonly own: string;
}

const labelText = (selector: LabelSelector): string =>
  [
    ...Object.entries(selector.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`),
    ...(selector.matchExpressions ?? []).map(({ key, operator, values = [] }) =>
      `${key} ${operator} ${values.join('|')}`.trimEnd(),
    ),
  ]
    .sort()
    .join(',');

/** Labels that pods need for a selector, as far as it names them. */
const sureLabels = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector): Labels => ({
  ...Object.fromEntries(
    matchExpressions.flatMap(({ key, operator, values: [first] = [] }) => {
      if (operator === 'Exists') return [[key, '']];
      return operator === 'In' && first !== undefined ? [[key, first]] : [];
    }),
  ),
  ...matchLabels,
});

const isOnlyName = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean =>
  Object.keys(matchLabels).join() === namespaceLabel && matchExpressions.length === 0;

/** `pods app=gateway of gateway`, `pods app=web of namespaces team=a` */
function nameOf(pods: LabelSelector, namespaces: LabelSelector): string {
  const which = labelText(pods) === '' ? 'pods' : `pods ${labelText(pods)}`;
  if (isOnlyName(namespaces)) return `${which} of ${namespaces.matchLabels?.[namespaceLabel] ?? ''}`;
  return labelText(namespaces) === ''
    ? `${which} of every namespace`
    : `${which} of namespaces ${labelText(namespaces)}`;
}

function named({ peer: { podSelector = {}, namespaceSelector }, own }: PodPeer, known: NamespaceLabels): PodEnd {
  const namespaces = namespaceSelector ?? { matchLabels: { [namespaceLabel]: own } };
  const sure = sureLabels(namespaces);
  const namespace = sure[namespaceLabel];
  return {
    kind: 'pods',
    name: nameOf(podSelector, namespaces),
    namespace,
    namespaceLabels: { ...known.get(namespace ?? ''), ...sure },
    labels: sureLabels(podSelector),
    ports: [],
  };
}

const hasLabels = ({ labels }: PodEnd): boolean => Object.keys(labels).length > 0;

/** Whether a peer is for some of our pods: it asks for labels, and ours have them. */
const isOurs = ({ peer, own }: PodPeer, end: PodEnd, ours: readonly PodEnd[]): boolean =>
  hasLabels(end) && ours.some((each) => includes(peer, own, each));

const peersOf = ({ namespace: own, rules: { Ingress = [], Egress = [] } }: Policy): readonly PodPeer[] =>
  [...Ingress, ...Egress].flatMap(({ peers = [] }) =>
    peers.filter(({ ipBlock }) => ipBlock === undefined).map((peer) => ({ peer, own })),
  );

/** Each once: a thousand policies mostly name the same peers. */
const differentPeers = (policies: readonly Policy[]): readonly PodPeer[] => [
  ...new Map(policies.flatMap(peersOf).map((each) => [JSON.stringify([each.peer, each.own]), each])).values(),
];

/** A pod without labels. */
const anyPod = (namespace: string, namespaceLabels: Labels): PodEnd => ({
  kind: 'pods',
  name: `any other pod of ${namespace}`,
  namespace,
  namespaceLabels,
  labels: {},
  ports: [],
});

const strange: PodEnd = { kind: 'pods', name: 'any other pod', namespaceLabels: {}, labels: {}, ports: [] };

/** Pods that no manifest makes. */
export interface OtherPods {
  /** Those that policies name by labels. */
  readonly named: readonly PodEnd[];
  /** One without labels in each namespace that has workloads or policies. */
  readonly beside: readonly PodEnd[];
  /** One without labels in each other namespace that policies name, and one in a namespace that none names. */
  readonly elsewhere: readonly PodEnd[];
}

/**
 * Pods of others that policies may treat differently.
 *
 * @param namespaceLabels labels of the namespaces that are known
 */
export function otherPods(
  policies: readonly Policy[],
  ours: readonly PodEnd[],
  namespaceLabels: NamespaceLabels,
): OtherPods {
  const peers = differentPeers(policies).map((each) => ({ ...each, end: named(each, namespaceLabels) }));
  const others = peers.filter(({ end, ...each }) => !isOurs(each, end, ours)).map(({ end }) => end);
  const isAny = (end: PodEnd): boolean =>
    !hasLabels(end) && (end.namespace !== undefined || Object.keys(end.namespaceLabels).length === 0);
  const byName = new Map(others.filter((end) => !isAny(end)).map((end) => [end.name, end]));
  const any = (namespaces: Iterable<string | undefined>): readonly PodEnd[] =>
    [...new Set(namespaces)]
      .filter((each) => each !== undefined)
      .sort()
      .map((each) => anyPod(each, namespaceLabels.get(each) ?? { [namespaceLabel]: each }));
  const own = new Set([...ours, ...policies].map(({ namespace }) => namespace));
  return {
    named: [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    beside: any(own),
    elsewhere: [strange, ...any(others.map(({ namespace }) => namespace).filter((namespace) => !own.has(namespace)))],
  };
}
