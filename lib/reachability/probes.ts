/** What to send to see a matrix on the network: every source, destination and port, with what must happen. */
import { type Manifest, matches, ofKind } from '../kubernetes/read';
import { type AddressEnd, type End, type PodEnd, podEnds } from './ends';
import { Evaluator } from './evaluator';
import { policiesOf } from './policies';
import { hasPort, type NamedPort } from './ports';
import { surroundingsOf } from './world';

/** A port of a transport protocol. */
export interface ProbePort {
  readonly protocol: string;
  readonly port: number;
}

/** A name by which a port of a pod is reached too. */
export interface ServiceName {
  /** `legal.llm-serving.svc` */
  readonly host: string;
  readonly port: number;
}

/** One connection to try. */
export interface Probe extends ProbePort {
  readonly from: End;
  readonly to: End;
  /** Whether the pod declares the port, or a program listens there; else it is one that nothing names. */
  readonly isDeclared: boolean;
  /** Services through which the same pod answers: the policies must decide the same. */
  readonly services: readonly ServiceName[];
  /** Whether the policies allow it. */
  readonly isAllowed: boolean;
}

/** An address that is tried, such as that of the API server. */
export interface ProbedAddress {
  readonly end: AddressEnd;
  /** Ports on which it listens. */
  readonly ports: readonly ProbePort[];
  /** Whether it also connects to pods. @default false */
  readonly sends?: boolean;
}

export interface ProbeOptions {
  /** @default - none: pods only */
  readonly addresses?: readonly ProbedAddress[];
  /** Address of a pod that runs, for ranges of policies that may hold it. @default - unknown */
  readonly addressOf?: (pod: PodEnd) => string | undefined;
}

const portOf = ({ containerPort, protocol = 'TCP' }: NamedPort): ProbePort => ({ protocol, port: containerPort });

/** Single ports that policies open by number. */
function portsNamed(manifests: readonly Manifest[]): readonly ProbePort[] {
  const ports = policiesOf(manifests)
    .flatMap(({ rules: { Ingress = [], Egress = [] } }) => [...Ingress, ...Egress])
    .flatMap((rule) => rule.ports ?? [])
    .flatMap(({ protocol = 'TCP', port, endPort = port }) =>
      typeof port === 'number' && endPort === port ? [{ protocol, port }] : [],
    );
  return [...new Map(ports.map((each) => [`${each.protocol} ${each.port}`, each])).values()];
}

const firstOther = 4000;

/** A port that is not among some. */
function otherThan(ports: readonly ProbePort[]): ProbePort {
  const taken = new Set(ports.map(({ port }) => port));
  let port = firstOther;
  while (taken.has(port)) port += 1;
  return { protocol: 'TCP', port };
}

function servicesOf(manifests: readonly Manifest[], to: End, { protocol, port }: ProbePort): readonly ServiceName[] {
  if (to.kind === 'addresses') return [];
  return ofKind(manifests, 'Service').flatMap(({ metadata: { name, namespace = 'default' }, spec = {} }) => {
    const { selector = {}, ports = [], clusterIP } = spec;
    const isItsOwn = namespace === to.namespace && Object.keys(selector).length > 0;
    if (!isItsOwn || !matches({ matchLabels: selector }, to.labels)) return [];
    return ports
      .filter(({ port: own, targetPort = own, protocol: transport = 'TCP' }) => {
        const number =
          typeof targetPort === 'number'
            ? targetPort
            : to.ports.find((each) => each.name === targetPort && (each.protocol ?? 'TCP') === transport)
                ?.containerPort;
        return transport === protocol && number === port;
      })
      .map(({ port: own }) => ({ host: `${name}.${namespace}.svc`, port: clusterIP === 'None' ? port : own }));
  });
}

/** An end with the ports on which it is tried. */
interface Destination {
  readonly end: End;
  readonly ports: readonly Pick<Probe, 'protocol' | 'port' | 'isDeclared' | 'services'>[];
}

/**
 * Every connection to try around some manifests: from each pod to each other one and to each address, and from the
 * addresses that send. Pods of others are named by what policies ask of them ({@link PodEnd.labels}); of two of those
 * nothing is tried. A destination is tried on every port that it declares, or, if it declares none, on every port that
 * policies name, and on one that neither names.
 *
 * @param manifests rendered objects: workloads, Services, network policies, namespaces
 */
export function probes(
  manifests: readonly Manifest[],
  { addresses = [], addressOf = () => undefined }: ProbeOptions = {},
): readonly Probe[] {
  const evaluator = new Evaluator(manifests);
  const { named, beside, rest } = surroundingsOf(manifests);
  const located = (pod: PodEnd): PodEnd => ({ ...pod, address: addressOf(pod) ?? pod.address });
  const own = [...podEnds(manifests), ...beside].map(located);
  const others = [...named, ...rest.filter((end) => end.kind === 'pods')].map(located);
  const known = portsNamed(manifests);
  const every = [...known, ...own.flatMap(({ ports }) => ports.map(portOf))];
  const other = otherThan([...every, ...addresses.flatMap(({ ports }) => ports)]);
  const to = (end: End, declared: readonly ProbePort[], isListening: boolean): Destination => ({
    end,
    ports: [...declared, other].map((port) => ({
      ...port,
      isDeclared: isListening && port !== other,
      services: servicesOf(manifests, end, port),
    })),
  });
  const toPod = (end: PodEnd): Destination =>
    end.ports.length === 0 ? to(end, known, false) : to(end, end.ports.map(portOf), true);
  const [toOwn, toOthers] = [own.map(toPod), others.map(toPod)];
  const toAddresses = addresses.map(({ end, ports }) => to(end, ports, true));
  const senders = addresses.filter(({ sends = false }) => sends).map(({ end }) => end);
  const between = (sources: readonly End[], destinations: readonly Destination[]): readonly Probe[] =>
    sources.flatMap((from) =>
      destinations.flatMap(({ end, ports }) => {
        const allowed = evaluator.connections(from, end);
        return ports.map((port) => ({ from, to: end, ...port, isAllowed: hasPort(allowed, port.protocol, port.port) }));
      }),
    );
  return [...between(own, [...toOwn, ...toOthers, ...toAddresses]), ...between([...others, ...senders], toOwn)];
}
