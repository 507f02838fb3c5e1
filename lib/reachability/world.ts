/** Every end of connections around some manifests: their pods, pods of others, and addresses. */
import type { Manifest } from '../kubernetes/read';
import { addressEnds } from './address-ends';
import { type End, namespaceLabelsOf, type PodEnd, podEnds } from './ends';
import { otherPods } from './other-pods';
import { policiesOf } from './policies';

/** The ends that are no pods of the manifests themselves. */
export interface Surroundings {
  /** Pods of others that policies name. */
  readonly named: readonly PodEnd[];
  /** A pod without labels in each namespace of the manifests: shows what a default deny is worth. */
  readonly beside: readonly PodEnd[];
  /** Everything else: pods of other namespaces, and all addresses. Together they are `any other peer`. */
  readonly rest: readonly End[];
}

/** The surroundings of the policies of some manifests. Several lists, to compare them, get the same surroundings. */
export function surroundingsOf(...lists: readonly (readonly Manifest[])[]): Surroundings {
  const all = lists.flat();
  const policies = policiesOf(all);
  const { named, beside, elsewhere } = otherPods(policies, podEnds(all), namespaceLabelsOf(all));
  const blocks = policies
    .flatMap(({ rules: { Ingress = [], Egress = [] } }) => [...Ingress, ...Egress])
    .flatMap(({ peers = [] }) => peers.flatMap(({ ipBlock }) => ipBlock ?? []));
  return { named, beside, rest: [...elsewhere, ...addressEnds(blocks)] };
}
