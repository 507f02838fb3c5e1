/** A model served by a llama-server of its own. */
import type { Model } from '../../catalog';
import type { LlamaServerSettings } from '../../sizing';
import type { LocalTier, ServerWorkload } from '../../workload';
import type { UncheckedFlags } from './flags/further-flags';
import type { ChatTemplate } from './input';

/** A model served by a llama-server of its own, complete. */
export interface ModelWorkload extends ServerWorkload {
  /** Further names by which clients of the gateway ask for it. @default [] */
  readonly aliases?: readonly string[];
  readonly weights: string;
  readonly model: Model;
  readonly settings: LlamaServerSettings;
  /** The draft model; how much it guesses is in the settings. */
  readonly draft?: { readonly weights: string; readonly model: Model };
  readonly chatTemplate?: ChatTemplate;
  readonly local: Exclude<LocalTier, { kind: 'static' }>;
  readonly flags: UncheckedFlags;
}
