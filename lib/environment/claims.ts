/** Claims that others made and filled: the pods of an environment read them, and change nothing of them. */
import type { Bytes } from '../core';
import type { ClaimAccessMode } from './cluster';
import type { Environment } from './environment';

/** A claim of others, in the namespace of the store. */
export interface ClaimOfOthers {
  readonly claimName: string;
  /** Keys that lead from the environment to where it is named. */
  readonly at: readonly string[];
  /** How nodes must be able to mount it. @default - in any way that several pods can use */
  readonly accessMode?: ClaimAccessMode;
  /** Storage that it requests, as the environment states it. @default - not stated */
  readonly capacity?: Bytes;
}

/** Claims that models come from, where loaders copy them. */
function ofModels({ servers }: Pick<Environment, 'servers'>): readonly ClaimOfOthers[] {
  const found = new Map<string, ClaimOfOthers>();
  for (const { local, served } of servers) {
    if (local.kind === 'image') continue;
    for (const { key, model } of served) {
      if (model.origin.from !== 'claim' || found.has(model.origin.claimName)) continue;
      const { claimName } = model.origin;
      found.set(claimName, { claimName, at: ['catalog', 'models', key, 'origin', 'claimName'] });
    }
  }
  return [...found.values()];
}

/** The claims of others that an environment reads, each once. */
export function claimsOfOthers(environment: Pick<Environment, 'servers' | 'cluster'>): readonly ClaimOfOthers[] {
  const { weights } = environment.cluster;
  if (weights.kind !== 'existing') return ofModels(environment);
  const { claimName, accessMode = 'ReadWriteMany', capacity } = weights;
  return [{ claimName, at: ['cluster', 'weights', 'claimName'], accessMode, capacity }];
}
