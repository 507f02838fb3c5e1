/** StorageClasses, the RuntimeClass and PriorityClasses that an environment names and others make. */
import { vendorOf } from '../catalog';
import { childPath, type Path, suggest } from '../core';
import { gpuRuntimeClass } from '../kubernetes/kinds';
import { priorities } from '../workload';
import { priorityClassName } from '../plan';
import {
  type Inventory,
  isDefaultClass,
  type LiveObject,
  localLockOf,
  provisionerOf,
  reachOf,
  waitsForPod,
} from '../inventory';
import { difference, type Comparison, type Difference } from './difference';
import { listed } from './node-list';

/** A class that is not there, with those that are. */
function missing(
  inventory: Inventory,
  kind: string,
  name: string,
  here: Path,
  ...fix: readonly string[]
): readonly Difference[] {
  const names = inventory
    .of(kind)
    .map(({ metadata }) => metadata.name)
    .sort();
  const meant = suggest(name, names);
  const found =
    meant.length > 0
      ? `none, but ${listed(meant)}`
      : names.length > 0
        ? `none; there are ${listed(names)}`
        : `no ${kind} at all`;
  return [difference('ClassMissing', here, `${kind} '${name}'`, found, ...fix)];
}

function storageClass(inventory: Inventory, name: string, here: Path): LiveObject | readonly Difference[] {
  return (
    inventory.find('StorageClass', '', name) ??
    missing(
      inventory,
      'StorageClass',
      name,
      here,
      'install its driver and create the class',
      'name a class that exists',
    )
  );
}

const isList = (found: LiveObject | readonly Difference[]): found is readonly Difference[] => Array.isArray(found);

/** A volume on a node's own disk must be made where the pod is. */
function tier(inventory: Inventory, name: string, here: Path): readonly Difference[] {
  const found = storageClass(inventory, name, here);
  if (isList(found)) return found;
  if (waitsForPod(found)) return [];
  return [
    difference(
      'ClassDiffers',
      here,
      `StorageClass '${name}' with volumeBindingMode WaitForFirstConsumer`,
      'volumeBindingMode Immediate, which can create volumes on nodes where no pod runs',
      `delete the class and create it with volumeBindingMode: WaitForFirstConsumer (the field cannot be changed)`,
    ),
  ];
}

function defaultStorageClass(inventory: Inventory, here: Path): readonly Difference[] {
  const classes = inventory.of('StorageClass');
  if (classes.some(isDefaultClass)) return [];
  const names = classes.map(({ metadata }) => metadata.name).sort();
  const first = names[0] ?? 'CLASS';
  return [
    difference(
      'ClassMissing',
      here,
      'a default StorageClass',
      names.length === 0 ? 'no StorageClass at all' : `none; there are ${listed(names)}`,
      `kubectl annotate storageclass ${first} storageclass.kubernetes.io/is-default-class=true`,
      `storageClass: '${first}'`,
    ),
  ];
}

const classText = (found: LiveObject): string => `StorageClass '${found.metadata.name}'`;

/**
 * The store of kind `class` is mounted by loaders and weights servers on several nodes, whose locks must hold for each
 * other.
 */
function sharedStore(inventory: Inventory, found: LiveObject, here: Path): readonly Difference[] {
  const lock = localLockOf(found);
  const others = inventory
    .of('StorageClass')
    .filter((each) => reachOf(each) === 'several' && localLockOf(each) === undefined)
    .map(({ metadata }) => metadata.name)
    .sort();
  const instead = [...others.map((name) => `storageClass: '${name}'`), "weights of kind 'nfs'"];
  return [
    ...(reachOf(found) === 'one'
      ? [
          difference(
            'ClassDiffers',
            here,
            `${classText(found)} whose volumes can be written from several nodes`,
            `provisioner ${provisionerOf(found)}, whose volumes can be used on one node only`,
            ...instead,
            "weights of kind 'direct' on a cluster of one node",
          ),
        ]
      : []),
    ...(lock === undefined
      ? []
      : [
          difference(
            'ClassDiffers',
            here,
            `${classText(found)} with file locks that work across nodes`,
            `mount option ${lock}, which keeps file locks on each node`,
            `create another class without ${lock} (the field cannot be changed)`,
            ...instead,
          ),
        ]),
  ];
}

