/**
 * Which peers may connect to each other, by the semantics of network policies: policies add up, and a pod that none
 * selects in a direction is open in it. A flow inside of the environment must be allowed at both ends; of a peer outside
 * of it, only our end is known.
 */
import type { NetworkPolicySpec } from '../kubernetes/kinds';
import { matches, ofKind } from '../kubernetes/read';
import { endpointsOf, outsiders, peerOf, type Endpoint, type Peer } from './endpoints';
import { allPorts, commonPorts, portRanges, portTexts, type PolicyPort, type PortRange } from './ports';
import type { Side } from './side';

interface Policy {
  readonly namespace: string;
  readonly spec: NetworkPolicySpec;
}

interface Rule {
  readonly peers: readonly Peer[] | 'anybody';
  readonly ports?: readonly PolicyPort[];
}

type Direction = 'Ingress' | 'Egress';

/** Directions that a policy speaks of: without the field, ingress always and egress when it has such rules. */
function speaksOf({ spec }: Policy, direction: Direction): boolean {
  const types = spec.policyTypes ?? (spec.egress === undefined ? ['Ingress'] : ['Ingress', 'Egress']);
  return (types as readonly string[]).includes(direction);
}

function rulesOf({ spec, namespace }: Policy, direction: Direction): readonly Rule[] {
  const rules =
    direction === 'Ingress'
      ? (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
      : (spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }));
  return rules.map(({ peers, ports }) => ({
    peers: peers === undefined || peers.length === 0 ? 'anybody' : peers.map((peer) => peerOf(peer, namespace)),
    ports: ports as readonly PolicyPort[] | undefined,
  }));
}

/** An end of ours, and the rules that hold for it in each direction; without any policy, `open`. */
interface Governed {
  readonly endpoint: Endpoint;
  readonly rules: Readonly<Record<Direction, readonly Rule[] | 'open'>>;
}

function govern(endpoint: Endpoint, policies: readonly Policy[]): Governed {
  const mine = policies.filter(
    (policy) => policy.namespace === endpoint.namespace && matches(policy.spec.podSelector ?? {}, endpoint.labels),
  );
  const rules = (direction: Direction): readonly Rule[] | 'open' => {
    const speaking = mine.filter((policy) => speaksOf(policy, direction));
    return speaking.length === 0 ? 'open' : speaking.flatMap((policy) => rulesOf(policy, direction));
  };
  return { endpoint, rules: { Ingress: rules('Ingress'), Egress: rules('Egress') } };
}

/** Ports on which one end lets the other through, in a direction. */
function leave({ endpoint, rules }: Governed, other: Endpoint, direction: Direction): readonly PortRange[] {
  const mine = rules[direction];
  if (mine === 'open') return allPorts;
  const receiver = direction === 'Ingress' ? endpoint : other;
  return mine
    .filter(({ peers }) => peers === 'anybody' || peers.some((peer) => peer.includes(other)))
    .flatMap(({ ports }) => portRanges(ports, receiver.ports));
}

/** A port on which one endpoint reaches another. */
interface Flow {
  readonly from: string;
  readonly to: string;
  readonly port: string;
}

/** `pods app=gateway of gateway → llm-serving/legal: TCP 8080` */
const flowText = ({ from, to, port }: Flow): string => `${from} → ${to}: ${port}`;

function flow(from: Endpoint, to: Endpoint, ...ends: readonly (readonly PortRange[])[]): readonly Flow[] {
  return portTexts(ends.reduce(commonPorts)).map((port) => ({ from: from.name, to: to.name, port }));
}

/** The policies of a side. */
const policiesOf = ({ charts }: Side): readonly Policy[] =>
  ofKind(
    charts.flatMap(({ manifests }) => manifests),
    'NetworkPolicy',
  ).map(({ metadata: { namespace = '' }, spec = { podSelector: {} } }) => ({ namespace, spec }));

/** Every peer that a policy names. */
const peersNamed = (policies: readonly Policy[]): readonly Peer[] =>
  policies
    .flatMap((policy) => (['Ingress', 'Egress'] as const).flatMap((direction) => rulesOf(policy, direction)))
    .flatMap(({ peers }) => (peers === 'anybody' ? [] : peers));

/** Flows that came and went, each under the names of its own side. */
export interface FlowChanges {
  readonly opened: readonly string[];
  readonly closed: readonly string[];
}

/**
 * Compares the flows of two sides, over the same outsiders, so that a flow that only one side names is looked for on
 * the other too.
 *
 * @param newNames what workloads of the former side are called now: a flow of one that was renamed is the same flow
 */
export function flowChanges(before: Side, after: Side, newNames: ReadonlyMap<string, string>): FlowChanges {
  const everyoneOfUs = [before, after].flatMap(endpointsOf);
  const outside = outsiders(
    [before, after].flatMap((side) => peersNamed(policiesOf(side))),
    everyoneOfUs,
  );
  const of = (side: Side): readonly Flow[] => {
    const policies = policiesOf(side);
    const ours = endpointsOf(side).map((endpoint) => govern(endpoint, policies));
    return ours.flatMap((own) => [
      ...ours
        .filter((other) => other !== own)
        .flatMap((other) =>
          flow(
            own.endpoint,
            other.endpoint,
            leave(own, other.endpoint, 'Egress'),
            leave(other, own.endpoint, 'Ingress'),
          ),
        ),
      ...outside.flatMap((other) => [
        ...flow(own.endpoint, other, leave(own, other, 'Egress')),
        ...flow(other, own.endpoint, leave(own, other, 'Ingress')),
      ]),
    ]);
  };
  const nameNow = (name: string): string => newNames.get(name) ?? name;
  const asNow = ({ from, to, port }: Flow): string => flowText({ from: nameNow(from), to: nameNow(to), port });
  const [old, now] = [of(before), of(after)];
  const [oldAsNow, nowTexts] = [new Set(old.map(asNow)), new Set(now.map(flowText))];
  return {
    opened: [...nowTexts].filter((text) => !oldAsNow.has(text)).sort(),
    closed: [...new Set(old.filter((each) => !nowTexts.has(asNow(each))).map(flowText))].sort(),
  };
}
