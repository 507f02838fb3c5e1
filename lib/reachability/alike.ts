/** Ends that policies treat alike: of a thousand models that are served in the same way, one is enough to ask. */
import type { Manifest } from '../kubernetes/read';
import type { End, PodEnd } from './ends';
import { includes, isolates, type Policy, policiesOf, type PolicyPeer } from './policies';

/** Policies whose pods have a label, by that label, and those that name none. */
interface PolicyIndex {
  readonly byLabel: ReadonlyMap<string, readonly Policy[]>;
  readonly others: readonly Policy[];
}

const labelKey = (namespace: string | undefined, key: string, value: string): string =>
  JSON.stringify([namespace, key, value]);

/** Indexed by the label that fewest policies share with each other. */
function indexOf(policies: readonly Policy[]): PolicyIndex {
  const keysOf = ({ namespace, podSelector: { matchLabels = {} } }: Policy): readonly string[] =>
    Object.entries(matchLabels).map(([key, value]) => labelKey(namespace, key, value));
  const uses = new Map<string, number>();
  for (const key of policies.flatMap(keysOf)) uses.set(key, (uses.get(key) ?? 0) + 1);
  const byLabel = new Map<string, Policy[]>();
  const others: Policy[] = [];
  for (const policy of policies) {
    const [rarest] = [...keysOf(policy)].sort((a, b) => (uses.get(a) ?? 0) - (uses.get(b) ?? 0));
    if (rarest === undefined) others.push(policy);
    else byLabel.set(rarest, [...(byLabel.get(rarest) ?? []), policy]);
  }
  return { byLabel, others };
}

const isolatingIn = ({ byLabel, others }: PolicyIndex, end: PodEnd): readonly Policy[] =>
  [
    ...others,
    ...Object.entries(end.labels).flatMap(([key, value]) => byLabel.get(labelKey(end.namespace, key, value)) ?? []),
  ].filter((policy) => isolates(policy, end));

/** Every peer that a rule names, once, with the namespace that it is meant from. */
function peersOf(policies: readonly Policy[]): readonly (readonly [PolicyPeer, string])[] {
  const all = policies.flatMap(({ namespace, rules: { Ingress = [], Egress = [] } }) =>
    [...Ingress, ...Egress].flatMap(({ peers = [] }) =>
      peers.map((peer): readonly [string, PolicyPeer, string] => [JSON.stringify([peer, namespace]), peer, namespace]),
    ),
  );
  return [...new Map(all.map(([key, peer, namespace]) => [key, [peer, namespace] as const])).values()];
}

/**
 * Ends in groups: two ends of a group have the same connections with every other end.
 *
 * @param manifests objects of any kind; those that are no network policies are ignored
 * @param kindOf a text in which members of a group must not differ, such as the name of their component
 */
export function alikeEnds<E extends End>(
  manifests: readonly Manifest[],
  ends: readonly E[],
  kindOf: (end: E) => string = () => '',
): readonly (readonly E[])[] {
  const policies = policiesOf(manifests);
  const [index, peers] = [indexOf(policies), peersOf(policies)];
  const signature = (end: E): string => {
    const included = peers.map(([peer, own]) => (includes(peer, own, end) ? '1' : '0')).join('');
    if (end.kind === 'addresses') return JSON.stringify([kindOf(end), end.kind, included]);
    const rules = isolatingIn(index, end).map(({ namespace, rules: own }) => JSON.stringify([namespace, own]));
    return JSON.stringify([kindOf(end), end.hostNetwork ?? false, end.ports, [...new Set(rules)].sort(), included]);
  };
  const groups = new Map<string, E[]>();
  for (const end of ends) {
    const key = signature(end);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [end]);
    else group.push(end);
  }
  return [...groups.values()];
}
