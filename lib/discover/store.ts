/** Where weights could be kept, by the drivers and classes of a cluster; what no API reports is named. */
import { usualWeightsAddress } from '../environment';
import {
  freeServiceAddress,
  type Inventory,
  isDefaultClass,
  isObjectStore,
  isShareable,
  liveDns,
  type LiveObject,
  nfsDriver,
  partOf,
  provisionerOf,
  serviceAddresses,
  waitsForPod,
} from '../inventory';
import { code, fields, type Field, type Fields, type Value } from './source';

const bandwidth: Field = {
  key: 'bandwidth',
  value: code('mib(100)'),
  comments: ['Fill in: bytes per second for all readers together; loading times are computed from it'],
};
const capacity: Field = {
  key: 'capacity',
  value: code('gib(200)'),
  comments: ['Fill in: capacity for all weights twice: old and new files during a change'],
};

/** What no API reports. */
export const sizeFields: readonly Field[] = [capacity, bandwidth];

const nameOf = ({ metadata: { name } }: LiveObject): string => name;

/** `standard (ebs.csi.aws.com, default)`. */
const classText = (storageClass: LiveObject): string =>
  `${nameOf(storageClass)} (${provisionerOf(storageClass)}${isDefaultClass(storageClass) ? ', default' : ''})`;

/** The field `weights`, and what must be installed for it. */
export interface FoundStore {
  readonly weights: Field;
  readonly prerequisites: readonly Fields[];
}

const store = (
  comment: string,
  values: Readonly<Record<string, Value>>,
  more: readonly Field[],
  ...prerequisites: readonly Fields[]
): FoundStore => ({
  weights: {
    key: 'weights',
    comments: [comment],
    value: { fields: [...fields(values).fields, ...more, ...sizeFields] },
  },
  prerequisites,
});

const nfsPrerequisite = fields({ kind: 'CSIDriver', name: nfsDriver, providedBy: 'csi-driver-nfs' });

/** Written if nothing shows the Service range, and no DNS Service was seen. */
const exampleAddress = '10.96.0.15';

/** The address of the weights servers: a free one near that of DNS. */
export function addressField(inventory: Inventory): Field {
  const live = serviceAddresses(inventory);
  const first = liveDns(inventory)?.addresses.flatMap((each) => usualWeightsAddress(each) ?? [])[0];
  const free = freeServiceAddress(live, first);
  const comment =
    free === undefined
      ? "Fill in: a free address near the start of the cluster's Service range"
      : 'Check: no Service has this address (kubectl get services --all-namespaces)';
  return {
    key: 'address',
    value: free ?? exampleAddress,
    comments: free !== undefined && live.areAllKnown ? undefined : [comment],
  };
}

/**
 * An NFS server where its driver is there, else a class that several nodes can use, else the claim of a single node.
 */
export function foundStore(inventory: Inventory, nodes: number): FoundStore {
  const classes = inventory.of('StorageClass');
  const seen =
    classes.length === 0 ? 'no StorageClass was found' : `StorageClasses: ${classes.map(classText).sort().join(', ')}`;
  const nfsClass = classes.find((each) => provisionerOf(each) === nfsDriver);
  const shared = classes.find(isShareable);
  if (nfsClass === undefined && shared !== undefined) {
    return store(
      `Check: the volume for the weights, readable and writable from several nodes; ${seen}`,
      { kind: 'class', storageClass: nameOf(shared) },
      [addressField(inventory)],
    );
  }
  if (nodes === 1 && nfsClass === undefined && classes.some(isDefaultClass)) {
    return store(
      `Check: one claim of the default class, since the cluster has one node; ${seen}`,
      { kind: 'direct' },
      [],
    );
  }
  const { server, share } = partOf<{ readonly server: string; readonly share: string }>(nfsClass?.parameters);
  const comment =
    server === undefined
      ? `Fill in: server and share of the NFS server for the weights; ${seen}`
      : `Check: the NFS server of StorageClass ${nfsClass === undefined ? '' : nameOf(nfsClass)}; ${seen}`;
  return store(
    comment,
    { kind: 'nfs', server: server ?? 'nfs.example', share: share ?? '/models' },
    [addressField(inventory)],
    nfsPrerequisite,
  );
}

/** The field `storageTiers`: classes that make a volume where the pod is. */
export function storageTiers({ of }: Inventory): Field | undefined {
  const local = of('StorageClass')
    .filter(
      (each) => waitsForPod(each) && !isObjectStore(each) && provisionerOf(each) !== 'kubernetes.io/no-provisioner',
    )
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  if (local.length === 0) return undefined;
  return {
    key: 'storageTiers',
    comments: ['Fill in: read speed of one volume in bytes per second; remove classes that models should not use'],
    value: fields(
      Object.fromEntries(
        local.map((each) => [nameOf(each), fields({ storageClass: nameOf(each), bandwidth: code('mib(125)') })]),
      ),
    ),
  };
}
