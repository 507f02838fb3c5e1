/** Whether all maxima fit what others leave of the quotas that the namespace has already. */
import { childPath, type Nano, nanoOf, quantityText } from '../../core';
import type { Environment, ExistingQuota } from '../../environment';
import { planFault } from '../fault-codes';
import { finding, type Finding } from '../finding';
import type { Plan } from '../plan';
import { fewerReplicas } from '../remedies/places';
import { namespaceDemand } from './demand';

/** One key of an existing quota beside what is asked of it. */
export interface QuotaUse {
  /** Name of the ResourceQuota. */
  readonly quota: string;
  /** `requests.cpu`, `limits.memory`. */
  readonly key: string;
  /** What the environment needs at its maxima, and why. */
  readonly needed: Nano;
  readonly because: string;
  /** What others leave of it. */
  readonly left: Nano;
}

const below = (hard: Nano, used: Nano): Nano => (hard > used ? hard - used : 0n);

/** What others leave of a key of a quota. */
export const leftOf = ({ hard, usedByOthers = {} }: ExistingQuota, key: string): Nano =>
  below(nanoOf(hard[key]) ?? 0n, nanoOf(usedByOthers[key] ?? 0) ?? 0n);

type Counted = Pick<Plan, 'environment' | 'servers' | 'support' | 'loaders'>;

/** Each key of an existing quota that counts pods or claims of the environment. */
export function quotaUses(plan: Counted): readonly QuotaUse[] {
  const { existingQuotas } = plan.environment.cluster;
  if (existingQuotas.length === 0) return [];
  const demand = namespaceDemand(plan);
  return existingQuotas.flatMap((quota) =>
    Object.keys(quota.hard).flatMap((key): QuotaUse[] => {
      const { value, because } = demand.get(key) ?? { value: 0n, because: '' };
      return value === 0n ? [] : [{ quota: quota.name, key, needed: value, because, left: leftOf(quota, key) }];
    }),
  );
}

/** `40 minus 4 of others`. */
function leftText({ hard, usedByOthers = {} }: ExistingQuota, key: string): string {
  const used = usedByOthers[key];
  return `${hard[key] ?? '0'}${used === undefined ? '' : ` minus ${used} of others`}`;
}

/** Pods that a change of replicas can make fewer: those that the key counts. */
const fewer = (environment: Environment, because: string) =>
  environment.servers
    .filter(({ name }) => because.split(', ').some((each) => each.startsWith(`${name} `)))
    .map(({ name, replicas }) => fewerReplicas(environment, { workload: name, max: replicas.max }));

/** A quota of which others leave too little. */
export function quotaFindings(plan: Counted): readonly Finding[] {
  const { environment } = plan;
  const uses = quotaUses(plan);
  return environment.cluster.existingQuotas.flatMap((quota, i): readonly Finding[] =>
    uses
      .filter(({ quota: name, needed, left }) => name === quota.name && needed > left)
      .map(({ key, needed, because, left }) =>
        finding(
          planFault(
            'QuotaTooSmall',
            childPath(environment.name, 'cluster', 'existingQuotas', i, 'hard', key),
            `${quantityText(needed)} are needed at the maxima, with pods of a rollout or a drain (${because}), but quota '${quota.name}' leaves ${quantityText(left)}: ${leftText(quota, key)}`,
            { fix: [`have the quota raised by ${quantityText(needed - left)}`, 'fewer replicas'] },
          ),
          fewer(environment, because),
        ),
      ),
  );
}
