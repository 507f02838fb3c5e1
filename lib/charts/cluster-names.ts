/**
 * Names of objects outside namespaces: they begin with the environment's own namespace, so that environments can share
 * a cluster.
 */
import type { Environment } from '../environment';
import { sharedNames } from '../plan';

/** StorageClass of named nodes' disks. */
export const staticStorageClass = ({ cluster }: Environment): string =>
  `${cluster.namespaces.serving}-${sharedNames.staticVolumes}`;

/** The admission policy that caps GPUs. */
export const gpuCapName = ({ cluster }: Environment): string => `${cluster.namespaces.serving}-${sharedNames.gpuCap}`;

/** StorageClass of an NFS store. */
export const storeStorageClass = ({ cluster }: Environment): string => `${cluster.namespaces.store}-nfs`;
