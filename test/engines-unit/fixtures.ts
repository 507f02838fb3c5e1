/** Settings and facts that the engine tests start from. */
import type { ArchitectureFacts } from '../../lib/catalog/model';
import { type Fault, FaultError, formatFault } from '../../lib/core/fault';
import type { LlamaServerSettings } from '../../lib/sizing/settings';
import type { LlamaServerRun } from '../../lib/engines/llama-server/llama-server';
import { serverSettings } from '../sizing/server-settings';

export const onCpu = serverSettings({ parallel: 4, gpuLayers: 0, splitMode: 'none' });
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
