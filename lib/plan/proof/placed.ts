/** Proves that all required pods can be scheduled, separately for each set of groups that share pools. */
import { childPath, counted } from '../../core';
import type { Environment } from '../../environment';
import { amountText } from '../amounts-text';
import { planFault } from '../fault-codes';
import { finding, type Finding } from '../finding';
import type { PodCount, PodGroup } from '../placement/demand';
import type { Supplies } from '../placement/arrival';
import type { Shortage } from '../placement/lower-bound';
import { judgePlacement, type Verdict } from '../placement/verdict';
import type { Witness } from '../placement/witness';
import { morePlaces } from '../remedies/places';
import { groupsThatSharePools, suppliesOf } from './groups';

/** The pools in a sentence, with their nodes: `l40s (3 nodes), l4 (2 nodes)`. */
export const poolsText = (supplies: Supplies, pools: readonly string[]): string =>
  pools.map((name) => `${name} (${counted(supplies.get(name)?.nodes ?? 0, 'node')})`).join(', ');

/** `chat 3 × 2`: pods, and what each takes of a resource. */
const asks = (podCounts: readonly PodCount[], resource: string): string =>
  podCounts
    .map(({ group, count }) => `${group.workload} ${count} × ${amountText(resource, group.amounts[resource] ?? 0)}`)
    .join(', ');

function shortageText({ resource, podCounts, wanted, offered, by, pools }: Shortage, supplies: Supplies): string {
  const where = poolsText(supplies, pools);
  if (by.what === 'nodes')
    return `the pods need at least ${counted(wanted, 'node')} of ${where} for ${resource === 'cpu' ? 'CPU cores' : resource}: ${asks(podCounts, resource)}`;
  if (by.what === 'sum')
    return `the pods on ${where} request ${amountText(resource, wanted)}, but the nodes offer only ${amountText(resource, offered)}: ${asks(podCounts, resource)}`;
  return `${counted(wanted, 'pod')} on ${where} request ${amountText(resource, by.size)} or more each, but only ${counted(offered, 'such pod')} ${offered === 1 ? 'fits' : 'fit'}: ${asks(podCounts, resource)}`;
}

/** `2 of chat, 1 of search`. */
const leftOverText = (leftOver: readonly PodCount[]): string =>
  leftOver.map(({ group, count }) => `${count} of ${group.workload}`).join(', ');

/** Path of a fault about pools. */
const poolPath = ({ name }: Environment, pools: readonly string[]): string =>
  pools.length === 1 ? childPath(name, 'nodePools', pools[0] ?? '') : childPath(name, 'nodePools');

const touched = (podCounts: readonly PodCount[]): readonly string[] => [
  ...new Set(podCounts.flatMap(({ group }) => group.pools)),
];

function findingsOf(
  environment: Environment,
  verdict: Verdict,
  podCounts: readonly PodCount[],
  supplies: Supplies,
): readonly Finding[] {
  const fix = { fix: ['one more node', 'fewer replicas', 'another pool'] };
  switch (verdict.fits) {
    case 'in every order':
      return [];
    case 'never': {
      const pools = verdict.shortage?.pools ?? touched(podCounts);
      const found =
        verdict.shortage === undefined
          ? `not all pods fit on ${poolsText(supplies, pools)}: every placement was tried; pods that do not fit: ${leftOverText(verdict.leftOver)}`
          : shortageText(verdict.shortage, supplies);
      return [
        finding(
          planFault('NeverFits', poolPath(environment, pools), found, fix),
          morePlaces(
            environment,
            verdict.leftOver.map(({ group }) => group),
            pools,
          ),
        ),
      ];
    }
    case 'unproven':
      return [
        finding(
          planFault(
            'FitUnproven',
            poolPath(environment, touched(podCounts)),
            `neither a placement of all pods on ${poolsText(supplies, touched(podCounts))} nor a proof that none exists was found; pods that were not placed: ${leftOverText(verdict.leftOver)}`,
            fix,
          ),
          morePlaces(
            environment,
            verdict.leftOver.map(({ group }) => group),
            touched(podCounts),
          ),
        ),
      ];
    case 'in some order':
      return verdict.stuck.map((group) => {
        const count = podCounts.find((podCount) => podCount.group === group)?.count ?? 0;
        return finding(
          planFault(
            'FitsOnlyInSomeOrder',
            group.at,
            `${counted(count, 'pod')} on ${poolsText(supplies, group.pools)}: in some scheduling orders ${count === 1 ? 'it' : 'one of them'} does not fit, since the scheduler spreads pods and ` +
              'the other pods can leave too little free on every node',
            fix,
          ),
          morePlaces(environment, [group], group.pools),
        );
      });
  }
}

/** A placement, or why there is none. */
export interface PlacedProof {
  readonly findings: readonly Finding[];
  /** A placement of all required pods; incomplete where something is refused. */
  readonly witness: Witness;
}

/**
 * Proves that all required pods can be scheduled. Pods that are tied to a volume take room here; that they fit
 * themselves is proven in `pinned.ts`.
 */
export function provePlaced(
  environment: Environment,
  podCounts: readonly PodCount[],
  pinned: ReadonlySet<PodGroup>,
): PlacedProof {
  const supplies = suppliesOf(environment);
  const proofs = groupsThatSharePools(podCounts, ({ group }) => group.pools).map((sharing) => {
    const own: Supplies = new Map(
      touched(sharing).flatMap((name) => {
        const supply = supplies.get(name);
        return supply === undefined ? [] : [[name, supply] as const];
      }),
    );
    const verdict = judgePlacement(sharing, own);
    const freely: Verdict =
      verdict.fits === 'in some order'
        ? { ...verdict, stuck: verdict.stuck.filter((group) => !pinned.has(group)) }
        : verdict;
    return {
      findings: findingsOf(environment, freely, sharing, supplies),
      witness: 'witness' in verdict ? verdict.witness : [],
    };
  });
  return { findings: proofs.flatMap(({ findings }) => findings), witness: proofs.flatMap(({ witness }) => witness) };
}
