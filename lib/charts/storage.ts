/**
 * The store's claim. A claim that binds on first use is in the wave of its first pod: in an earlier one it would wait
 * for ever.
 */
import type { App } from 'cdk8s';
import { ModelStore, type StoreBackend } from '../constructs';
import type { Environment } from '../environment';
import { type Plan, sharedNames, storeNamespace, type Wave } from '../plan';
import { storeStorageClass } from './cluster-names';
import { PlatformChart } from './platform-chart';

/** Wave of the first pod that mounts the claim; NFS binds by itself. */
const waveOf: Readonly<Record<StoreBackend['kind'], Wave>> = { nfs: 'storage', class: 'weights', direct: 'workloads' };

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
    super(app, 'storage', waveOf[environment.cluster.weights.kind], environment.objects);
    new ModelStore(this, sharedNames.store, {
      namespace: storeNamespace(environment),
      backend: backendOf(environment),
      capacity: store.capacity,
    });
  }
}
