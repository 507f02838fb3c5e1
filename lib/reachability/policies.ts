/** Network policies as the API server completes them, and which pods and addresses their peers include. */
import { type AddressRange, covers, parseCidr, rangeOf, share } from '../core';
import { type LabelSelector, type Manifest, matches, ofKind } from '../kubernetes/read';
import type { End, PodEnd } from './ends';
import type { PolicyPort } from './ports';

export type Direction = 'Ingress' | 'Egress';

/** A range of addresses without some others. */
export interface AddressBlock {
  readonly cidr: string;
  readonly except?: readonly string[];
}

/** One item of `from` or `to`: either addresses, or pods. */
export interface PolicyPeer {
  readonly ipBlock?: AddressBlock;
  readonly namespaceSelector?: LabelSelector;
  readonly podSelector?: LabelSelector;
}

/** What a rule allows; all peers without `peers`, and all ports without `ports`. */
export interface PolicyRule {
  readonly peers?: readonly PolicyPeer[];
  readonly ports?: readonly PolicyPort[];
}

/** A policy with its defaults. */
export interface Policy {
  readonly namespace: string;
  readonly podSelector: LabelSelector;
  /** Directions in which the pods are isolated, with what is allowed all the same. */
  readonly rules: Readonly<Partial<Record<Direction, readonly PolicyRule[]>>>;
}

/** An absent list and an empty one mean the same. */
const orUndefined = <T>(list: readonly T[] | undefined): readonly T[] | undefined =>
  list === undefined || list.length === 0 ? undefined : list;

type PolicyManifest = ReturnType<typeof ofKind<'NetworkPolicy'>>[number];

function policyOf({ metadata: { namespace = 'default' }, spec }: PolicyManifest): Policy {
  const { podSelector = {}, ingress = [], egress = [], policyTypes } = spec ?? { podSelector: {} };
  // The API server's defaults: ingress always, egress where the policy has a rule for it.
  const types: readonly string[] =
    orUndefined(policyTypes) ?? (egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress']);
  const rule = (peers: readonly PolicyPeer[] | undefined, ports: unknown): PolicyRule => ({
    peers: orUndefined(peers),
    ports: orUndefined(ports as readonly PolicyPort[] | undefined),
  });
  return {
    namespace,
    podSelector,
    rules: {
      Ingress: types.includes('Ingress') ? ingress.map(({ from, ports }) => rule(from, ports)) : undefined,
      Egress: types.includes('Egress') ? egress.map(({ to, ports }) => rule(to, ports)) : undefined,
    },
  };
}

/** The network policies among some manifests. */
export const policiesOf = (manifests: readonly Manifest[]): readonly Policy[] =>
  ofKind(manifests, 'NetworkPolicy').map(policyOf);

/** Whether a policy isolates some pods, in the directions of its rules. */
export const isolates = ({ namespace, podSelector }: Policy, end: PodEnd): boolean =>
  end.hostNetwork !== true && end.namespace === namespace && matches(podSelector, end.labels);

const rangesOf = (end: End): readonly AddressRange[] => {
  if (end.kind === 'addresses') return end.ranges;
  const range = end.address === undefined ? undefined : parseCidr(rangeOf(end.address));
  return range === undefined ? [] : [range];
};

function blockIncludes({ cidr, except = [] }: AddressBlock, end: End): boolean {
  const [block, ranges] = [parseCidr(cidr), rangesOf(end)];
  if (block === undefined || ranges.length === 0) return false;
  const without = except.flatMap((text) => parseCidr(text) ?? []);
  return ranges.every((range) => covers(block, range) && !without.some((each) => share(each, range)));
}

/** Whether a peer of a policy includes an end. Without a selector of namespaces it means that of the policy. */
export function includes({ ipBlock, namespaceSelector, podSelector = {} }: PolicyPeer, own: string, end: End): boolean {
  if (ipBlock !== undefined) return blockIncludes(ipBlock, end);
  if (end.kind === 'addresses' || end.hostNetwork === true) return false;
  return (
    matches(podSelector, end.labels) &&
    (namespaceSelector === undefined ? end.namespace === own : matches(namespaceSelector, end.namespaceLabels))
  );
}
