/**
 * The store's claim. A claim that binds on first use stands in its first pod's own wave: in an earlier one it would
 * wait for ever.
 */
import type { App } from 'cdk8s';
import { ModelStore, type StoreBackend } from '../constructs/weights/model-store';
import type { Environment } from '../environment/environment';
import { sharedNames } from '../plan/names';
import type { Plan } from '../plan/plan';
import { storeStorageClass } from './cluster-names';
import { PlatformChart, type Wave } from './platform-chart';

/** Wave of the first pod that mounts the claim; NFS binds by itself. */
const waveOf: Readonly<Record<StoreBackend['kind'], Wave>> = { nfs: 'storage', class: 'weights', direct: 'workloads' };

/** Namespace of the store: with a direct store the serving one, since a claim is mounted where it lives. */
export const storeNamespace = ({ cluster: { namespaces, weights } }: Environment): string =>
  weights.kind === 'direct' ? namespaces.serving : namespaces.store;

/** Where weights servers are found. Reading an environment gives every store that has them an address. */
export function weightsServerPlace(environment: Environment): { readonly namespace: string; readonly address: string } {
  const { weights } = environment.cluster;
  if (weights.kind === 'direct' || weights.address === undefined)
    throw new RangeError(`${environment.name} has no weights servers with an address`);
  return { namespace: storeNamespace(environment), address: weights.address };
}

function backendOf(environment: Environment): StoreBackend {
  const { id, weights } = environment.cluster;
  return weights.kind === 'nfs'
    ? { ...weights, subDir: weights.subDir ?? id, storageClass: storeStorageClass(environment) }
    : weights;
}

export class StorageChart extends PlatformChart {
  constructor(app: App, { environment, store }: Plan) {
    super(app, 'storage', waveOf[environment.cluster.weights.kind]);
    new ModelStore(this, sharedNames.store, {
      namespace: storeNamespace(environment),
      backend: backendOf(environment),
      capacity: store.capacity,
    });
  }
}
