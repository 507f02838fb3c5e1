/** Environments against each other: names that must differ, and what those on one cluster must not both have. */
import { addressAfter, childPath, type Fault } from '../core';
import { areApart, overlapText } from './complete/selector';
import type { Environment } from './environment';
import { FaultList } from './fault-codes';
import type { WeightsStore } from './cluster';
import { isReadInPlace } from './store';
import { priorities } from '../workload';

type Pair = readonly [earlier: Environment, later: Environment];

function checkNames(faults: FaultList, [earlier, later]: Pair): void {
  if (earlier.name !== later.name) return;
  faults.add(
    'EnvironmentTwice',
    childPath(later.name, 'name'),
    `two environments are named '${later.name}', and would write the same folder and stack`,
    {
      fix: 'give each a name of its own',
    },
  );
}

/** What is true of a cluster is true for everybody on it. */
function checkFacts(faults: FaultList, [earlier, later]: Pair): void {
  for (const fact of ['kubernetes', 'metrics'] as const) {
    if (earlier.cluster[fact] === later.cluster[fact]) continue;
    faults.add(
      'ClusterFactsDiffer',
      childPath(later.name, 'cluster', fact),
      `'${later.cluster[fact]}' here and '${earlier.cluster[fact]}' in ${childPath(earlier.name, 'cluster', fact)}, of one cluster`,
      {
        fix: ['make both say what is true', 'give each cluster an id of its own'],
      },
    );
  }
}

/** A class has one value on a cluster, in every environment. */
function checkPriorities(faults: FaultList, [earlier, later]: Pair): void {
  if (earlier.cluster.priorityClasses === 'none' || later.cluster.priorityClasses === 'none') return;
  for (const priority of priorities) {
    const [mine, theirs] = [later.priorities[priority], earlier.priorities[priority]];
    if (mine === theirs) continue;
    faults.add(
      'ClusterFactsDiffer',
      childPath(later.name, 'priorities', priority),
      `${mine} here and ${theirs} in ${childPath(earlier.name, 'priorities', priority)}, of one cluster`,
      { fix: `${priority} ${theirs}` },
    );
  }
}

/** The namespaces of an environment, each with the fields that name it. */
const namespacesOf = ({
  cluster: { scope, namespaces },
  gateway,
  nodePools,
}: Environment): readonly (readonly [string[], string])[] =>
  scope === 'namespaced'
    ? [[['namespace'], namespaces.serving]]
    : Object.entries(namespaces)
        .filter(([part]) => part !== 'gateway' || gateway !== undefined)
        .filter(
          ([part]) =>
            part !== 'nodes' || Object.values(nodePools).some(({ tuning }) => tuning?.daemonSet !== undefined),
        )
        .map(([part, namespace]) => [['namespaces', part], namespace]);

function checkNamespaces(faults: FaultList, [earlier, later]: Pair): void {
  for (const [fields, namespace] of namespacesOf(later)) {
    const taken = namespacesOf(earlier).find(([, other]) => other === namespace);
    if (taken === undefined) continue;
    faults.add(
      'SharedNamespace',
      childPath(later.name, 'cluster', ...fields),
      `'${namespace}' is the namespace of ${childPath(earlier.name, 'cluster', ...taken[0])}, on one cluster`,
      {
        fix: `give each environment namespaces of its own, as '${later.name}-${namespace}'`,
      },
    );
  }
}

function checkOwners(faults: FaultList, [earlier, later]: Pair): void {
  for (const object of ['runtimeClass', 'priorityClasses'] as const) {
    if (earlier.cluster[object] !== 'owned' || later.cluster[object] !== 'owned') continue;
    faults.add(
      'OwnedTwice',
      childPath(later.name, 'cluster', object),
      `'owned' here and in ${childPath(earlier.name, 'cluster', object)}, on one cluster`,
      {
        fix: `${object} 'existing' in one of the two`,
      },
    );
  }
}

