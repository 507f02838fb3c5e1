/** How much a pod may admit before its peers know of it. */
import type { GatewayClient } from 'corral';
import type { Amounts } from './record';

/** A limit that is not set is infinite. */
export type Limits = Amounts;

export const limitsOf = (client: GatewayClient | undefined): Limits => ({
  requests: client?.requestsPerMinute ?? Infinity,
  concurrent: client?.concurrent ?? Infinity,
  tokens: client?.tokensPerDay ?? Infinity,
});

/** Pods that answer, and pods that should. */
interface Pods {
  readonly live: number;
  readonly all: number;
}

/** Whether the pods that answer go on with the whole limit: they are the greater part, so no others do. */
export const isMajority = ({ live, all }: Pods): boolean => live * 2 > all;

/**
 * What half of the pods, or fewer, may use together: the share of their number, since the others may be at work behind a
 * network that is cut. Of the tokens of a day they share what was left when the others fell silent.
 */
export const shareOf = (limits: Limits, { live, all }: Pods, tokensBefore: number): Limits => {
  const part = (limit: number) => Math.max(1, Math.floor((limit * live) / all));
  return {
    requests: part(limits.requests),
    concurrent: part(limits.concurrent),
    tokens: tokensBefore + part(limits.tokens - tokensBefore),
  };
};

/**
 * What a pod may have admitted while not all peers know of it. A killed pod takes as much with it, and peers may admit
 * as much too many: all pods together at most a tenth of the requests of a minute, and a hundredth of the tokens of a
 * day. Requests of a killed pod end with it, so for those at the same time only what is left, and not reserved, matters.
 */
export const allowance = (limits: Limits, used: Amounts, pods: number): Amounts => ({
  requests: Math.floor(limits.requests / (10 * pods)),
  concurrent: Math.max(1, Math.floor((limits.concurrent - used.concurrent) / (2 * pods))),
  tokens: Math.floor(limits.tokens / (100 * pods)),
});

/** The most that a pod reserves at once: what a pod has reserved when it is killed counts as admitted. */
export const reservable = (limits: Limits): { readonly requests: number; readonly tokens: number } => ({
  requests: Math.max(1, Math.floor(limits.requests / 50)),
  tokens: Math.floor(limits.tokens / 200),
});
