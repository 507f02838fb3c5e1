/** Every connection that is tried around an environment, between pods that run and addresses that answer. */
import type { IPod } from 'kubernetes-models/v1';
import { addressEnd, probes, type ConnectionEnd, type Manifest, type PodEnd, type Probe } from '../../../lib';
import { addresses } from '../stand/network';
import { portText } from './stand-ins';
import { dnsServices } from './surroundings';

const tcp = (...ports: readonly number[]) => ports.map((port) => ({ protocol: 'TCP', port }));

/** What answers at addresses that are no pods. */
const answering = {
  internet: { address: addresses.hub, ports: tcp(443, 80), sends: true },
  'metadata address': { address: addresses.metadata, ports: tcp(80) },
  'API server': { address: addresses.control, ports: tcp(6443) },
  kubelet: { address: addresses.node(0), ports: tcp(10_250) },
  'node-local DNS': { address: addresses.nodeLocalDns, ports: [...tcp(53), { protocol: 'UDP', port: 53 }] },
} as const;

const addressed = Object.entries(answering).map(([name, { address, ports, ...rest }]) => ({
  end: addressEnd(name, [address]),
  ports,
  ...rest,
}));

/** Addresses of Services that lead to the same receiver: policies look at packets when Services are resolved. */
const services: Readonly<
  Record<string, readonly { readonly to: number; readonly address: string; readonly port: number }[]>
> = {
  'API server': [{ to: 6443, address: addresses.apiService, port: 443 }],
  'pods k8s-app=kube-dns of kube-system': dnsServices.map((address) => ({ to: 53, address, port: 53 })),
};

/** Every connection that is tried: the ends and the port, with what the matrix states. */
export const probesOf = (manifests: readonly Manifest[]): readonly Probe[] =>
  probes(manifests, { addresses: addressed }).filter(({ protocol }) => protocol !== 'SCTP');

export const isPod = (end: ConnectionEnd): end is PodEnd => end.kind === 'pods';

/** A connection as packets make it. */
export interface Way {
  /** `llm-serving/legal → gateway/gateway TCP:8080` */
  readonly name: string;
  /** `undefined` from outside. */
  readonly from: IPod | undefined;
  readonly protocol: string;
  readonly address: string;
  readonly port: number;
  readonly isAllowed: boolean;
}

type Place = Pick<Way, 'address' | 'port'> & { readonly via: string };

/** Where a probe goes: to its receiver, and through each Service of it. */
function placesOf(
  { from, to, port, services: named }: Probe,
  target: IPod | undefined,
  clusterIps: ReadonlyMap<string, string>,
): readonly Place[] {
  const address = target?.status?.podIP ?? answering[to.name as keyof typeof answering].address;
  const own = named.map(({ host, port: at }) => ({ address: clusterIps.get(host) ?? 'None', port: at }));
  const known = (services[to.name] ?? []).filter((each) => each.to === port);
  return [
    { address, port, via: '' },
    // A pod that asks its own Service may reach itself, and from outside no route leads to Services.
    ...(from.name === to.name || !isPod(from) ? [] : [...own, ...known])
      .filter((each) => each.address !== 'None')
      .map((each) => ({ address: each.address, port: each.port, via: ` via ${each.address}` })),
  ];
}

/**
 * @param pods - that run, by the name of their end
 * @param clusterIps - addresses of Services by their name: `legal.llm-serving.svc`
 */
export const waysOf = (
  tried: readonly Probe[],
  pods: ReadonlyMap<string, readonly IPod[]>,
  clusterIps: ReadonlyMap<string, string>,
): readonly Way[] =>
  tried.flatMap((probe) => {
    const { from, to, protocol, isAllowed } = probe;
    const ends = (end: ConnectionEnd): readonly (IPod | undefined)[] =>
      isPod(end) ? (pods.get(end.name) ?? []) : [undefined];
    return ends(from).flatMap((source, i) =>
      ends(to).flatMap((target, j) =>
        source !== undefined && source === target
          ? []
          : placesOf(probe, target, clusterIps).map(({ address, port, via }) => ({
              name: `${from.name} ${i} → ${to.name} ${j} ${portText({ protocol, port })}${via}`,
              from: source,
              protocol,
              address,
              port,
              isAllowed,
            })),
      ),
    );
  });