/** One ConfigMap for all pools of the device plugin: what the second renders, the first would take back. */
function checkDevicePlugin(faults: FaultList, [earlier, later]: Pair): void {
  const ownedBy = ({ nodePools }: Environment) =>
    Object.values(nodePools).find(
      ({ gpu }) =>
        gpu !== undefined &&
        gpu.sharing.by !== 'none' &&
        gpu.sharing.by !== 'mig' &&
        gpu.sharing.devicePlugin === 'owned',
    );
  const [mine, theirs] = [ownedBy(later), ownedBy(earlier)];
  if (
    mine === undefined ||
    theirs === undefined ||
    later.cluster.devicePluginNamespace !== earlier.cluster.devicePluginNamespace
  )
    return;
  faults.add(
    'OwnedTwice',
    childPath(later.name, 'nodePools', mine.name, 'sharing', 'devicePlugin'),
    `'owned' here and in ${childPath(earlier.name, 'nodePools', theirs.name, 'sharing', 'devicePlugin')}, on one cluster`,
    {
      fix: "devicePlugin 'existing' in one of the two",
    },
  );
}

/** Each environment is planned by itself, so a node that two of them count would be promised twice. */
function checkPools(faults: FaultList, [earlier, later]: Pair): void {
  for (const pool of Object.values(later.nodePools)) {
    for (const other of Object.values(earlier.nodePools)) {
      if (areApart(pool, other)) continue;
      faults.add(
        'PoolsOverlap',
        childPath(later.name, 'nodePools', pool.name),
        overlapText(pool, other, childPath(earlier.name, 'nodePools', other.name)),
        {
          fix: 'give both pools labels with one key and different values that their nodes have',
        },
      );
    }
  }
}

type Nfs = Extract<WeightsStore, { kind: 'nfs' }>;

const folderOf = ({ server, share, subDir }: Nfs): string => `${server}:${share}/${subDir ?? ''}`;

/** The collector of one would remove what the other still names. */
function checkStores(faults: FaultList, [earlier, later]: Pair): void {
  const [mine, theirs] = [later.cluster.weights, earlier.cluster.weights];
  if (mine.kind !== 'nfs' || theirs.kind !== 'nfs' || folderOf(mine) !== folderOf(theirs)) return;
  faults.add(
    'StoreShared',
    childPath(later.name, 'cluster', 'weights', 'subDir'),
    `${folderOf(mine)} is the store of ${earlier.name} too, and each would delete weights that the other needs`,
    {
      fix: `subDir '${later.name}'`,
    },
  );
}

/** The check of one would remove the copies of the other by its own rules, and each would know the other's secrets. */
function checkBackups(faults: FaultList, [earlier, later]: Pair): void {
  if (earlier.backup === undefined || later.backup === undefined) return;
  const [mine, theirs] = [later, earlier].map(({ backup }) => backup?.to);
  const folderOf = (to: typeof mine): string => `${to?.endpoint}/${to?.bucket}/${to?.prefix}`;
  if (folderOf(mine) !== folderOf(theirs)) return;
  faults.add(
    'BackupShared',
    childPath(later.name, 'backup', 'to', 'prefix'),
    `${folderOf(mine)} has the backups of ${earlier.name} too`,
    { fix: `prefix '${later.name}'` },
  );
}

/** Two Services of one cluster never have one address. */
function checkWeightsAddresses(faults: FaultList, [earlier, later]: Pair): void {
  const [mine, theirs] = [later.cluster.weights, earlier.cluster.weights];
  if (isReadInPlace(mine) || isReadInPlace(theirs)) return;
  const { address } = mine;
  if (address === undefined || address !== theirs.address) return;
  const next = addressAfter(address, 1);
  faults.add(
    'WeightsAddressTaken',
    childPath(later.name, 'cluster', 'weights', 'address'),
    `'${address}' is the address of the weights servers of ${earlier.name} too, on one cluster`,
    {
      fix: `address: ${next === undefined ? '' : `'${next}', or `}another free one of the cluster's Service range in ${later.name}`,
    },
  );
}

/** Checks complete environments in pairs. */
export function checkTogether(environments: readonly Environment[]): readonly Fault[] {
  const faults = new FaultList();
  environments.forEach((later, index) => {
    for (const earlier of environments.slice(0, index)) {
      const pair: Pair = [earlier, later];
      checkNames(faults, pair);
      checkStores(faults, pair);
      checkBackups(faults, pair);
      if (earlier.cluster.id !== later.cluster.id) continue;
      checkFacts(faults, pair);
      checkPriorities(faults, pair);
      checkNamespaces(faults, pair);
      checkWeightsAddresses(faults, pair);
      checkOwners(faults, pair);
      checkDevicePlugin(faults, pair);
      checkPools(faults, pair);
    }
  });
  return faults.faults;
}
