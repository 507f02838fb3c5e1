/** The pod of an Ollama server, sized: the models that it may have loaded at once, side by side, and the server beside them. */
import type { Model } from '../catalog/model';
import { ceilMib, largestBytes, mib, mibText, sumBytes, type Bytes } from '../core/bytes';
import { cores } from '../core/cpu';
import { derived, largest, type Derived } from '../core/derived';
import { seconds, type Duration } from '../core/duration';
import type { Path } from '../core/path';
import type { OllamaSettings } from '../engines/ollama-settings';
import { diskBytes } from '../sizing/disk';
import { longestGeneration } from '../sizing/drain';
import { podEphemeralStorage, type PodHardware } from '../sizing/llama-server-pod';
import { ollamaModelMemory, serverOfOllama } from '../sizing/ollama';
import type { Budgets, Compute } from '../sizing/pod';
import { podBudgets } from '../sizing/pod-budgets';
import { tokensPerSecond } from '../sizing/throughput';
import { filesOf, type ModelList } from './ollama-models';

/** Memory of the server process itself, beside the runners: measured at 60 MiB idle, more while it streams. */
const server = mib(256);

/** Gigabytes per second that one core streams from memory: between 8 and 12 on servers since 2019. */
const gigabytesPerCore = 8;

/** The largest sum that any server comes to over the models that it may have loaded at once. */
const mostLoaded = (lists: readonly ModelList[], count: number, weigh: (model: Model) => Bytes): Bytes =>
  largestBytes(lists.map((list) => sumBytes(list.map(({ model }) => weigh(model)).sort((a, b) => b - a).slice(0, count))));

/**
 * Sizes a server's pod.
 *
 * @param lists the models that each server offers
 * @throws FaultError when the memory model cannot compute a model or the settings
 */
export function ollamaPod(lists: readonly ModelList[], settings: OllamaSettings, hardware: PodHardware, at: Path): { readonly compute: Compute; readonly budgets: Budgets } {
  const { gpus, cpu, diskBandwidth, store, weightsAreEphemeral } = hardware;
  const { maxLoadedModels, maxOutputLength } = settings;
  const devices = gpus?.count ?? 0;
  const bandwidth = gpus?.memory ?? { gigabytesPerSecond: gigabytesPerCore * Math.max(1, Math.floor(cpu)), kind: 'DDR' as const };
  const runners = mostLoaded(lists, maxLoadedModels, (model) => ollamaModelMemory(model, settings, devices, at).host.total);
  const generations = lists.flat().map(({ model }): Derived<Duration> =>
    longestGeneration(maxOutputLength, tokensPerSecond(model, serverOfOllama(model, settings, devices, at), bandwidth, at)));
  return {
    compute: {
      gpus: gpus === undefined ? undefined : { resource: gpus.resource, count: gpus.count },
      cpu: derived(cores(cpu), `${cpu} cores`),
      threads: derived(Math.max(1, Math.floor(cpu)), 'Ollama has no setting for threads'),
      memory: derived(ceilMib(sumBytes([runners, server])), `${maxLoadedModels} ${maxLoadedModels === 1 ? 'model' : 'models'} at once: ${mibText(runners)} MiB of runners, ${mibText(server)} MiB of the server`),
      ephemeralStorage: podEphemeralStorage(largestBytes(lists.map(filesOf)), weightsAreEphemeral),
    },
    budgets: podBudgets({
      weights: mostLoaded(lists, maxLoadedModels, (model) => diskBytes(model).value), diskBandwidth, store,
      generation: largest(derived(seconds(0), 'no model'), ...generations),
    }),
  };
}
