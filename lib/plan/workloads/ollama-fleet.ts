/** Plans one fleet of Ollama: what its servers hold at the same time, on the slowest machine that they may land on. */
import { images } from '../catalog/images';
import { bytes, ceilGib, ceilMib, mibText, sumBytes, type Bytes } from '../core/bytes';
import { cores } from '../core/cpu';
import { derived, largest, type Derived } from '../core/derived';
import type { Duration } from '../core/duration';
import type { Fault } from '../core/fault';
import { at as pathAt } from '../core/path';
import type { Environment } from '../environment/environment';
import type { FleetModel, OllamaFleetWorkload } from '../environment/workload';
import { longestGeneration, ollamaModelMemory, serverOfOllama, startupBudget, tokensPerSecond, type DeviceMemory, type ModelMemory } from '../sizing';
import { podEphemeralStorage } from '../sizing/llama-server-pod';
import { podBudgets } from '../sizing/pod-budgets';
import { misfits } from './fit';
import { hardwareOf, lateForSpot } from './llama-server';
import type { OllamaFleetPlan } from './plan';
import { poolsOf, schedulingOf } from './scheduling';

/** A fleet without what depends on its neighbours. */
export type LonelyOllamaFleet = Omit<OllamaFleetPlan, 'rolloutMaxUnavailable' | 'maxUnavailable'>;

/** Memory of the server process itself, beside the runners: measured at 60 MiB idle, more while it streams. */
const server = bytes(256 * 1024 ** 2);

/** Adds several models up, device by device: what is loaded at the same time lies side by side. */
function together(parts: readonly DeviceMemory[]): DeviceMemory {
  return { terms: parts.flatMap(({ terms }) => terms), total: sumBytes(parts.map(({ total }) => total)) };
}

const heaviest = (models: readonly ModelMemory[], count: number, weigh: (memory: ModelMemory) => number): readonly ModelMemory[] =>
  [...models].sort((a, b) => weigh(b) - weigh(a)).slice(0, count);

/** Lists of models of which one server holds some: one list for all, or one for each ordinal. */
const lists = ({ models, byOrdinal }: OllamaFleetWorkload): readonly (readonly FleetModel[])[] => byOrdinal ?? [models];

/** Plans a fleet by itself. @throws FaultError when the memory of one of its models cannot be computed */
export function planOllamaFleet(environment: Environment, workload: OllamaFleetWorkload, readers: number): { readonly fleet: LonelyOllamaFleet; readonly faults: readonly Fault[] } {
  const at = pathAt(environment.name, 'ollama', workload.key);
  const { settings, gpus, cpu, priority } = workload;
  const pools = poolsOf(environment, workload.pools);
  const hardware = hardwareOf(environment, workload, readers);
  const memory = Object.fromEntries(workload.models.map(({ tag, model }) => [tag, ollamaModelMemory(model, settings, gpus, at)]));
  const loaded = lists(workload).map((list) => list.flatMap(({ tag }) => memory[tag] ?? []));
  const worst = (weigh: (one: ModelMemory) => number) => loaded.map((list) => heaviest(list, settings.maxLoadedModels, weigh));

  const devices = Array.from({ length: gpus }, (_, gpu) => worst((one) => one.devices[gpu]?.total ?? 0)
    .map((set) => together(set.flatMap((one) => one.devices[gpu] ?? [])))
    .reduce((most, set) => (set.total > most.total ? set : most)));
  const host = worst((one) => one.host.total).map((set) => together(set.map((one) => one.host))).reduce((most, set) => (set.total > most.total ? set : most));
  const hostNeeded = ceilMib(sumBytes([host.total, server]));

  const largestList = lists(workload).map((list) => sumBytes(list.map(({ tag }) => memory[tag]?.disk.value ?? 0))).reduce((a, b) => (b > a ? b : a));
  const warm: Bytes = worst((one) => one.disk.value).map((set) => sumBytes(set.map(({ disk }) => disk.value))).reduce((a, b) => (b > a ? b : a));
  const generations = workload.models.map(({ model }): Derived<Duration> => longestGeneration(settings.maxOutputLength, workload.tokensPerSecond === undefined
    ? tokensPerSecond(model, serverOfOllama(model, settings, gpus, at), hardware.gpus?.memory ?? { gigabytesPerSecond: 8 * Math.max(1, Math.floor(cpu)), kind: 'DDR' }, at)
    : derived(workload.tokensPerSecond, 'as measured')));
  const [first, ...others] = generations;
  const budgets = podBudgets({
    weights: warm,
    diskBandwidth: hardware.diskBandwidth,
    store: hardware.store,
    generation: first === undefined ? derived(0 as Duration, 'no model') : largest(first, ...others),
  });
  const wanted = workload.memory;
  return {
    fleet: {
      workload,
      memory,
      image: images.ollama,
      compute: {
        gpus: hardware.gpus === undefined ? undefined : { resource: hardware.gpus.resource, count: hardware.gpus.count },
        cpu: derived(cores(cpu), `${cpu} cores`),
        threads: derived(Math.max(1, Math.floor(cpu)), 'Ollama has no setting for threads'),
        memory: wanted !== undefined && wanted >= hostNeeded
          ? derived(wanted, `as stated; ${mibText(hostNeeded)} MiB are needed`)
          : derived(hostNeeded, `${settings.maxLoadedModels} models at once: ${mibText(host.total)} MiB of runners, ${mibText(server)} MiB of the server`),
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
    faults: [...(gpus > 0 ? misfits(at, devices, pools) : []), ...lateForSpot(at, { budgets }, pools)],
  };
}
