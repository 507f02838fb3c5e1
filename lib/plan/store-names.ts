/** Names in a store that pods read in place: each leads to one model, in all fleets. */
import { childPath } from '../core';
import { type Environment, isReadInPlace } from '../environment';
import { storeNames } from '../programs';
import { planFault } from './fault-codes';
import { finding, type Finding } from './finding';
import type { LoaderPlan } from './plan';

/** Names of a fleet for a model on a claim of others: no manifest of theirs is there, and none is written. */
const claimFindings = (environment: string, { key, weights }: LoaderPlan): readonly Finding[] =>
  weights
    .filter(({ name, made }) => name !== undefined || made !== undefined)
    .map(({ name }) =>
      finding(
        planFault(
          'NameNeedsStore',
          childPath(environment, 'ollama'),
          `'${name}' of '${key}' needs a manifest, and the store is a claim of others, which is only read`,
          { fix: ['name tags as the claim has them', 'cluster.weights of a kind that loaders fill'] },
        ),
      ),
    );

/** Names that two fleets give to different models; where each pod has a volume of its own, they do not meet. */
export function planStoreNames({ name, cluster }: Environment, loaders: readonly LoaderPlan[]): readonly Finding[] {
  if (cluster.weights.kind === 'existing') return loaders.flatMap((loader) => claimFindings(name, loader));
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
