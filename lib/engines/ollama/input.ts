/** A fleet of Ollama servers, as an overlay writes it. */
import type { Bytes } from '../../core';
import type { LocalTier, WorkloadInputBase } from '../../workload';
import type { OllamaSettingsInput } from './defaults';
import type { Modelfile } from './modelfile';

/** A model under a name of its own, as a Modelfile describes it; with `from` alone it is an alias. */
export interface OllamaNamedModel<Weights extends string = string> extends Modelfile {
  /** Name by which clients ask for it: `support`, `team/support:v2`; `llama3.2` stands for `llama3.2:latest`. */
  readonly name: string;
  /** Key of the model catalogue (`FROM`). */
  readonly from: Weights;
}

/** A model of a fleet: a key of the catalogue, or a name of its own for one. */
export type OllamaModelInput<Weights extends string = string> = Weights | OllamaNamedModel<Weights>;

/** A fleet of Ollama servers that serve the same models, as an overlay writes it. */
export interface OllamaFleetInput<
  Pools extends string = string,
  Weights extends string = string,
> extends WorkloadInputBase<Pools> {
  /** Models that every server offers, or a list for each ordinal with a Service each. */
  readonly models:
    | readonly [OllamaModelInput<Weights>, ...OllamaModelInput<Weights>[]]
    | { readonly byOrdinal: readonly (readonly [OllamaModelInput<Weights>, ...OllamaModelInput<Weights>[]])[] };
  readonly settings: OllamaSettingsInput;
  readonly replicas: number;
  /** More models than may be loaded: requests for the others wait while models are swapped. @default - refused */
  readonly swap?: 'accepted';
  /** @default - `direct` where the store is, else `ephemeral` */
  readonly local?: Exclude<LocalTier, { kind: 'image' }>;
  /** Size of each server's volume. @default - its models twice: the old and the new during a change */
  readonly volumeSize?: Bytes;
}
