/** Fills in what an overlay leaves out about its cluster. */
import type { z } from 'zod';
import {
  childPath,
  type Families,
  familyFacts,
  hasFamily,
  isLinkLocal,
  isPlainObject,
  mountOptionName,
  nfsMountOptions,
  type Path,
  refusedMountOption,
  usualFamilies,
} from '../../core';
import { clusterDnsPods, clusterDomain, dnsPort, nodeLocalDnsAddress } from '../../kubernetes/kinds';
import { type Cluster, type ClusterInput, type Dns, usualSources, type WeightsStore } from '../cluster';
import type { FaultList } from '../fault-codes';
import { read } from '../schema/read';
import { clusterWideSchema, namespacedSchema } from '../schema/cluster';
import { checkEndpoints, checkResolvers } from './addresses';
import { checkFamilies } from './families';
import { refuseTwice } from './lists';
import { checkProxy, completeProxy } from './proxy';
import { checkExisting, fieldsOfScope } from './scope';
import { checkWeightsAddress, withAddress } from './weights-address';

type ClusterWide = z.output<typeof clusterWideSchema>;
type Namespaced = z.output<typeof namespacedSchema>;
type Shape = ClusterWide | Namespaced;

function completeDns(dns: Shape['dns'] = {}, families: Families): Dns {
  const nodeLocalDns = dns.nodeLocalDns ?? true;
  // Its usual address is one of IPv4; of IPv6 there is none.
  const usualCache = nodeLocalDns && hasFamily(families, 'IPv4') ? [`${nodeLocalDnsAddress}/32`] : [];
  return {
    pods: dns.pods ?? clusterDnsPods,
    port: dns.port ?? dnsPort,
    addresses: [...new Set([...usualCache, ...(dns.addresses ?? [])])],
    nodeLocalDns,
    domain: dns.domain ?? clusterDomain,
  };
}

/**
 * NodeLocal DNSCache answers at the address of the DNS Service, which neither the pod selector nor its own address
 * matches.
 */
function checkDns(faults: FaultList, { dns: { nodeLocalDns, addresses }, families }: Cluster, place: Path): void {
  if (!nodeLocalDns || !addresses.every(isLinkLocal)) return;
  faults.add(
    'DnsAddressMissing',
    childPath(place, 'dns', 'addresses'),
    'the address of the DNS Service is not given, and NodeLocal DNSCache may answer there',
    {
      fix: [
        `addresses: ['${familyFacts(families).resolver}'] with the cluster IP that kubectl -n kube-system get service kube-dns prints`,
        'dns: { nodeLocalDns: false } where no node runs NodeLocal DNSCache',
      ],
    },
  );
}

function completeStore(weights: WeightsStore, clusterId: string, dns: Dns, families: Families): WeightsStore {
  if (weights.kind !== 'nfs') return withAddress(weights, dns, families);
  return withAddress(
    { ...weights, subDir: weights.subDir ?? clusterId, mountOptions: weights.mountOptions ?? nfsMountOptions },
    dns,
    families,
  );
}

function checkMountOptions(faults: FaultList, weights: WeightsStore, place: Path): void {
  if (weights.kind !== 'nfs') return;
  const options = weights.mountOptions ?? [];
  refuseTwice(faults, options, place, (option) => `mount option '${mountOptionName(option)}'`);
  options.forEach((option, i) => {
    const refused = refusedMountOption(option);
    if (refused !== undefined)
      faults.add('MountOption', childPath(place, i), `'${option}' ${refused.because}`, { fix: refused.fix });
  });
}

const isNamespaced = (input: Shape): input is Namespaced => input.scope === 'namespaced';

type Scoped = Pick<Cluster, 'scope' | 'namespaces' | 'priorityClasses' | 'existingQuotas' | 'existingLimits'>;

/** What follows from how far the rights of the environment go. */
function completeScope(input: Shape): Scoped {
  if (!isNamespaced(input)) {
    const { namespaces, priorityClasses } = input;
    return {
      scope: 'cluster',
      namespaces: {
        serving: namespaces?.serving ?? 'llm-serving',
        store: namespaces?.store ?? 'model-store',
        gateway: namespaces?.gateway ?? 'llm-gateway',
        nodes: namespaces?.nodes ?? 'llm-nodes',
      },
      priorityClasses: priorityClasses ?? 'owned',
      existingQuotas: [],
      existingLimits: [],
    };
  }
  const { namespace, priorityClasses, existingQuotas, existingLimits } = input;
  return {
    scope: 'namespaced',
    namespaces: { serving: namespace, store: namespace, gateway: namespace, nodes: namespace },
    priorityClasses: priorityClasses ?? 'none',
    existingQuotas: existingQuotas ?? [],
    existingLimits: existingLimits ?? [],
  };
}

