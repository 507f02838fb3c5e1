/**
 * Plans one fleet of Ollama by itself: what its servers hold at the same time, on the slowest machine that they may
 * land on.
 */
import { images } from '../../catalog/images';
import { bytes, ceilGib, mibText } from '../../core/bytes';
import { accepts } from '../../core/fault';
import { counted } from '../../core/counted';
import { derived } from '../../core/derived';
import { at as pathAt } from '../../core/path';
import type { OllamaSettings } from '../../engines/ollama/settings';
import type { Environment } from '../../environment/environment';
import type { OllamaFleetWorkload } from '../../environment/workload';
import { ollamaPod } from '../../engines/ollama/pod';
import { planFault } from '../fault-codes';
import { finding, type Finding, type Ladder } from '../finding';
import type { OllamaFleetPlan, UnplacedServer } from '../plan';
import { withServer } from '../remedies/changed';
import { smallerFleet } from '../remedies/fleet';
import { largestBelow } from '../remedies/largest-below';
import { poolsOf, schedulingOf } from '../scheduling';
import { hardwareOf } from './hardware';
import { fleetProblem } from './ollama-memory';
import { answerStep, lateToEnd } from './time';

/** What the memory of a fleet assumes of the requests that it gets. */
const assumption =
  'Ollama: this holds while no request sets keep_alive, shift, or any of options.num_ctx, num_batch, num_gpu, main_gpu, ' +
  'use_mmap, num_thread and draft_num_predict: Ollama would load the model again, with other memory. ' +
  'Remove them at the gateway: docs/explanation/placement.md.';

const shorterAnswers =
  (
    environment: Environment,
    { name, settings }: OllamaFleetWorkload,
    endsInTime: (settings: OllamaSettings) => boolean,
  ): Ladder =>
  () => {
    const tokens = largestBelow(settings.maxOutputLength, answerStep, answerStep, (maxOutputLength) =>
      endsInTime({ ...settings, maxOutputLength }),
    );
    return tokens === undefined
      ? []
      : [
          {
            says: `maxOutputLength ${tokens}`,
            to: withServer<OllamaFleetWorkload>(environment, name, {
              settings: { ...settings, maxOutputLength: tokens },
            }),
          },
        ];
  };

/** Plans a fleet by itself. @throws FaultError when the memory of one of its models cannot be computed */
export function planOllamaFleet(
  environment: Environment,
  workload: OllamaFleetWorkload,
  readers: number,
): { readonly planned: UnplacedServer<OllamaFleetPlan>; readonly findings: readonly Finding[] } {
  const at = pathAt(environment.name, 'ollama', workload.key);
  const { settings, gpus, priority, replicas, served, byOrdinal = [served] } = workload;
  const pools = poolsOf(environment, workload.pools);
  const sized = (changed: OllamaSettings) =>
    ollamaPod(byOrdinal, changed, hardwareOf(environment, workload, readers), at, workload);
  const { files, neededMemory, reloadTime, ...pod } = sized(settings);
  const endsInTime = (changed: OllamaSettings): boolean =>
    accepts(() => lateToEnd(at, sized(changed).budgets, pools, []).length === 0);
  const problems = gpus === 0 ? [] : pools.flatMap((pool) => fleetProblem(workload, pool, at) ?? []);
  return {
    planned: {
      workload,
      ...pod,
      image: images.ollama,
      scheduling: schedulingOf(environment, workload.pools, priority, gpus > 0),
      localWeights: derived(files, `${mibText(files)} MiB of models`),
      replicas,
      replacement: {
        by: 'stateful-set',
        maxUnavailable: derived(1, 'one at a time: the new pod uses the resources that the old pod releases'),
      },
      loadTimeout: pod.budgets.startup,
      reloadTime: workload.swap ? reloadTime : undefined,
      title: { runs: 'Ollama', limits: `up to ${counted(settings.maxLoadedModels, 'model')} loaded` },
      times: {
        'time without progress until a load is stopped': pod.budgets.startup,
        ...(workload.swap ? { 'reload after a swap': reloadTime } : {}),
      },
      assumes: assumption,
      chart: `fleet-${workload.name}`,
      volumeSize:
        workload.volumeSize === undefined
          ? derived(ceilGib(bytes(2 * files)), `twice ${mibText(files)} MiB: old and new files during a change`)
          : derived(workload.volumeSize, 'set in the environment'),
    },
    findings: [
      ...problems.map(({ code, found }) =>
        finding(
          planFault(code, at, found, {
            fix: [
              'fewer maxLoadedModels',
              'a shorter contextLength',
              'a smaller parallel',
              "cacheType 'q8_0'",
              'a pool with larger GPUs',
            ],
          }),
          smallerFleet(environment, workload, at),
        ),
      ),
      ...lateToEnd(at, pod.budgets, pools, [shorterAnswers(environment, workload, endsInTime)]),
      ...(workload.memory !== undefined && workload.memory < neededMemory.value
        ? [
            finding(
              planFault(
                'MemoryTooSmall',
                pathAt(at, 'memory'),
                `${mibText(workload.memory)} MiB are set, but the host needs ${mibText(neededMemory.value)} MiB: ${neededMemory.because}`,
                {
                  fix: 'remove memory, or set a larger value',
                },
              ),
              [
                () => [
                  {
                    says: 'remove memory',
                    to: withServer<OllamaFleetWorkload>(environment, workload.name, { memory: undefined }),
                  },
                ],
              ],
            ),
          ]
        : []),
    ],
  };
}
