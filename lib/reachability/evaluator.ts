/**
 * Which connections network policies allow. Policies add up; pods that none isolates in a direction are open in it; a
 * connection must be allowed by the policies of its source and by those of its destination.
 *
 * Ports are those of the destination pod: a Service is replaced by one of its pods before a policy sees the packet. What
 * no policy decides is not looked at: a node always reaches its own pods, and a pod itself.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies
 */
import type { Manifest } from '../kubernetes/read';
import type { End, PodEnd } from './ends';
import { type Direction, includes, isolates, type Policy, policiesOf, type PolicyRule } from './policies';
import { allPorts, commonPorts, hasPort, joinedPorts, portRanges, type PortRange } from './ports';

/** A rule, and the namespace of its policy. */
interface OwnRule extends PolicyRule {
  readonly namespace: string;
}

/** The network policies of some manifests, as answers to: may this end connect to that one? */
export class Evaluator {
  readonly #policies: ReadonlyMap<string, readonly Policy[]>;
  readonly #rules = {
    Ingress: new Map<PodEnd, readonly OwnRule[] | 'open'>(),
    Egress: new Map<PodEnd, readonly OwnRule[] | 'open'>(),
  };

  /** @param manifests objects of any kind; those that are no network policies are ignored */
  constructor(manifests: readonly Manifest[]) {
    const policies = new Map<string, Policy[]>();
    for (const policy of policiesOf(manifests)) {
      const others = policies.get(policy.namespace);
      if (others === undefined) policies.set(policy.namespace, [policy]);
      else others.push(policy);
    }
    this.#policies = policies;
  }

  /** Ports of the destination on which connections are allowed, joined and in order. */
  connections(from: End, to: End): readonly PortRange[] {
    const out = this.#allowed(from, to, to, 'Egress');
    if (out.length === 0) return out;
    const into = this.#allowed(to, from, to, 'Ingress');
    return out === allPorts && into === allPorts ? allPorts : joinedPorts(commonPorts(out, into));
  }

  /**
   * Whether a connection is allowed.
   *
   * @param protocol of the transport: TCP, UDP or SCTP. Default: TCP
   */
  allows(from: End, to: End, port: number, protocol = 'TCP'): boolean {
    return hasPort(this.connections(from, to), protocol, port);
  }

  #allowed(own: End, other: End, receiver: End, direction: Direction): readonly PortRange[] {
    const rules = own.kind === 'addresses' ? 'open' : this.#rulesOf(own, direction);
    if (rules === 'open') return allPorts;
    const named = receiver.kind === 'pods' ? receiver.ports : [];
    return rules
      .filter(({ peers, namespace }) => peers === undefined || peers.some((peer) => includes(peer, namespace, other)))
      .flatMap(({ ports }) => portRanges(ports, named));
  }

  #rulesOf(end: PodEnd, direction: Direction): readonly OwnRule[] | 'open' {
    const known = this.#rules[direction].get(end);
    if (known !== undefined) return known;
    const isolating = (this.#policies.get(end.namespace ?? '') ?? []).filter(
      (policy) => policy.rules[direction] !== undefined && isolates(policy, end),
    );
    const rules =
      isolating.length === 0
        ? 'open'
        : isolating.flatMap(({ namespace, rules: { [direction]: own = [] } }) =>
            own.map((rule) => ({ ...rule, namespace })),
          );
    this.#rules[direction].set(end, rules);
    return rules;
  }
}
