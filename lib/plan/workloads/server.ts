/** Plans one workload by itself: memory, compute and budgets on the slowest machine that it may land on. */
import { accepts, type Bytes, childPath, derived, type Derived, inMib, mibText, type Path } from '../../core';
import { mirroredImage } from '../../catalog';
import { engineOf, type Environment, type NodePool } from '../../environment';
import { autoscalingOf, demandScalingOf } from '../../sizing';
import { type Compute, type DeviceClaim, type ServerWorkload, workloadPlace } from '../../workload';
import { serverArchitectures } from '../architectures';
import { planFault } from '../fault-codes';
import { finding, type Finding, type Changes } from '../finding';
import { computeIn, wantsIn } from '../namespace/cpu-limits';
import type { UnplacedServer } from '../plan';
import { withServer } from '../remedies/changed';
import { changesOf, smallerOnGpus } from '../remedies/memory';
import { poolsOf, schedulingOf } from '../scheduling';
import { claimOf } from './claim';
import { gpusOf } from './fit';
import { hardwareOf } from './hardware';
import { lateToEnd, tooSlowToScale } from './time';

/** Only the on-demand pools of a workload: their nodes give pods more time to end than spot nodes. */
const onDemand = (environment: Environment, { name, pools }: ServerWorkload): Changes => {
  const kept = pools.filter((pool) => environment.nodePools[pool]?.capacity === 'on-demand');
  return () =>
    kept.length > 0 && kept.length < pools.length
      ? [{ says: `pools ${kept.join(', ')}`, to: withServer(environment, name, { pools: kept }) }]
      : [];
};

/** Changes after which a load is quick enough: a fixed number of replicas, or fewer that read the store together. */
const fewerReaders = (
  environment: Environment,
  { name, replicas: { min, max } }: ServerWorkload,
): readonly Changes[] => [
  () => [{ says: `replicas ${max}`, to: withServer(environment, name, { replicas: { min: max, max } }) }],
  function* () {
    for (let most = max - 1; most > min; most -= 1)
      yield { says: `replicas.max ${most}`, to: withServer(environment, name, { replicas: { min, max: most } }) };
  },
];

/** Whether an autoscaler of nodes may have to make a node of a pool. */
const mayGrow = ({ on, nodes: { min, max } }: NodePool): boolean => on === 'cloud' && min < max;

function memoryTooSmall(
  environment: Environment,
  at: Path,
  { name, memory }: ServerWorkload,
  needed: Derived<Bytes>,
): readonly Finding[] {
  if (memory === undefined || memory >= needed.value) return [];
  return [
    finding(
      planFault(
        'MemoryTooSmall',
        childPath(at, 'memory'),
        `${mibText(memory)} MiB are set, but ${mibText(needed.value)} MiB are needed: ${needed.because.replace(/^MiB: /, '')}`,
        { fix: 'remove memory, or set a larger value' },
      ),
      [
        () => [{ says: 'remove memory', to: withServer(environment, name, { memory: undefined }) }],
        () => [
          { says: `memory mib(${inMib(needed.value)})`, to: withServer(environment, name, { memory: needed.value }) },
        ],
      ],
    ),
  ];
}

/** The pools whose GPUs are too small: one finding for each. */
function misfits(environment: Environment, workload: ServerWorkload, at: Path): readonly Finding[] {
  if (workload.gpus === 0) return [];
  const engine = engineOf(environment, workload);
  return poolsOf(environment, workload.pools).flatMap((pool) => {
    const misfit = engine.misfit(workload, gpusOf(pool, workload.gpus), at);
    if (misfit === undefined) return [];
    const fault = planFault(misfit.code, at, misfit.found, { fix: engine.advice });
    return [finding(fault, smallerOnGpus(environment, workload, at))];
  });
}

/** What pods ask for, with what their devices must have. */
const withClaim = (compute: Compute, claim: DeviceClaim | undefined): Compute =>
  compute.gpus === undefined || claim === undefined ? compute : { ...compute, gpus: { ...compute.gpus, claim } };

/**
 * Plans a workload by itself.
 *
 * @param readers pods that may read the store at the same time, as if all read what this one does
 * @throws FaultError when its memory cannot be computed
 */
export function planServer(
  environment: Environment,
  workload: ServerWorkload,
  readers: number,
): { readonly planned: UnplacedServer; readonly findings: readonly Finding[] } {
  const engine = engineOf(environment, workload);
  const at = workloadPlace(environment.name, workload);
  const pools = poolsOf(environment, workload.pools);
  const hardware = hardwareOf(environment, workload, readers);
  const { neededMemory, slots, ...pod } = engine.pod(workload, hardware, at);
  const { replicas, priority, gpus } = workload;
  const scaled = replicas.max > replicas.min;
  // From no pod to one there is no next pod to wait with.
  const steps = scaled && replicas.max > 1;
  const endsInTime = (change: Partial<ServerWorkload>): boolean =>
    accepts(() => lateToEnd(at, engine.pod({ ...workload, ...change }, hardware, at).budgets, pools, []).length === 0);
  return {
    planned: {
      workload,
      ...pod,
      compute: withClaim(computeIn(environment, pod.compute), claimOf(environment, workload, at)),
      exporter:
        environment.monitoring === undefined || engine.exporter === undefined
          ? undefined
          : wantsIn(environment, engine.exporter.wants),
      image: mirroredImage(engine.image(workload, hardware.gpus?.resource), environment.imageMirrors),
      chart: `${engine.chart}-${workload.name}`,
      scheduling: schedulingOf(environment, workload.pools, priority, gpus > 0, workload.pods),
      replicas,
      autoscaling: scaled ? autoscalingOf(pod.budgets, slots) : undefined,
      ...(scaled && environment.cluster.metrics === 'keda'
        ? { demand: demandScalingOf(pod.budgets, replicas, pools.some(mayGrow), workload.schedule ?? []) }
        : {}),
      replacement:
        engine.replacedBy === 'deployment'
          ? 'deployment'
          : {
              by: 'stateful-set',
              maxUnavailable: derived(1, 'one at a time: the new pod uses the resources that the old pod releases'),
            },
      title: engine.title(workload),
      assumes: engine.assumes,
      measured: engine.measured?.(workload),
    },
    findings: [
      ...serverArchitectures(environment, workload),
      ...misfits(environment, workload, at),
      ...lateToEnd(at, pod.budgets, pools, [
        ...changesOf(environment, workload.name, engine.proposals.quickerEnd(workload, { helps: endsInTime })),
        onDemand(environment, workload),
      ]),
      ...(steps ? tooSlowToScale(at, pod.budgets, fewerReaders(environment, workload)) : []),
      ...memoryTooSmall(environment, at, workload, neededMemory),
    ],
  };
}
