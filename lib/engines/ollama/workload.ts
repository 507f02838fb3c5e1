/** A fleet of Ollama servers that serve the same models. */
import type { Bytes } from '../../core';
import type { LocalTier, ServerWorkload } from '../../workload';
import type { OfferedModel } from './manifest';
import type { OllamaSettings } from './settings';

/** A fleet of Ollama servers, complete. */
export interface OllamaFleetWorkload extends ServerWorkload {
  readonly settings: OllamaSettings;
  /** The names that each ordinal offers, or one list for all. */
  readonly offers: readonly (readonly OfferedModel[])[];
  readonly swap: boolean;
  readonly local: Exclude<LocalTier, { kind: 'image' }>;
  readonly volumeSize?: Bytes;
}
