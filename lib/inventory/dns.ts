/** Where a live cluster resolves names: the DNS Service, the pods behind it and their port, and caches on the nodes. */
import { isAddress } from '../core';
import { clusterDnsPods, dnsPort } from '../kubernetes/kinds';
import { carries, type Inventory } from './inventory';
import { partOf, type LiveObject } from './live-object';

interface LiveDns {
  /** `kube-system/kube-dns` */
  readonly service: string;
  readonly namespace: string;
  /** Labels of the pods behind the Service. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Addresses of the Service, one for each family. */
  readonly addresses: readonly string[];
  /** Whether it has an address of each family that the cluster has. */
  readonly asksForBothFamilies: boolean;
  /** Port on which the pods listen. */
  readonly port: number;
}

interface ServiceSpec {
  readonly clusterIP: string;
  readonly clusterIPs: readonly string[];
  readonly ipFamilyPolicy: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly port: number; readonly targetPort?: number | string }[];
}

interface EndpointSlice {
  readonly ports: readonly { readonly name?: string; readonly port: number; readonly protocol?: string }[];
}

interface PodSpec {
  readonly containers: readonly {
    readonly args?: readonly string[];
    readonly command?: readonly string[];
    readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
  }[];
}

/** DNS Services by namespace and name, as distributions call them, the usual first. */
const wellKnown: readonly (readonly [namespace: string, name: string])[] = [
  ['kube-system', 'kube-dns'],
  ['openshift-dns', 'dns-default'],
  ['kube-system', 'coredns'],
  ['kube-system', 'rke2-coredns-rke2-coredns'],
];

/** Namespaces where the DNS Service is. */
export const dnsNamespaces: readonly string[] = [...new Set(wellKnown.map(([namespace]) => namespace))];

const specOf = ({ spec }: LiveObject): Partial<ServiceSpec> => partOf<ServiceSpec>(spec);

/** Service of NodeLocal DNSCache itself, through which it asks the resolvers. */
const ofCache = 'kube-dns-upstream';

const isDns = (service: LiveObject): boolean =>
  service.metadata.name !== ofCache &&
  specOf(service).ports?.some(({ port }) => port === dnsPort) === true &&
  Object.keys(specOf(service).selector ?? {}).length > 0;

function podPort({ of }: Inventory, service: LiveObject, podLabels: Readonly<Record<string, string>>): number {
  const { name, namespace } = service.metadata;
  const slices = of('EndpointSlice').filter(
    ({ metadata }) => metadata.namespace === namespace && metadata.labels?.['kubernetes.io/service-name'] === name,
  );
  const fromSlice = slices
    .flatMap((slice) => (slice as Partial<EndpointSlice>).ports ?? [])
    .find((port) => /^dns(-tcp|-udp)?$/.test(port.name ?? 'dns'))?.port;
  const target = specOf(service).ports?.find(({ port }) => port === dnsPort)?.targetPort;
  const named =
    typeof target !== 'string'
      ? undefined
      : of('Pod')
          .filter((pod) => pod.metadata.namespace === namespace && carries(pod, podLabels))
          .flatMap(({ spec }) => partOf<PodSpec>(spec).containers ?? [])
          .flatMap(({ ports = [] }) => ports)
          .find((port) => port.name === target)?.containerPort;
  return fromSlice ?? (typeof target === 'number' ? target : (named ?? dnsPort));
}

/**
 * The DNS Service of a cluster: one by a well-known name, else any with port 53.
 *
 * @param namespace where it is looked for. Default: everywhere that was read
 */
export function liveDns(inventory: Inventory, namespace?: string): LiveDns | undefined {
  const services = inventory
    .of('Service')
    .filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace);
  const known = wellKnown.flatMap(([place, name]) =>
    services.filter(({ metadata }) => metadata.namespace === place && metadata.name === name),
  );
  const service = [...known, ...services.filter(isDns)][0];
  if (service === undefined) return undefined;
  const { clusterIP, clusterIPs = clusterIP === undefined ? [] : [clusterIP], selector } = specOf(service);
  const podLabels = selector ?? clusterDnsPods.podLabels;
  const place = service.metadata.namespace ?? '';
  return {
    service: `${place}/${service.metadata.name}`,
    namespace: place,
    podLabels,
    addresses: clusterIPs.filter(isAddress),
    asksForBothFamilies: specOf(service).ipFamilyPolicy?.endsWith('DualStack') === true,
    port: podPort(inventory, service, podLabels),
  };
}

/** Labels of NodeLocal DNSCache, as its manifest and distributions set them. */
const caches: readonly Readonly<Record<string, string>>[] = [
  { 'k8s-app': 'node-local-dns' },
  { 'k8s-app': 'nodelocaldns' },
  { 'app.kubernetes.io/name': 'node-local-dns' },
  { 'k8s-app': 'rke2-nodelocal-dns' },
];

/** Addresses in the arguments of a cache: `-localip 169.254.20.10,10.96.0.10`. */
function localAddresses({ spec }: LiveObject): readonly string[] {
  const words = (partOf<PodSpec>(spec).containers ?? [])
    .flatMap(({ args = [], command = [] }) => [...command, ...args])
    .flatMap((word) => word.split('='));
  return words
    .flatMap((word, index) => (/^--?localip$/.test(word) ? (words[index + 1] ?? '').split(',') : []))
    .filter(isAddress);
}

/** NodeLocal DNSCache of a cluster: where it answers, as far as its pods say; absent where it does not run. */
export function nodeLocalDns({ of }: Inventory): { readonly addresses: readonly string[] } | undefined {
  const pods = of('Pod').filter((pod) => caches.some((labels) => carries(pod, labels)));
  return pods.length === 0 ? undefined : { addresses: [...new Set(pods.flatMap(localAddresses))] };
}

/** Resolvers of providers that are no pods: where pods ask, by a label of nodes that may have one. */
const ofProviders = [
  { label: 'kubernetes.azure.com/agentpool', name: 'LocalDNS of AKS', address: '169.254.10.11' },
  { label: 'cloud.google.com/gke-nodepool', name: 'Cloud DNS of GKE', address: '169.254.169.254' },
] as const;

/** Resolvers that the provider of a cluster may have on its nodes, which no API shows. */
export const possibleResolvers = ({ of }: Inventory): readonly { readonly name: string; readonly address: string }[] =>
  ofProviders.filter(({ label }) => of('Node').some(({ metadata }) => metadata.labels?.[label] !== undefined));
