/**
 * Compares what an environment declares with what its cluster has, before anything is applied. Pure: it changes and
 * reads nothing.
 */
import { vendorOf } from '../catalog';
import { downloadSecrets, type PoolGpu } from '../environment';
import { carriesGpu, gpusOf, type LiveNode } from '../inventory';
import { addedObjects, backupNeeds, cacheSecrets, databaseSecrets, storeNamespace } from '../plan';
import { addedDifferences } from './added';
import { apiDifferences } from './apis';
import { claimDifferences, claimsOfOneNode } from './claims';
import { classDifferences } from './classes';
import type { Comparison, Difference } from './difference';
import { deviceClassDifferences } from './devices';
import { dnsDifferences, familyDifferences, unseenFamilies } from './dns';
import { gatewayDifferences, secretsOfKeys, unseenOfGateway } from './gateway';
import { gpuDifferences } from './gpus';
import { livePools, type LivePool, type UnusableNode } from './live-pool';
import { namedDifferences, unseenNamed } from './named';
import { capacityDifferences, isKarpenterPool, nodeDifferences } from './nodes';
import { namespaceDifferences } from './namespace';
import { neighbourDifferences } from './neighbours';
import { named } from './node-list';
import { ownerDifferences } from './owners';
import { prerequisiteDifferences, unseenBundles, unseenScrapers } from './prerequisites';
import { unseenUse } from './quotas';
import { roomDifferences } from './room';
import { unknownReach } from './storage-classes';
import { taintDifferences } from './taints';
import { unseenAddresses, weightsAddressDifferences } from './weights-address';

/** What a comparison led to. */
export interface Preflight {
  readonly environment: string;
  /** Everything that differs, pools last. */
  readonly differences: readonly Difference[];
  /** Nodes that no pool can use, with the reason: `gpu-3: it is cordoned`. */
  readonly unusable: readonly string[];
  /** What cannot be seen from outside: a comparison says nothing about it. */
  readonly unseen: readonly string[];
}

/** Whether a node offers the GPUs of a pool, and no label says how much memory they have. */
function hidesMemory(node: LiveNode, { gpu, resource }: PoolGpu): boolean {
  const found = gpusOf(node, resource);
  return gpu.memory !== 'unified' && found?.resource === resource && found.memoryMib === undefined;
}

function unseenOf(live: LivePool): readonly string[] {
  const { pool, at, nodes } = live;
  const { gpu } = pool;
  if (nodes.length === 0) {
    return pool.nodes.min === 0 || isKarpenterPool(live)
      ? [`${at}: labels, taints, resources and GPUs of its nodes: it has no node now`]
      : [];
  }
  if (gpu === undefined || gpu.claim !== undefined) return [];
  const unlabelled = nodes.filter((node) => carriesGpu(node, gpu.gpu, gpu.resource) === undefined);
  const unmeasured = nodes.filter((node) => !unlabelled.includes(node) && hidesMemory(node, gpu));
  const { labelledBy } = vendorOf(gpu.gpu);
  const because = labelledBy === undefined ? 'no label names them' : `${labelledBy} has not labelled them`;
  return [
    ...(unlabelled.length === 0 ? [] : [`${at}: product and memory of the GPUs of ${named(unlabelled)}: ${because}`]),
    ...(unmeasured.length === 0 ? [] : [`${at}: memory of the GPUs of ${named(unmeasured)}: no label reports it`]),
  ];
}

/** Nodes of one reason together; each node once. */
const unusableText = (unusable: readonly UnusableNode[]): readonly string[] =>
  [...new Set(unusable.map(({ because }) => because))].map((because) => {
    const nodes = [...new Set(unusable.filter((each) => each.because === because).map(({ node }) => node))];
    return `${named(nodes)}: ${because}`;
  });

export function preflight(comparison: Comparison): Preflight {
  const {
    synthesis: {
      name,
      plan: { environment },
    },
    inventory,
  } = comparison;
  const { isUnread, unread: unreadLists } = inventory;
  // What nodes have free is not known without their pods.
  const { pools, unusable } = isUnread('Node') || isUnread('Pod') ? { pools: [], unusable: [] } : livePools(comparison);
  const secrets = environment.prerequisites
    .filter(({ kind }) => kind === 'Secret')
    .map(({ namespace, name: secret }) => `${namespace ?? ''}/${secret}`);
  const { downloads } = environment.cluster;
  const unread = new Set([
    ...secrets,
    ...downloadSecrets(downloads).map((secretName) => `${storeNamespace(environment)}/${secretName}`),
    ...secretsOfKeys(environment),
    ...backupNeeds(environment)
      .filter(({ kind }) => kind === 'Secret')
      .map(({ namespace, name: secret }) => `${namespace}/${secret}`),
    ...[...databaseSecrets(environment), ...cacheSecrets(environment)].map(
      ({ namespace, name: secret, keys }) =>
        `${namespace}/${secret} with ${keys.length === 1 ? 'entry' : 'entries'} ${keys.join(', ')}`,
    ),
    ...addedObjects(environment)
      .filter(({ kind }) => kind === 'Secret')
      .map(({ namespace, name: secret }) => `${namespace}/${secret}`),
  ]);
  return {
    environment: name,
    differences: [
      ...apiDifferences(comparison),
      ...classDifferences(comparison),
      ...deviceClassDifferences(comparison),
      ...prerequisiteDifferences(comparison),
      ...namedDifferences(comparison),
      ...gatewayDifferences(comparison),
      ...addedDifferences(comparison),
      ...dnsDifferences(comparison),
      ...familyDifferences(comparison),
      ...weightsAddressDifferences(comparison),
      ...claimDifferences(comparison),
      ...ownerDifferences(comparison),
      ...(environment.cluster.scope === 'namespaced'
        ? namespaceDifferences(comparison)
        : neighbourDifferences(comparison)),
      ...pools.flatMap((live) => [
        ...nodeDifferences(live, inventory, environment.catalog.gpus),
        ...capacityDifferences(live),
        ...taintDifferences(live),
        ...roomDifferences(live),
        ...gpuDifferences(live, inventory, environment.catalog.gpus),
      ]),
    ],
    unusable: unusableText(unusable),
    unseen: [
      ...[...unread].map(
        (secret) => `${name}: whether Secret ${secret} exists: to look for it needs the right to read it`,
      ),
      ...(unreadLists.length === 0
        ? []
        : [`${name}: you may not list ${unreadLists.join(', ')}: what depends on them is not compared`]),
      ...(environment.cluster.scope === 'namespaced' ? unseenUse(environment) : []),
      ...unknownReach(comparison),
      ...unseenAddresses(comparison),
      ...unseenFamilies(comparison),
      ...claimsOfOneNode(comparison),
      ...unseenScrapers(environment),
      ...unseenBundles(comparison),
      ...unseenNamed(comparison),
      ...unseenOfGateway(comparison),
      ...pools.flatMap(unseenOf),
    ],
  };
}
