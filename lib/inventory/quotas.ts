/** Quotas and limit ranges that others keep in a namespace, and what their pods take of them. */
import { type Nano, nanoPerUnit } from '../core';
import { type ExistingLimit, type ExistingLimitRange, limitTypes } from '../environment';
import { type AskingPod, podLimits, podRequests } from '../kubernetes/read';
import type { Inventory } from './inventory';
import { type LiveObject, partOf } from './live-object';
import { isOurs } from './owner';

/** Amounts as the server has them. */
export type LiveQuantities = Readonly<Record<string, string | number>>;

export interface LiveQuota {
  readonly name: string;
  readonly hard: LiveQuantities;
}

const ofOthers = (inventory: Inventory, namespace: string, kind: string): readonly LiveObject[] =>
  inventory.of(kind).filter((object) => object.metadata.namespace === namespace && !isOurs(object));

/** Scopes of pods that an environment never has: all of ours ask for something, and run until they are ended. */
const scopesOfOthers: readonly string[] = ['BestEffort', 'Terminating'];

/** Quotas of a namespace that count pods of an environment. */
export const liveQuotas = (inventory: Inventory, namespace: string): readonly LiveQuota[] =>
  ofOthers(inventory, namespace, 'ResourceQuota').flatMap(({ metadata: { name }, spec }) => {
    const { hard = {}, scopes = [] } = partOf<{ readonly hard: LiveQuantities; readonly scopes: readonly string[] }>(
      spec,
    );
    return scopes.some((scope) => scopesOfOthers.includes(scope)) ? [] : [{ name, hard }];
  });

/** What pods of others in the namespace ask for now, by quota key. */
export function usedByOthers(inventory: Inventory, namespace: string): ReadonlyMap<string, Nano> {
  const used = new Map<string, Nano>();
  const add = (key: string, amount: Nano): void => void used.set(key, (used.get(key) ?? 0n) + amount);
  for (const { spec } of ofOthers(inventory, namespace, 'Pod')) {
    const pod = partOf<AskingPod>(spec);
    for (const [resource, amount] of podRequests(pod)) {
      add(`requests.${resource}`, amount);
      add(resource, amount);
    }
    for (const [resource, amount] of podLimits(pod)) add(`limits.${resource}`, amount);
    for (const key of ['pods', 'count/pods']) add(key, nanoPerUnit);
  }
  return used;
}

const isLimit = ({ type }: { readonly type: string }): boolean => limitTypes.some((known) => known === type);

/** Limit ranges of a namespace, with the entries that an environment can state. */
export const liveLimits = (inventory: Inventory, namespace: string): readonly ExistingLimitRange[] =>
  ofOthers(inventory, namespace, 'LimitRange').map(({ metadata: { name }, spec }) => ({
    name,
    limits: (partOf<{ readonly limits: readonly ExistingLimit[] }>(spec).limits ?? []).filter(isLimit),
  }));
