/** A server tied to a node where others may stand. */
import { small, type Parts } from '../../plan/fixtures/environment';
import { cpu, withDisks, pinned } from './base';

export const parts: Parts = { pools: { gpus: withDisks(2), cpu }, models: { a: small({ replicas: 2 }) }, ollama: { o: pinned(2) } };

export const report = `test.ollama.o: a server of it can run only where its volume is, and a node of pool gpus can be left with too little for the 1 server whose volumes it may hold: a may stand there and cannot be pushed out.
  fits with: priority 'interactive' for o · a pool of its own for o with 2 such nodes
  [PinnedPodLosesItsPlace]`;
