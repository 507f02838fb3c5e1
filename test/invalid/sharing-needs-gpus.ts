/** Shared GPUs on machines without any. */
import { changed } from './base';

export const inputs = [changed([['nodePools', 'cpus', 'sharing'], { by: 'mps', replicas: 2 }])];

export const report = `test.nodePools.cpus.sharing: the nodes of this pool have no GPU to share.
  fix: leave out sharing · take nodes with GPUs
  [SharingNeedsGpus]`;
