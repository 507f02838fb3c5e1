/** One check of a llama-server's settings, and what it sees beside them. */
import type { Model } from '../../../catalog';
import type { Fault, Path } from '../../../core';
import type { LlamaServerSettings } from '../../../sizing';

/** What of a model its settings are checked against. */
export type CheckedModel = Pick<Model, 'architecture' | 'projector' | 'adapters' | 'memory'>;

/** GPUs and model that the settings are checked against. */
export interface SettingsContext {
  /** GPUs, or shares or slices, of one pod. */
  readonly gpus: number;
  /** @default - what depends on the model is not checked */
  readonly model?: CheckedModel;
}

/** What is wrong with settings, `undefined` when nothing is. */
export type Check = (
  settings: LlamaServerSettings,
  context: SettingsContext,
  at: Path,
) => Fault | undefined | readonly Fault[];
