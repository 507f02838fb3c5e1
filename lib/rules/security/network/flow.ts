/** The rules of policies as single flows, one peer and one port each, and whether one flow is a part of another. */
import type { PolicyRules } from '../../../kubernetes/draw';
import { type EgressRule, type IngressRule, namespaceLabel, type NetworkPeer } from '../../../kubernetes/kinds';
import { covers, own, parseCidr, share } from '../../../core';
import type { LabelSelector } from '../../selection';
import { orNone } from '../../lists';
import { shown } from '../../rule';

type Port = NonNullable<IngressRule['ports']>[number];

/** One peer and one port; absent where the rule opens all of them. */
export interface SingleFlow {
  readonly direction: 'ingress' | 'egress';
  /** Path in the policy. */
  readonly field: string;
  readonly peer: NetworkPeer | undefined;
  readonly port: Port | undefined;
  /** Namespace of the policy: that of a peer without a namespaceSelector. */
  readonly namespace: string;
}

/** An absent list and an empty one both mean: all. */
const orAll = <T>(list: readonly T[] | undefined): readonly (T | undefined)[] =>
  list === undefined || list.length === 0 ? [undefined] : list;

function ofRule(
  direction: SingleFlow['direction'],
  rule: IngressRule & EgressRule,
  field: string,
  namespace: string,
): SingleFlow[] {
  const side = direction === 'ingress' ? 'from' : 'to';
  return orAll(rule[side]).flatMap((peer, i) =>
    orAll(rule.ports).map((port) => ({
      direction,
      peer,
      port,
      namespace,
      field: peer === undefined ? `${field}.${side}` : `${field}.${side}[${i}]`,
    })),
  );
}

/** Every flow that rules open. */
export const flowsOf = (
  { ingress = [], egress = [] }: Partial<PolicyRules>,
  namespace: string,
): readonly SingleFlow[] => [
  ...ingress.flatMap((rule, i) => ofRule('ingress', rule, `spec.ingress[${i}]`, namespace)),
  ...egress.flatMap((rule, i) => ofRule('egress', rule, `spec.egress[${i}]`, namespace)),
];

/** The only namespace of a peer; `undefined` if its selector may select several. */
function namespaceOf({ peer, namespace }: SingleFlow): string | undefined {
  const selector = peer?.namespaceSelector;
  return selector === undefined ? namespace : own(selector.matchLabels, namespaceLabel);
}

/** True if a selector selects only what another one does: it asks for every label of the other, and maybe more. */
const isNarrower = (inner: LabelSelector | undefined, outer: LabelSelector | undefined): boolean =>
  Object.entries(outer?.matchLabels ?? {}).every(([label, value]) => own(inner?.matchLabels, label) === value);

function isAddressWithin(inner: NetworkPeer, outer: NetworkPeer): boolean {
  const [range, allowed] = [parseCidr(inner.ipBlock?.cidr ?? ''), parseCidr(outer.ipBlock?.cidr ?? '')];
  if (range === undefined || allowed === undefined || !covers(allowed, range)) return false;
  const left = (inner.ipBlock?.except ?? []).flatMap((cidr) => parseCidr(cidr) ?? []);
  return (outer.ipBlock?.except ?? []).every((cidr) => {
    const except = parseCidr(cidr);
    return except === undefined || !share(except, range) || left.some((each) => covers(each, except));
  });
}

/** True if a peer is every pod of the cluster. */
export const isEveryPod = ({ namespaceSelector, podSelector }: NetworkPeer): boolean =>
  namespaceSelector !== undefined &&
  [namespaceSelector, podSelector].every(
    (selector) =>
      orNone(selector?.matchExpressions).length === 0 && Object.keys(selector?.matchLabels ?? {}).length === 0,
  );

function isPeerWithin(inner: SingleFlow, outer: SingleFlow): boolean {
  if (inner.peer === undefined || outer.peer === undefined) return outer.peer === undefined;
  if (inner.peer.ipBlock !== undefined || outer.peer.ipBlock !== undefined)
    return isAddressWithin(inner.peer, outer.peer);
  if (isEveryPod(outer.peer)) return true;
  const namespace = namespaceOf(inner);
  return (
    namespace !== undefined &&
    namespace === namespaceOf(outer) &&
    isNarrower(inner.peer.podSelector, outer.peer.podSelector)
  );
}

/** Compares ports by number: a name means what each pod declares. */
function isPortWithin(inner: Port | undefined, outer: Port | undefined): boolean {
  if (outer === undefined) return true;
  return (
    inner !== undefined &&
    inner.endPort === undefined &&
    inner.port !== undefined &&
    inner.port === outer.port &&
    (inner.protocol ?? 'TCP') === (outer.protocol ?? 'TCP')
  );
}

/** True if a flow opens nothing that another one does not. */
export const isWithin = (inner: SingleFlow, outer: SingleFlow): boolean =>
  inner.direction === outer.direction && isPortWithin(inner.port, outer.port) && isPeerWithin(inner, outer);

/** A peer in words: pods of a namespace by their labels, or addresses. */
export function peerText({ direction, peer, namespace }: SingleFlow): string {
  if (peer === undefined) return direction === 'ingress' ? 'every source' : 'every destination';
  if (peer.ipBlock !== undefined) return `addresses ${peer.ipBlock.cidr}`;
  const { namespaceSelector, podSelector } = peer;
  const where = namespaceSelector === undefined ? `namespace ${namespace}` : `namespaces ${shown(namespaceSelector)}`;
  const name = own(namespaceSelector?.matchLabels, namespaceLabel);
  return `pods ${shown(podSelector ?? {})} of ${name === undefined ? where : `namespace ${name}`}`;
}

/** A port in words. */
export function portText(port: Port | undefined): string {
  if (port?.port === undefined) return port === undefined ? 'every port' : `every port of ${port.protocol ?? 'TCP'}`;
  return `${port.protocol ?? 'TCP'} ${port.endPort === undefined ? 'port' : 'ports'} ${port.port}${port.endPort === undefined ? '' : ` to ${port.endPort}`}`;
}
