/**
 * Where the volumes of weights are mounted, by default: the store in loader, collector and weights server, the node's
 * disk elsewhere.
 */

/** Mount of the network store (loader, collector, weights server). */
export const storeMount = '/store';
/** Mount of a volume of others that weights are copied from, read-only. */
export const sourceMount = '/source';
/** Mount of the volume with the proofs that files of a claim of others were verified. */
export const proofsMount = '/proofs';
/**
 * Mount of the node-local weights: read-write in the stager, read-only in the engine, and `OLLAMA_MODELS` of an Ollama
 * server.
 */
export const localMount = '/models';
/** An emptyDir for small scratch files: every program that moves weights has a read-only root. */
export const scratchMount = '/tmp';
