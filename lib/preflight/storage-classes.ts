/** The StorageClasses that an environment names: whether they are there, and their volumes can do what is asked of them. */
import { childPath, type Path } from '../core';
import {
  type Inventory,
  isDefaultClass,
  isObjectStore,
  isShareable,
  type LiveObject,
  localLockOf,
  provisionerOf,
  reachOf,
  waitsForPod,
} from '../inventory';
import { difference, type Comparison, type Difference } from './difference';
import { missingClass } from './missing-class';
import { listed } from './node-list';

function storageClass(inventory: Inventory, name: string, here: Path): LiveObject | readonly Difference[] {
  return (
    inventory.find('StorageClass', '', name) ??
    missingClass(
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

const classText = (found: LiveObject): string => `StorageClass '${found.metadata.name}'`;

/** No pod of the platform can do its work on an object store, which locks no file. */
const objectStore = (found: LiveObject, here: Path, ...fix: readonly string[]): readonly Difference[] =>
  isObjectStore(found)
    ? [
        difference(
          'ClassDiffers',
          here,
          `${classText(found)} with file locks`,
          `provisioner ${provisionerOf(found)}, whose volumes are an object store without file locks`,
          ...fix,
        ),
      ]
    : [];

/** A volume on a node's own disk must be made where the pod is. */
function tier(inventory: Inventory, name: string, here: Path): readonly Difference[] {
  const found = storageClass(inventory, name, here);
  if (isList(found)) return found;
  const unfit = objectStore(found, here, 'name a class of disks, or of files');
  if (waitsForPod(found)) return unfit;
  return [
    ...unfit,
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

/**
 * The store of kind `class` is mounted by loaders and weights servers on several nodes, whose locks must hold for each
 * other.
 */
function sharedStore(inventory: Inventory, found: LiveObject, here: Path): readonly Difference[] {
  const lock = localLockOf(found);
  const others = inventory
    .of('StorageClass')
    .filter(isShareable)
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
    ...objectStore(found, here, ...instead),
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

/** The class of the volume of a database or a cache, or the default class. */
function ofData(inventory: Inventory, wanted: string | undefined, here: Path): readonly Difference[] {
  if (wanted === undefined) return defaultStorageClass(inventory, here);
  const found = storageClass(inventory, wanted, here);
  return isList(found) ? found : objectStore(found, here, 'name a class of disks, or of files');
}

export function storageDifferences({
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
      ofData(inventory, database.storageClass, childPath(name, 'databases', database.key, 'storageClass')),
    ),
    ...environment.caches.flatMap(({ key, keeps }) =>
      keeps.by === 'nothing'
        ? []
        : ofData(inventory, keeps.storageClass, childPath(name, 'caches', key, 'keeps', 'storageClass')),
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
  const unfit = isShared
    ? sharedStore(inventory, found, here)
    : objectStore(found, here, 'name a class of disks, or of files');
  return [...tiers, ...unfit];
}
