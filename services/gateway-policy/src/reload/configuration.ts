/** What the policy works with: the files of its ConfigMaps and its Secret, read and checked. */
import type { GatewayClient, GatewayCluster, GatewayKey, GatewayModel } from 'corral';

/** Maps, not objects: a name that a client sends reaches no prototype. */
export interface ConfigurationContent {
  /** By name; aliases stand in each model. */
  readonly models: ReadonlyMap<string, GatewayModel>;
  readonly clusters: ReadonlyMap<string, GatewayCluster>;
  readonly clients: ReadonlyMap<string, GatewayClient>;
  /** Share of each track, by model and track. A model without weights uses its first track. */
  readonly weights: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** By id. */
  readonly keys: ReadonlyMap<string, GatewayKey>;
}

export interface Configuration extends ConfigurationContent {
  /** Whether models, clients and weights have been read once. Without them the pod is not ready. */
  readonly complete: boolean;
  /** Calls after each change of any part. The result ends it. */
  onChange(listener: () => void): () => void;
}
