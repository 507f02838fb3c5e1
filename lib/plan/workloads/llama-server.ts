/** Plans one llama-server by itself: memory, compute and budgets on the slowest machine that it may land on. */
import { images } from '../../catalog/images';
import { inMib, mibText, type Bytes } from '../../core/bytes';
import { accepts } from '../../core/fault';
import { derived, type Derived } from '../../core/derived';
import { at as pathAt, type Path } from '../../core/path';
import type { LlamaServerSettings } from '../../sizing/settings';
import type { Environment } from '../../environment/environment';
import type { ModelWorkload } from '../../environment/workload';
import { llamaServerPod } from '../../engines/llama-server/pod';
import { autoscalingOf } from '../../sizing/time/pod-budgets';
import { planFault } from '../fault-codes';
import { finding, type Finding, type Ladder } from '../finding';
import type { LlamaServerPlan, UnplacedServer } from '../plan';
import { withServer } from '../remedies/changed';
import { largestBelow } from '../remedies/largest-below';
import { smallerModel } from '../remedies/memory';
import { poolsOf, schedulingOf } from '../scheduling';
import { misfits } from './fit';
import { hardwareOf } from './hardware';
import { answerStep, lateToEnd, tooSlowToScale } from './time';

/** Changes after which a pod may end in time: shorter answers, fewer slots, pools with more patience. */
function quickerEnd(
  environment: Environment,
  { name, settings, pools }: ModelWorkload,
  endsInTime: (settings: LlamaServerSettings) => boolean,
): readonly Ladder[] {
  const less =
    (key: 'maxOutputLength' | 'parallel', step: number): Ladder =>
    () => {
      const value = largestBelow(settings[key], step, step, (each) => endsInTime({ ...settings, [key]: each }));
      return value === undefined
        ? []
        : [
            {
              says: `${key} ${value}`,
              to: withServer<ModelWorkload>(environment, name, { settings: { ...settings, [key]: value } }),
            },
          ];
    };
  const onDemand = pools.filter((pool) => environment.nodePools[pool]?.capacity === 'on-demand');
  return [
    less('maxOutputLength', answerStep),
    less('parallel', 1),
    () =>
      onDemand.length > 0 && onDemand.length < pools.length
        ? [
            {
              says: `pools ${onDemand.join(', ')}`,
              to: withServer<ModelWorkload>(environment, name, { pools: onDemand }),
            },
          ]
        : [],
  ];
}

/** Changes after which a load is quick enough: a fixed number of replicas, or fewer that read the store together. */
const fewerReaders = (environment: Environment, { name, replicas: { min, max } }: ModelWorkload): readonly Ladder[] => [
  () => [
    { says: `replicas ${max}`, to: withServer<ModelWorkload>(environment, name, { replicas: { min: max, max } }) },
  ],
  function* () {
    for (let most = max - 1; most > min; most -= 1)
      yield {
        says: `replicas.max ${most}`,
        to: withServer<ModelWorkload>(environment, name, { replicas: { min, max: most } }),
      };
  },
];

function memoryTooSmall(
  environment: Environment,
  at: Path,
  { name, memory }: ModelWorkload,
  needed: Derived<Bytes>,
): readonly Finding[] {
  if (memory === undefined || memory >= needed.value) return [];
  return [
    finding(
      planFault(
        'MemoryTooSmall',
        pathAt(at, 'memory'),
        `${mibText(memory)} MiB are set, but ${mibText(needed.value)} MiB are needed: ${needed.because.replace(/^MiB: /, '')}`,
        {
          fix: 'remove memory, or set a larger value',
        },
      ),
      [
        () => [{ says: 'remove memory', to: withServer<ModelWorkload>(environment, name, { memory: undefined }) }],
        () => [
          {
            says: `memory mib(${inMib(needed.value)})`,
            to: withServer<ModelWorkload>(environment, name, { memory: needed.value }),
          },
        ],
      ],
    ),
  ];
}

/** Plans a llama-server by itself. @throws FaultError when its memory cannot be computed */
export function planLlamaServer(
  environment: Environment,
  workload: ModelWorkload,
  readers: number,
): { readonly planned: UnplacedServer<LlamaServerPlan>; readonly findings: readonly Finding[] } {
  const at = pathAt(environment.name, 'models', workload.key);
  const pools = poolsOf(environment, workload.pools);
  const { model, settings, replicas, priority, gpus } = workload;
  const sized = (changed: LlamaServerSettings) =>
    llamaServerPod(model, changed, hardwareOf(environment, workload, readers), at, workload);
  const pod = sized(settings);
  const endsInTime = (changed: LlamaServerSettings): boolean =>
    accepts(() => lateToEnd(at, sized(changed).budgets, pools, []).length === 0);
  const scaled = replicas.max > replicas.min;
  return {
    planned: {
      workload,
      compute: pod.compute,
      budgets: pod.budgets,
      memory: { [workload.weights]: pod.memory },
      image: gpus > 0 ? images.llamaServerCuda : images.llamaServer,
      scheduling: schedulingOf(environment, workload.pools, priority, gpus > 0),
      replicas,
      autoscaling: scaled ? autoscalingOf(pod.budgets, settings.parallel) : undefined,
      replacement: 'deployment',
      chart: `model-${workload.name}`,
      localWeights: derived(pod.memory.disk.value, pod.memory.disk.because),
      title: {
        runs:
          workload.draft === undefined
            ? workload.weights
            : `${workload.weights}, with the draft model ${workload.draft.weights},`,
      },
      times: {},
    },
    findings: [
      ...misfits(at, pod.memory.devices, pools, smallerModel(environment, workload, at)),
      ...lateToEnd(at, pod.budgets, pools, quickerEnd(environment, workload, endsInTime)),
      ...(scaled ? tooSlowToScale(at, pod.budgets, fewerReaders(environment, workload)) : []),
      ...memoryTooSmall(environment, at, workload, pod.compute.memory),
    ],
  };
}
