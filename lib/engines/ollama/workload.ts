/** A fleet of Ollama servers that serve the same models. */
import type { Bytes } from '../../core';
import type { LocalTier, ServerWorkload } from '../../workload';
import type { OllamaSettings } from './settings';

/** A fleet of Ollama servers, complete. */
export interface OllamaFleetWorkload extends ServerWorkload {
  readonly settings: OllamaSettings;
  readonly swap: boolean;
  readonly local: Exclude<LocalTier, { kind: 'image' }>;
  readonly volumeSize?: Bytes;
}
