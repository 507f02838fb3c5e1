/** Names in a store that pods read in place: each leads to one model, in all fleets. */
import { childPath } from '../core';
import { type Environment, isReadInPlace } from '../environment';
import { storeNames } from '../programs';
import { planFault } from './fault-codes';
import { finding, type Finding } from './finding';
import type { LoaderPlan } from './plan';

/** Names that two fleets give to different models; where each pod has a volume of its own, they do not meet. */
export function planStoreNames({ name, cluster }: Environment, loaders: readonly LoaderPlan[]): readonly Finding[] {
  if (!isReadInPlace(cluster.weights)) return [];
  const digests = new Map<string, string>();
  return loaders
    .flatMap(({ weights }) => weights.flatMap(storeNames))
    .flatMap(([path, digest]) => {
      const before = digests.get(path);
      digests.set(path, before ?? digest);
      if (before === undefined || before === digest) return [];
      return [
        finding(
          planFault(
            'StoreNameTwice',
            childPath(name, 'ollama'),
            `two fleets give one name to different models, and their pods read the same store: ${path}`,
            { fix: 'another name in one of them' },
          ),
        ),
      ];
    });
}
