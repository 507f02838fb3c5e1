/** A server tied to a node where others may stand. */
import { small, type Parts } from '../../plan/fixtures/environment';
import { cpu, withDisks, pinned } from './base';

export const parts: Parts = {
  pools: { gpus: withDisks(2), cpu },
  models: { a: small({ replicas: 2 }) },
  ollama: { o: pinned(2) },
};

export const report = `test.ollama.o: a server can run only on the node of its volume, but a node of pool gpus may have too little free for the 1 server with volumes on it: a may run there and cannot be preempted.
  fits with: priority 'interactive' for o · a separate pool for o with 2 nodes of the same kind
  [PinnedPodLosesItsPlace]`;
