/** Plans one fleet of Ollama by itself: what its servers hold at the same time, on the slowest machine that they may land on. */
import { images } from '../../catalog/images';
import { bytes, ceilGib, ceilMib, mib, mibText, sumBytes, type Bytes } from '../../core/bytes';
import { cores } from '../../core/cpu';
import { derived, largest, type Derived } from '../../core/derived';
import type { Duration } from '../../core/duration';
import { at as pathAt, type Path } from '../../core/path';
import type { Environment } from '../../environment/environment';
import type { FleetModel, OllamaFleetWorkload } from '../../environment/workload';
import { longestGeneration, ollamaModelMemory, serverOfOllama, startupBudget, tokensPerSecond, type ModelMemory } from '../../sizing';
import { podEphemeralStorage, type PodHardware } from '../../sizing/llama-server-pod';
import { podBudgets } from '../../sizing/pod-budgets';
import { counted } from '../amounts-text';
import { planFault } from '../fault-codes';
import { finding, type Finding, type Ladder } from '../finding';
import type { OllamaFleetPlan } from '../plan';
import { withFleet } from '../remedies/changed';
import { smallerFleet } from '../remedies/fleet';
import { poolsOf, schedulingOf } from '../scheduling';
import { hardwareOf } from './hardware';
import { fleetProblem } from './ollama-memory';
import { lateToEnd } from './time';

/** A fleet without what depends on its neighbours. */
export type LonelyOllamaFleet = Omit<OllamaFleetPlan, 'rolloutMaxUnavailable' | 'maxUnavailable'>;

/** Memory of the server process itself, beside the runners: measured at 60 MiB idle, more while it streams. */
const server = mib(256);

/** Gigabytes per second that one core streams from memory: between 8 and 12 on servers since 2019. */
const gigabytesPerCore = 8;

/** Lists of models of which one server holds some: one list for all, or one for each ordinal. */
const lists = ({ models, byOrdinal }: OllamaFleetWorkload): readonly (readonly FleetModel[])[] => byOrdinal ?? [models];

/** The largest sum that any server comes to over the models that it may have loaded at once. */
function mostLoaded(workload: OllamaFleetWorkload, memory: Readonly<Record<string, ModelMemory>>, weigh: (memory: ModelMemory) => number): Bytes {
  const sums = lists(workload).map((list) => sumBytes(list
    .map(({ tag }) => { const one = memory[tag]; return one === undefined ? 0 : weigh(one); })
    .sort((a, b) => b - a)
    .slice(0, workload.settings.maxLoadedModels)));
  return sums.reduce((a, b) => (b > a ? b : a), bytes(0));
}

/** The longest answer of any model of the fleet. */
function generation({ settings, gpus, cpu, models, tokensPerSecond: measured }: OllamaFleetWorkload, hardware: PodHardware, at: Path): Derived<Duration> {
  const bandwidth = hardware.gpus?.memory ?? { gigabytesPerSecond: gigabytesPerCore * Math.max(1, Math.floor(cpu)), kind: 'DDR' as const };
  const [first, ...others] = models.map(({ model }) => longestGeneration(settings.maxOutputLength, measured === undefined
    ? tokensPerSecond(model, serverOfOllama(model, settings, gpus, at), bandwidth, at)
    : derived(measured, 'as measured')));
  return first === undefined ? derived(0 as Duration, 'no model') : largest(first, ...others);
}

const shorterAnswers = (environment: Environment, { name, settings }: OllamaFleetWorkload): Ladder => function* () {
  for (let tokens = Math.floor(settings.maxOutputLength / 2); tokens >= 16; tokens = Math.floor(tokens / 2)) {
    yield { says: `maxOutputLength ${tokens}`, to: withFleet(environment, name, { settings: { ...settings, maxOutputLength: tokens } }) };
  }
};

function stated<T extends number>(wanted: T | undefined, otherwise: Derived<T>): Derived<T> {
  return wanted !== undefined && wanted >= otherwise.value ? derived(wanted, `as stated; needed: ${otherwise.because}`) : otherwise;
}

/** Plans a fleet by itself. @throws FaultError when the memory of one of its models cannot be computed */
export function planOllamaFleet(environment: Environment, workload: OllamaFleetWorkload, readers: number): { readonly planned: LonelyOllamaFleet; readonly findings: readonly Finding[] } {
  const at = pathAt(environment.name, 'ollama', workload.key);
  const { settings, gpus, cpu, priority } = workload;
  const pools = poolsOf(environment, workload.pools);
  const hardware = hardwareOf(environment, workload, readers);
  const memory = Object.fromEntries(workload.models.map(({ tag, model }) => [tag, ollamaModelMemory(model, settings, gpus, at)]));
  const runners = mostLoaded(workload, memory, ({ host }) => host.total);
  const hostNeeded = ceilMib(sumBytes([runners, server]));
  const largestList = lists(workload).map((list) => sumBytes(list.map(({ tag }) => memory[tag]?.disk.value ?? 0))).reduce((a, b) => (b > a ? b : a));
  const warm = mostLoaded(workload, memory, ({ disk }) => disk.value);
  const budgets = podBudgets({ weights: warm, diskBandwidth: hardware.diskBandwidth, store: hardware.store && { ...hardware.store, readers }, generation: generation(workload, hardware, at) });
  const hostDerived = derived(hostNeeded, `${counted(settings.maxLoadedModels, 'model')} at once: ${mibText(runners)} MiB of runners, ${mibText(server)} MiB of the server`);
  const problems = gpus === 0 ? [] : pools.flatMap((pool) => fleetProblem(workload, pool, at) ?? []);
  return {
    planned: {
      workload,
      memory,
      image: images.ollama,
      compute: {
        gpus: hardware.gpus === undefined ? undefined : { resource: hardware.gpus.resource, count: hardware.gpus.count },
        cpu: derived(cores(cpu), `${cpu} cores`),
        threads: derived(Math.max(1, Math.floor(cpu)), 'Ollama has no setting for threads'),
        memory: stated(workload.memory, hostDerived),
        ephemeralStorage: podEphemeralStorage(largestList, hardware.weightsAreEphemeral),
      },
      scheduling: schedulingOf(environment, workload.pools, priority, gpus > 0),
      budgets,
      localWeights: derived(largestList, `${mibText(largestList)} MiB of models`),
      loadTimeout: startupBudget(warm, hardware.diskBandwidth),
      reloadTime: workload.swap ? startupBudget(largestList, hardware.diskBandwidth) : undefined,
      volumeSize: workload.volumeSize === undefined
        ? derived(ceilGib(bytes(2 * largestList)), `twice ${mibText(largestList)} MiB: the old and the new during a change`)
        : derived(workload.volumeSize, 'as stated'),
    },
    findings: [
      ...problems.map(({ code, found }) => finding(planFault(code, at, found, {
        mend: ['fewer maxLoadedModels', 'a shorter contextLength', 'less parallel', "cacheType 'q8_0'", 'a pool with larger GPUs'],
      }), smallerFleet(environment, workload, at))),
      ...lateToEnd(at, budgets, pools, [shorterAnswers(environment, workload)]),
      ...(workload.memory !== undefined && workload.memory < hostNeeded
        ? [finding(planFault('MemoryTooSmall', pathAt(at, 'memory'), `${mibText(workload.memory)} MiB are stated, and the host needs ${mibText(hostNeeded)}: ${hostDerived.because}`, {
          mend: 'leave memory out, or state more',
        }), [() => [{ says: 'leave memory out', to: withFleet(environment, workload.name, { memory: undefined }) }]])]
        : []),
    ],
  };
}