/** A store whose driver is in no table: whether several nodes can write it is not known. */
export function unknownReach({
  synthesis: {
    plan: {
      environment: {
        cluster: { weights },
        name,
      },
    },
  },
  inventory,
}: Comparison): readonly string[] {
  const found = weights.kind === 'class' ? inventory.find('StorageClass', '', weights.storageClass) : undefined;
  if (found === undefined || reachOf(found) !== 'unknown') return [];
  return [
    `${childPath(name, 'cluster', 'weights', 'storageClass')}: whether a volume of provisioner ${provisionerOf(found)} can be written from several nodes`,
  ];
}

/** The class of the volume of a database, or the default class. */
function ofDatabase(inventory: Inventory, wanted: string | undefined, here: Path): readonly Difference[] {
  if (wanted === undefined) return defaultStorageClass(inventory, here);
  const found = storageClass(inventory, wanted, here);
  return isList(found) ? found : [];
}

function storage({
  synthesis: {
    plan: { environment },
  },
  inventory,
}: Comparison): readonly Difference[] {
  const {
    cluster: { weights, storageTiers },
    name,
  } = environment;
  if (inventory.isUnread('StorageClass')) return [];
  const tiers = [
    ...Object.entries(storageTiers).flatMap(([key, { storageClass }]) =>
      tier(inventory, storageClass, childPath(name, 'cluster', 'storageTiers', key)),
    ),
    ...environment.databases.flatMap((database) =>
      ofDatabase(inventory, database.storageClass, childPath(name, 'databases', database.key, 'storageClass')),
    ),
  ];
  if (weights.kind === 'nfs' || (weights.kind === 'existing' && weights.read === 'staged')) return tiers;
  const [field, wanted] =
    weights.kind === 'existing' ? ['proofsClass', weights.proofsClass] : ['storageClass', weights.storageClass];
  const here = childPath(name, 'cluster', 'weights', field);
  if (wanted === undefined) return [...tiers, ...defaultStorageClass(inventory, here)];
  const found = storageClass(inventory, wanted, here);
  if (isList(found)) return [...tiers, ...found];
  const isShared = weights.kind === 'existing' ? weights.accessMode !== 'ReadWriteOnce' : weights.kind === 'class';
  return isShared ? [...tiers, ...sharedStore(inventory, found, here)] : tiers;
}

function runtime({
  synthesis: {
    plan: { environment },
  },
  inventory,
}: Comparison): readonly Difference[] {
  const {
    cluster: { runtimeClass },
    nodePools,
    name,
  } = environment;
  if (inventory.isUnread('RuntimeClass')) return [];
  if (
    runtimeClass !== 'existing' ||
    Object.values(nodePools).every(({ gpu }) => gpu === undefined || !vendorOf(gpu.gpu).needsRuntimeClass)
  )
    return [];
  const here = childPath(name, 'cluster', 'runtimeClass');
  const found = inventory.find('RuntimeClass', '', gpuRuntimeClass);
  if (found === undefined) {
    return missing(
      inventory,
      'RuntimeClass',
      gpuRuntimeClass,
      here,
      'install the GPU operator, which creates it',
      "runtimeClass: 'owned', if the nodes' container runtime has this handler",
      "runtimeClass: 'none', if NVIDIA's runtime is the default",
    );
  }
  const { handler } = found;
  if (handler === gpuRuntimeClass) return [];
  return [
    difference(
      'ClassDiffers',
      here,
      `RuntimeClass '${gpuRuntimeClass}' with handler '${gpuRuntimeClass}'`,
      `handler '${String(handler)}'`,
      'let the GPU operator create the class',
    ),
  ];
}

function priorityValues({
  synthesis: {
    plan: { environment },
  },
  inventory,
}: Comparison): readonly Difference[] {
  if (environment.cluster.priorityClasses !== 'existing' || inventory.isUnread('PriorityClass')) return [];
  return priorities.flatMap((priority) => {
    const name = priorityClassName(priority);
    const found = inventory.find('PriorityClass', '', name);
    const here = childPath(environment.name, 'priorities', priority);
    if (found === undefined)
      return missing(
        inventory,
        'PriorityClass',
        name,
        here,
        "priorityClasses: 'owned' in one of the environments of the cluster",
      );
    const wanted = environment.priorities[priority];
    const { value } = found;
    return value === wanted
      ? []
      : [
          difference(
            'ClassDiffers',
            here,
            `PriorityClass '${name}' with value ${wanted}`,
            `value ${String(value)}`,
            `priorities: { ${priority}: ${String(value)} }`,
          ),
        ];
  });
}

export const classDifferences = (comparison: Comparison): readonly Difference[] => [
  ...storage(comparison),
  ...runtime(comparison),
  ...priorityValues(comparison),
];
