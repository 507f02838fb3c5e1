/** What the build says of settings, as sentences. */
import type { ArchitectureFacts } from '../../../../lib/catalog/model';
import { checkLlamaServer } from '../../../../lib/engines/llama-server/conflicts';
import type { LlamaServerSettings } from '../../../../lib/sizing/settings';
import { sentences } from '../../fixtures';

export const check = (settings: LlamaServerSettings, gpus = 0, architecture?: ArchitectureFacts): string =>
  sentences(checkLlamaServer(settings, { gpus, model: architecture && { architecture } }, 's'));

/** Settings, the number of GPUs, the model, and the lines of the refusal. */
export type Case = readonly [string, LlamaServerSettings, number, ArchitectureFacts | undefined, readonly string[]];
