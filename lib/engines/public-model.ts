/** What clients may ask the pods of a workload for: names, APIs, images. */
import type { Duration } from '../core';
import type { GatewayApi, GatewayModelFacts } from '../gateway';

/** A model under the names by which clients ask for it. */
export interface PublicModel {
  readonly name: string;
  /** Further names. */
  readonly aliases: readonly string[];
  /** Where the overlay states the name, below the workload. */
  readonly at: readonly (string | number)[];
  readonly apis: readonly GatewayApi[];
  /** Whether it takes images. */
  readonly images: boolean;
  /** Time for which it stays loaded after a request. @default - for ever */
  readonly keepAlive?: Duration;
  /** What clients that list models are shown of it. @default - its name */
  readonly facts?: GatewayModelFacts;
  /** Ordinals of the pods that have it. @default - every pod */
  readonly ordinals?: readonly number[];
}
