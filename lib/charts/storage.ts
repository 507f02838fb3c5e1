/**
 * The store's claim. A claim that binds on first use is in the wave of its first pod: in an earlier one it would wait
 * for ever.
 */
import type { App } from 'cdk8s';
import { ModelStore, type StoreBackend } from '../constructs';
import { type Environment, isReadInPlace, type WeightsStore } from '../environment';
import { type Plan, sharedNames, storeNamespace, type Wave } from '../plan';
import { storeStorageClass } from './cluster-names';
import { PlatformChart } from './platform-chart';

/** Wave of the first pod that mounts the claim; NFS binds by itself. */
function waveOf({ kind }: WeightsStore): Wave {
  if (kind === 'nfs') return 'storage';
  return kind === 'class' ? 'weights' : 'workloads';
}

/** Where weights servers are found. Reading an environment gives every store that has them an address. */
export function weightsServerPlace(environment: Environment): { readonly namespace: string; readonly address: string } {
  const { weights } = environment.cluster;
  if (isReadInPlace(weights) || weights.address === undefined)
    throw new RangeError(`${environment.name} has no weights servers with an address`);
  return { namespace: storeNamespace(environment), address: weights.address };
}

/** What is behind the claim; beside a claim of others it holds proofs, and is mounted like that one. */
function backendOf(environment: Environment): StoreBackend {
  const { id, weights } = environment.cluster;
  if (weights.kind === 'existing') {
    // What is staged from such a claim needs no claim of ours.
    if (!isReadInPlace(weights)) throw new RangeError(`${environment.name} has no claim of its own`);
    return { kind: weights.accessMode === 'ReadWriteOnce' ? 'direct' : 'class', storageClass: weights.proofsClass };
  }
  return weights.kind === 'nfs'
    ? { ...weights, subDir: weights.subDir ?? id, storageClass: storeStorageClass(environment) }
    : weights;
}

export class StorageChart extends PlatformChart {
  constructor(app: App, { environment, store }: Plan) {
    super(app, 'storage', waveOf(environment.cluster.weights), environment.objects);
    new ModelStore(this, sharedNames.store, {
      namespace: storeNamespace(environment),
      backend: backendOf(environment),
      capacity: store.capacity,
    });
  }
}