/** As it is written: what a gateway adds is known when there is one. */
const engineKeyOf = (given: ClusterInput['apiKey']): Pick<Cluster, 'apiKey' | 'withoutKey'> =>
  given === undefined || 'secretName' in given
    ? { apiKey: given, withoutKey: undefined }
    : { apiKey: undefined, withoutKey: given.none };

function completeCluster(input: Shape): Cluster {
  const { id, downloads, families = usualFamilies } = input;
  const dns = completeDns(input.dns, families);
  return {
    id,
    ...completeScope(input),
    kubernetes: input.kubernetes ?? '1.36',
    families,
    dns,
    userIds: input.userIds ?? 'ours',
    requestsFrom: input.requestsFrom,
    monitoring: input.monitoring,
    ...engineKeyOf(input.apiKey),
    metrics: input.metrics ?? 'none',
    runtimeClass: input.runtimeClass ?? 'existing',
    devicePluginNamespace: input.devicePluginNamespace ?? 'gpu-operator',
    weights: completeStore(input.weights, id, dns, families),
    unusedWeights: input.unusedWeights ?? 'report',
    downloads: {
      hub: downloads?.hub ?? usualSources.hub,
      registry: downloads?.registry ?? usualSources.registry,
      hubToken: downloads?.hubToken,
      tokens: downloads?.tokens ?? [],
      endpoints: downloads?.endpoints,
      proxy: completeProxy(downloads?.proxy),
      caBundle: downloads?.caBundle,
    },
    storageTiers: input.storageTiers ?? {},
  };
}

/** A pod that mounts a network file system can neither start nor end while it is down: that is stated, not found out. */
function checkInPlace(faults: FaultList, weights: WeightsStore, place: Path): void {
  if (weights.kind !== 'existing' || weights.read !== 'in-place') return;
  if (weights.accessMode === 'ReadWriteOnce' || weights.reason !== undefined) return;
  faults.add(
    'NetworkInPlace',
    childPath(place, 'weights', 'reason'),
    `engines would read claim '${weights.claimName}' in place, and pods can neither start nor end while its file system cannot be reached`,
    { fix: ["read 'staged'", 'state in reason why pods may depend on it'] },
  );
}

/** A claim of others is only read: no collector removes files from it. */
function checkOnlyRead(faults: FaultList, { weights, unusedWeights }: Cluster, place: Path): void {
  if (weights.kind !== 'existing' || unusedWeights !== 'remove') return;
  faults.add(
    'ClaimOnlyRead',
    childPath(place, 'unusedWeights'),
    `'remove' would remove files of claim '${weights.claimName}', which others filled and which is only read`,
    { fix: ['leave it out', 'a store of another kind'] },
  );
}

/** The cluster, complete; `undefined` when its shape is wrong. */
export function readCluster(faults: FaultList, input: unknown, place: Path): Cluster | undefined {
  const namespaced = isPlainObject(input) && input['scope'] === 'namespaced';
  const fields = fieldsOfScope(faults, input, place);
  const shape = namespaced
    ? read<Shape>(namespacedSchema, fields, place)
    : read<Shape>(clusterWideSchema, fields, place);
  if (shape.faults !== undefined) {
    faults.take(shape.faults);
    return undefined;
  }
  const cluster = completeCluster(shape.value);
  const before = faults.faults.length;
  checkDns(faults, cluster, place);
  checkFamilies(faults, cluster, place);
  checkResolvers(faults, shape.value.dns?.addresses ?? [], place);
  // The usual address of the weights servers follows from that of DNS: one fault for one cause.
  if (faults.faults.length === before) checkWeightsAddress(faults, cluster, place);
  checkEndpoints(faults, shape.value.downloads?.endpoints ?? [], place);
  checkInPlace(faults, cluster.weights, place);
  checkOnlyRead(faults, cluster, place);
  checkProxy(faults, cluster.downloads.proxy, childPath(place, 'downloads', 'proxy'));
  checkMountOptions(faults, cluster.weights, childPath(place, 'weights', 'mountOptions'));
  checkExisting(faults, cluster, place);
  return cluster;
}
