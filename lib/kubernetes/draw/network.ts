/** Which peers may connect, from typed values: a list item is one peer, so that AND and OR cannot be mixed up. */
import type { Construct } from 'constructs';
import type { ApiObject } from 'cdk8s';
import { type Families, translated } from '../../core';
import {
  clusterDnsPods,
  dnsPort,
  type EgressRule,
  type IngressRule,
  namespaceLabel,
  type NetworkPeer,
  nodeLocalDnsAddress,
} from '../kinds';
import { objectLabels, ofPlatform, selectorLabels, type Owner } from './labels';
import { object } from './object';

/** Pods of a namespace: some by their labels, or all. */
export type PodPeer =
  | { readonly namespace: string; readonly podLabels: Readonly<Record<string, string>> }
  | { readonly namespace: string; readonly anyPod: true };

/** Where names are resolved: pods, and addresses that no selector matches (NodeLocal DNSCache is host-networked). */
export interface DnsPeer {
  readonly pods: PodPeer;
  readonly addresses: readonly string[];
  /** Port of the pods, which is what a policy sees behind the Service. OpenShift's listen on 5353. @default 53 */
  readonly port?: number;
}

/**
 * Resolvers as nearly every cluster has them: kube-dns or CoreDNS, and NodeLocal DNSCache, which no selector matches.
 */
export const clusterDns: DnsPeer = {
  pods: clusterDnsPods,
  addresses: [`${nodeLocalDnsAddress}/32`],
};

/** Addresses outside the cluster. */
export interface AddressPeer {
  readonly cidr: string;
  readonly except?: readonly string[];
  readonly port: number;
}

/** One allowed flow: a peer and the TCP port at the receiving end. */
export interface Flow {
  readonly peer: PodPeer;
  readonly port: number;
}

/** Who may connect beside pods of one namespace. */
export type Source =
  | PodPeer
  /** Every pod of the cluster. */
  | 'every-pod'
  /** Every pod and every address. */
  | 'everything'
  /** An address range outside of the cluster. */
  | { readonly cidr: string };

/** A port that is open to a source. */
export interface Entrance {
  readonly source: Source;
  readonly port: number;
}

/** The flows of one workload. Everything that is not listed is denied, both ways. */
export interface Flows {
  readonly ingress: readonly Flow[];
  /** Ports that are open to more than pods of one namespace. @default [] */
  readonly entrances?: readonly Entrance[];
  readonly egress: readonly Flow[];
  /** Name resolution. @default - none */
  readonly dns?: DnsPeer;
  /** @default [] */
  readonly addresses?: readonly AddressPeer[];
}

const pods = (peer: PodPeer): NetworkPeer => ({
  namespaceSelector: { matchLabels: { [namespaceLabel]: peer.namespace } },
  podSelector: 'anyPod' in peer ? {} : { matchLabels: { ...peer.podLabels } },
});

const tcp = (port: number) => [{ protocol: 'TCP' as const, port }];

/** Both protocols: a truncated answer is asked for again over TCP. Addresses answer at the port that was asked. */
const dnsRule = ({ pods: resolver, addresses, port = dnsPort }: DnsPeer): EgressRule => ({
  to: [pods(resolver), ...addresses.map((cidr) => ({ ipBlock: { cidr } }))],
  ports: [...new Set([dnsPort, port])].flatMap((each) => [{ protocol: 'UDP' as const, port: each }, ...tcp(each)]),
});

const addressRule = ({ cidr, except, port }: AddressPeer): EgressRule => ({
  to: [{ ipBlock: { cidr, except: except === undefined || except.length === 0 ? undefined : [...except] } }],
  ports: tcp(port),
});

function entranceRule({ source, port }: Entrance): IngressRule {
  if (source === 'everything') return { ports: tcp(port) };
  if (source === 'every-pod') return { from: [{ namespaceSelector: {} }], ports: tcp(port) };
  return { from: ['cidr' in source ? { ipBlock: { cidr: source.cidr } } : pods(source)], ports: tcp(port) };
}

const ingressRule = ({ peer, port }: Flow): IngressRule => ({ from: [pods(peer)], ports: tcp(port) });
const egressRule = ({ peer, port }: Flow): EgressRule => ({ to: [pods(peer)], ports: tcp(port) });

/**
 * The server keeps no empty list: one that is sent again would be a change, and a new generation, at every apply. Left
 * out it denies just as well.
 */
const unlessEmpty = <T>(rules: readonly T[]): T[] | undefined => (rules.length === 0 ? undefined : [...rules]);

