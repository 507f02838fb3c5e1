/** Plans an environment. An environment that cannot work is refused here, before any manifest exists. */
import { planBackup } from './backup/plan-backup';
import { mirroredImage } from '../catalog';
import { childPath, derived, fault, type Fault, FaultError } from '../core';
import { carriesAll, type Environment } from '../environment';
import { shutdown } from '../sizing';
import { oneAtATime, workloadPlace } from '../workload';
import { supportArchitectures } from './architectures';
import { planCost } from './cost/cost';
import { planDrains } from './disruption/drain';
import { rollouts } from './disruption/rollout';
import type { Finding } from './finding';
import type { PodCount, PodGroup } from './placement/demand';
import { planGateway } from './gateway/plan-gateway';
import type { Plan, RolloutPlan, ServerPlan } from './plan';
import { quotaFindings } from './namespace/existing-quotas';
import { planPools } from './pools';
import { proveContention, type ContentionProof } from './proof/contention';
import { atMaximum, preemptedByAll, promised, serverGroup, suppliesOf, supportGroup } from './proof/groups';
import { tooLarge } from './proof/node-size';
import { isPinned, provePinned } from './proof/pinned';
import { provePlaced, type PlacedProof } from './proof/placed';
import { proveSpotLoss, type SpotLossProof } from './proof/spot-loss';
import { storedBytes } from './loaders';
import { planQuota } from './quota';
import { once, withRemedies } from './remedies/accepted';
import { poolsOf, schedulingOf } from './scheduling';
import { endsByItself, replacedByRoom, supportWorkloads, type SupportPlan, type SupportWorkload } from './support';
import { planWorkloads, type UnplacedWorkloads } from './workloads/all';

/** Every pod group of the environment, and which of them are tied to a node. */
interface WorkloadPods {
  /** Groups that a Deployment replaces, which may have spare pods. */
  readonly deployments: readonly PodGroup[];
  readonly all: readonly PodGroup[];
  /** What runs beside the engines, with its pods. */
  readonly support: readonly { readonly workload: SupportWorkload; readonly group: PodGroup }[];
  /** Groups that come back to the node of their volume. */
  readonly pinned: ReadonlySet<PodGroup>;
  readonly podCounts: readonly PodCount[];
}

/** What is proven of an environment, and what is wrong with it. */
interface Proof {
  readonly workloads: UnplacedWorkloads;
  readonly pods: WorkloadPods;
  readonly placed?: PlacedProof;
  readonly contention?: ContentionProof;
  readonly spotLoss?: SpotLossProof;
  readonly findings: readonly Finding[];
}

/** Proves each workload by itself, then all together; the second only where the first holds, since it builds on it. */
function prove(environment: Environment): Proof {
  const workloads = planWorkloads(environment);
  const servers = workloads.servers.map((server) => ({ server, group: serverGroup(environment, server) }));
  const support = supportWorkloads(environment, workloads.loaders.length).map((workload) => ({
    workload,
    group: supportGroup(environment, workload),
  }));
  const all = [...servers, ...support].map(({ group }) => group);
  const podCounts = promised(environment, all);
  const pinned = new Set(servers.filter(({ server }) => isPinned(server)).map(({ group }) => group));
  const deployments = [
    ...servers.filter(({ server }) => server.replacement === 'deployment'),
    ...support.filter(({ workload }) => replacedByRoom(workload)),
  ].map(({ group }) => group);
  const pods = { deployments, all, support, pinned, podCounts };
  const alone = [
    ...workloads.findings,
    ...supportArchitectures(
      environment,
      support.map(({ workload }) => workload),
    ),
    ...all.flatMap((group) => tooLarge(environment, group, all)),
  ];
  if (alone.length > 0) return { workloads, pods, findings: alone };
  const placed = provePlaced(environment, podCounts, pinned);
  const contention = proveContention(environment, all, pinned);
  const spotLoss = proveSpotLoss(environment, all);
  const findings = [
    ...placed.findings,
    ...provePinned(environment, servers, podCounts),
    ...contention.findings,
    ...spotLoss.findings,
  ];
  return { workloads, pods, placed, contention, spotLoss, findings };
}

