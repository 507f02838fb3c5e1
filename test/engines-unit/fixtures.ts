/** Settings and facts that the engine tests start from. */
import type { ArchitectureFacts } from '../../lib/catalog/model';
import { mib } from '../../lib/core/bytes';
import { type Fault, FaultError, formatFault } from '../../lib/core/fault';
import type { LlamaServerSettings } from '../../lib/sizing/settings';
import type { LlamaServerRun } from '../../lib/engines/llama-server/llama-server';

export const onCpu: LlamaServerSettings = {
  contextLength: 8192,
  parallel: 4,
  maxOutputLength: 1024,
  cacheTypeK: 'f16',
  cacheTypeV: 'f16',
  kvCache: 'split',
  flashAttention: true,
  batchSize: 2048,
  ubatchSize: 512,
  gpuLayers: 0,
  expertLayersOnHost: 0,
  splitMode: 'none',
  tensorSplit: [],
  cacheRam: mib(0),
  contextCheckpoints: 0,
  loadMode: 'mmap',
  repack: false,
  swaFull: false,
  draftTokens: 0,
  imageMaxTokens: 0,
};
export const onTwoGpus: LlamaServerSettings = { ...onCpu, gpuLayers: 'all', splitMode: 'layer', tensorSplit: [1, 1] };

export const run: LlamaServerRun = { modelPath: '/models/blobs/sha256-00', alias: 'llama-3-70b', threads: 4, gpus: 0 };

export const llama8b: ArchitectureFacts = {
  architecture: 'llama',
  blockCount: 32,
  contextLength: 131072,
  embeddingLength: 4096,
  feedForwardLength: 14336,
  headCount: 32,
  headCountKv: 8,
  keyLength: 128,
  valueLength: 128,
  vocabularySize: 128256,
};

export const sentences = (faults: readonly Fault[]): string => faults.map(formatFault).join('\n');

/** The whole message of the faults that a call throws. */
export function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof FaultError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}