/** What a policy lets through, as a NetworkPolicy writes it. */
export interface PolicyRules {
  readonly ingress: readonly IngressRule[];
  readonly egress: readonly EgressRule[];
}

/** The rules of a policy that lets these flows through, and nothing else. */
export const policyRules = ({ ingress, entrances = [], egress, dns, addresses = [] }: Flows): PolicyRules => ({
  ingress: [...ingress.map(ingressRule), ...entrances.map(entranceRule)],
  egress: [...(dns === undefined ? [] : [dnsRule(dns)]), ...egress.map(egressRule), ...addresses.map(addressRule)],
});

/** The policy of one workload: selects its pods, lists its flows, denies the rest in both directions. */
export function workloadPolicy(scope: Construct, id: string, namespace: string, owner: Owner, flows: Flows): ApiObject {
  const { ingress, egress } = policyRules(flows);
  return object(scope, id, 'NetworkPolicy', {
    metadata: { name: owner.instance, namespace, labels: objectLabels(owner) },
    spec: {
      podSelector: { matchLabels: selectorLabels(owner) },
      policyTypes: ['Ingress', 'Egress'],
      ingress: unlessEmpty(ingress),
      egress: unlessEmpty(egress),
    },
  });
}

/** Denies everything that no other policy of the namespace allows. */
export function denyByDefault(scope: Construct, id: string, namespace: string, owner: Owner): ApiObject {
  return object(scope, id, 'NetworkPolicy', {
    metadata: { name: 'default-deny', namespace, labels: objectLabels(owner) },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  });
}

/** Denies everything that no other policy allows to pods of Corral; pods of others in the namespace are not selected. */
export function denyOfPlatform(scope: Construct, id: string, namespace: string, owner: Owner): ApiObject {
  return object(scope, id, 'NetworkPolicy', {
    metadata: { name: owner.instance, namespace, labels: objectLabels(owner) },
    spec: { podSelector: { matchLabels: { ...ofPlatform } }, policyTypes: ['Ingress', 'Egress'] },
  });
}

/**
 * Any public address of IPv4, on the port of HTTPS: nothing private, no metadata service, and none of the reserved ranges
 * that clouds give to pods and nodes (GKE offers 192.0.0.0/24, 198.18.0.0/15 and 240.0.0.0/4).
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
export const publicHttps: AddressPeer = {
  cidr: '0.0.0.0/0',
  except: [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '224.0.0.0/4',
    '240.0.0.0/4',
  ],
  port: 443,
};

/**
 * The same of IPv6. The private range holds the metadata services of AWS (fd00:ec2::254) and of Google Cloud
 * (fd20:ce::254). Behind a translator, public servers of IPv4 can be reached, and what is closed there stays closed.
 *
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
export const publicHttps6: AddressPeer = {
  cidr: '::/0',
  except: [
    '::/96',
    ...(publicHttps.except ?? []).flatMap(translated),
    '64:ff9b:1::/48',
    '2002::/16',
    'fc00::/7',
    'fe80::/10',
    'ff00::/8',
  ],
  port: 443,
};

/** Any public address of some families, on a port: a policy names the range of each. */
export const publicAddresses = (families: Families, port = 443): readonly AddressPeer[] =>
  families.map((family) => ({ ...(family === 'IPv4' ? publicHttps : publicHttps6), port }));

/** A proxy in pods, by the port on which they listen. */
type RoutePods = { readonly pods?: PodPeer & { readonly port: number } };

/** Where a pod may connect outside of the cluster, or to a proxy in it. */
export type AddressRoute =
  | ({ readonly to: 'endpoints'; readonly endpoints: readonly AddressPeer[] } & RoutePods)
  /** Every public address on these ports, and those beside them. */
  | ({ readonly to: 'public'; readonly ports: readonly number[]; readonly beside?: readonly AddressPeer[] } & RoutePods)
  | { readonly to: 'nowhere' };

/** The addresses of a route, as a policy takes them. */
export function addressesOf(route: AddressRoute, families: Families): readonly AddressPeer[] {
  if (route.to === 'nowhere') return [];
  if (route.to === 'endpoints') return route.endpoints;
  return [...(route.beside ?? []), ...route.ports.flatMap((port) => publicAddresses(families, port))];
}

/** The pods of a route, as a policy takes them. */
export function podsOf(route: AddressRoute): readonly Flow[] {
  if (route.to === 'nowhere' || route.pods === undefined) return [];
  const { port, ...peer } = route.pods;
  return [{ peer, port }];
}