/** The plan, or what is wrong: what is proven first, and then whether existing quotas allow it. */
function attempt(environment: Environment): { readonly planned?: Plan; readonly findings: readonly Finding[] } {
  const proof = prove(environment);
  if (proof.findings.length > 0) return { findings: proof.findings };
  const planned = planOf(environment, proof);
  return { planned, findings: quotaFindings(planned) };
}

/** Pools that a remedy proposes and the node selector of the workload does not take; an overlay never has one. */
const notSelected = (environment: Environment): readonly Fault[] =>
  environment.servers.flatMap((server) =>
    poolsOf(environment, server.pools)
      .filter((pool) => !carriesAll(pool, server.pods.nodeSelector ?? {}))
      .map(({ name }) =>
        fault(
          'NodesNotCounted',
          childPath(workloadPlace(environment.name, server), 'pods', 'nodeSelector'),
          `pool '${name}' does not state that its nodes have these labels`,
        ),
      ),
  );

/** Everything that cannot work, without remedies. */
export const planFaults = (environment: Environment): readonly Fault[] => [
  ...(environment.cluster.existingQuotas.length === 0 ? prove(environment) : attempt(environment)).findings.map(
    (each) => each.fault,
  ),
  ...notSelected(environment),
];

/** Plans an environment. @throws FaultError with everything that cannot work, each with the smallest changes that do */
export function plan(environment: Environment): Plan {
  const { planned, findings } = attempt(environment);
  if (planned === undefined || findings.length > 0)
    throw new FaultError(once(withRemedies(findings, environment, planFaults)));
  return planned;
}

/** The plan of what is proven. */
function planOf(environment: Environment, { workloads, pods, placed, contention, spotLoss }: Proof): Plan {
  const supplies = suppliesOf(environment);
  const maxima = atMaximum(pods.all);
  const given = new Map(
    pods.support.flatMap(({ workload: { controller }, group }) =>
      controller.kind === 'Deployment' && controller.rollout !== 'by-room'
        ? [[group, controller.rollout] as const]
        : [],
    ),
  );
  const strategies = rollouts({
    podCounts: maxima,
    candidates: pods.deployments,
    given,
    supplies,
    batch: preemptedByAll(environment),
  });
  const { drains, maxUnavailable } = planDrains(environment, pods.podCounts, maxima, supplies, pods.pinned);
  const servers = workloads.servers.map((server): ServerPlan => ({
    ...server,
    replacement:
      server.replacement === 'deployment'
        ? {
            by: 'deployment',
            rollout:
              strategies.get(server.workload.name)?.strategy ?? derived({ type: 'Recreate' }, 'no strategy was needed'),
          }
        : server.replacement,
    maxUnavailable: maxUnavailable.get(server.workload.name) ?? oneAtATime,
  }));
  const support = pods.support.map(({ workload }): SupportPlan => ({
    ...workload,
    scheduling: schedulingOf(
      environment,
      workload.pools ?? environment.supportPools,
      workload.priority,
      false,
      workload.pods ?? environment.supportPods,
    ),
    additions: workload.pods ?? environment.supportPods,
    image: mirroredImage(workload.image, environment.imageMirrors),
    rollout: endsByItself(workload) ? undefined : strategies.get(workload.name)?.strategy,
    maxUnavailable: endsByItself(workload) ? undefined : (maxUnavailable.get(workload.name) ?? oneAtATime),
  }));
  return {
    environment,
    servers,
    loaders: workloads.loaders,
    store: workloads.store,
    quota: planQuota(environment, servers, support),
    pools: planPools(environment, pods.all),
    shutdown,
    support,
    ...(environment.gateway === undefined ? {} : { gateway: planGateway(environment, environment.gateway, servers) }),
    ...(environment.backup === undefined
      ? {}
      : { backup: planBackup(environment, environment.backup, storedBytes(workloads.loaders)) }),
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
