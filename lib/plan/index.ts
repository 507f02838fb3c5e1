/** The plan of an environment. What cannot work is refused here, before a single manifest exists. */
import { derived } from '../core/derived';
import { FaultError, type Fault } from '../core/fault';
import type { Environment } from '../environment/environment';
import { shutdown } from '../sizing/time/drain';
import { oneAtATime, type RolloutStrategy } from '../workload/pod';
import { weightsServerRollout } from '../workload/small-pods';
import { planCost } from './cost/cost';
import { planDrains } from './disruption/drain';
import { rollouts } from './disruption/rollout';
import type { Finding } from './finding';
import { sharedNames } from './names';
import type { Crowd, PodGroup } from './placement/demand';
import type { LlamaServerPlan, OllamaFleetPlan, Plan, RolloutPlan } from './plan';
import { planPools } from './pools';
import { proveContention, type ContentionProof } from './proof/contention';
import { atMaximum, fleetGroup, promised, serverGroup, suppliesOf, supportGroups } from './proof/groups';
import { tooLarge } from './proof/node-size';
import { isPinned, provePinned } from './proof/pinned';
import { provePlaced, type PlacedProof } from './proof/placed';
import { proveSpotLoss, type SpotLossProof } from './proof/spot-loss';
import { planQuota } from './quota';
import { once, withRemedies } from './remedies/accepted';
import { planWorkloads, type LonelyWorkloads } from './workloads/all';

/** All pods of an environment, by what they belong to. */
interface Inhabitants {
  readonly servers: readonly PodGroup[];
  readonly all: readonly PodGroup[];
  /** Groups that come back to the node of their volume. */
  readonly pinned: ReadonlySet<PodGroup>;
  readonly crowds: readonly Crowd[];
}

/** What is proven of an environment, and what is wrong with it. */
interface Proof {
  readonly lonely: LonelyWorkloads;
  readonly pods: Inhabitants;
  readonly placed?: PlacedProof;
  readonly contention?: ContentionProof;
  readonly spotLoss?: SpotLossProof;
  readonly findings: readonly Finding[];
}

/** Proves each workload by itself, then all together; the second only where the first holds, since it builds on it. */
function prove(environment: Environment): Proof {
  const lonely = planWorkloads(environment);
  const servers = lonely.servers.map((server) => serverGroup(environment, server));
  const fleets = lonely.fleets.map((fleet) => ({ fleet, group: fleetGroup(environment, fleet) }));
  const all = [...servers, ...fleets.map(({ group }) => group), ...supportGroups(environment, lonely.loaders.length)];
  const crowds = promised(environment, all);
  const pinned = new Set(fleets.filter(({ fleet }) => isPinned(fleet)).map(({ group }) => group));
  const pods = { servers, all, pinned, crowds };
  const alone = [...lonely.findings, ...all.flatMap((group) => tooLarge(environment, group, all))];
  if (alone.length > 0) return { lonely, pods, findings: alone };
  const placed = provePlaced(environment, crowds, pinned);
  const contention = proveContention(environment, all, pinned);
  const spotLoss = proveSpotLoss(environment, all);
  const findings = [
    ...placed.findings,
    ...provePinned(environment, fleets, crowds),
    ...contention.findings,
    ...spotLoss.findings,
  ];
  return { lonely, pods, placed, contention, spotLoss, findings };
}

/** Everything that cannot work, without remedies. */
export const planFaults = (environment: Environment): readonly Fault[] =>
  prove(environment).findings.map(({ fault }) => fault);

/** Plans an environment. @throws FaultError with everything that cannot work, each with the smallest changes that do */
export function plan(environment: Environment): Plan {
  const { lonely, pods, placed, contention, spotLoss, findings } = prove(environment);
  if (findings.length > 0) throw new FaultError(once(withRemedies(findings, environment, planFaults)));

  const supplies = suppliesOf(environment);
  const maxima = atMaximum(pods.all);
  const given = new Map(
    pods.all
      .filter(({ workload }) => workload === sharedNames.weightsServer)
      .map((group) => [group, weightsServerRollout]),
  );
  const strategies = rollouts({
    crowds: maxima,
    candidates: pods.servers,
    given,
    supplies,
    batch: environment.priorities.batch,
  });
  const { drains, maxUnavailable } = planDrains(environment, pods.crowds, maxima, supplies, pods.pinned);
  const llamaServers = lonely.servers.map((server): LlamaServerPlan => ({
    ...server,
    rollout:
      strategies.get(server.workload.name)?.strategy ??
      derived<RolloutStrategy>({ type: 'Recreate' }, 'no strategy was needed'),
    maxUnavailable: maxUnavailable.get(server.workload.name) ?? oneAtATime,
  }));
  const ollamaFleets = lonely.fleets.map((fleet): OllamaFleetPlan => ({
    ...fleet,
    rolloutMaxUnavailable: derived(1, 'one at a time: the new pod uses the resources that the old pod releases'),
    maxUnavailable: maxUnavailable.get(fleet.workload.name) ?? oneAtATime,
  }));
  return {
    environment,
    llamaServers,
    ollamaFleets,
    loaders: lonely.loaders,
    store: lonely.store,
    quota: planQuota(environment, llamaServers, ollamaFleets, lonely.loaders.length),
    pools: planPools(environment, pods.all),
    shutdown,
    support: { weightsServerMaxUnavailable: maxUnavailable.get(sharedNames.weightsServer) ?? oneAtATime },
    placement: {
      witness: placed?.witness ?? [],
      scaleUps: contention?.scaleUps ?? [],
      rollouts: [...strategies].map(([workload, { displaces }]): RolloutPlan => ({ workload, displaces })),
      drains,
      spotLosses: spotLoss?.losses ?? [],
    },
    cost: planCost(
      environment,
      pods.all.filter(({ ends }) => ends !== true),
    ),
  };
}
