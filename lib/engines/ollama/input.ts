/** A fleet of Ollama servers, as an overlay writes it. */
import type { Bytes } from '../../core';
import type { LocalTier, WorkloadInputBase } from '../../workload';
import type { OllamaSettingsInput } from './defaults';

/** A fleet of Ollama servers that serve the same models, as an overlay writes it. */
export interface OllamaFleetInput<
  Pools extends string = string,
  Weights extends string = string,
> extends WorkloadInputBase<Pools> {
  /** Tags of the model catalogue that every server offers, or a list for each ordinal with a Service each. */
  readonly models:
    | readonly [Weights, ...Weights[]]
    | { readonly byOrdinal: readonly (readonly [Weights, ...Weights[]])[] };
  readonly settings: OllamaSettingsInput;
  readonly replicas: number;
  /** More models than may be loaded: requests for the others wait while models are swapped. @default - refused */
  readonly swap?: 'accepted';
  /** @default - `direct` where the store is, else `ephemeral` */
  readonly local?: Exclude<LocalTier, { kind: 'image' }>;
  /** Size of each server's volume. @default - its models twice: the old and the new during a change */
  readonly volumeSize?: Bytes;
}
