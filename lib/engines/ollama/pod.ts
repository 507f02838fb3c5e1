/**
 * The pod of an Ollama server, sized: the models that it may have loaded at once, side by side, and the server beside
 * them.
 */
import type { Model } from '../../catalog';
import {
  bytes,
  type Bytes,
  ceilMib,
  cores,
  derived,
  type Derived,
  type Duration,
  largest,
  largestBytes,
  mib,
  mibText,
  type Path,
  seconds,
  sumBytes,
} from '../../core';
import type { Modelfile } from './modelfile';
import { onePerProcess } from './names';
import type { OllamaSettings } from './settings';
import {
  longestGeneration,
  type ModelMemory,
  podBudgets,
  podEphemeralStorage,
  type PodHardware,
  slowest,
  startupBudget,
  stepHardware,
  type StepHardware,
  tokensPerSecond,
  wholeCores,
} from '../../sizing';
import { ollamaModelMemory, serverOfOllama } from './memory';
import type { Budgets, Compute } from '../../workload';

/** A model by its key, of one server's list. */
export interface OllamaPodModel {
  readonly key: string;
  readonly model: Model;
  /** What its name adds. @default - nothing */
  readonly modelfile?: Modelfile;
}

/** A server of a fleet, sized; where each has models of its own, for the largest list. */
export interface OllamaPod {
  /** Memory of each model, by key. */
  readonly memory: Readonly<Record<string, ModelMemory>>;
  readonly compute: Compute;
  readonly budgets: Budgets;
  /** What the container needs, whatever is stated. */
  readonly neededMemory: Derived<Bytes>;
  /** Files of all models of a server. */
  readonly files: Bytes;
  /** Time to load the largest model after another took its place. */
  readonly reloadTime: Derived<Duration>;
  /** Tokens per second of a slot while all slots are busy, by key. */
  readonly speed: Readonly<Record<string, Derived<number>>>;
}

/** Each model once: further names of it read the same files. */
const oneForEachKey = (list: readonly OllamaPodModel[]): readonly OllamaPodModel[] => [
  ...new Map(list.map((each) => [each.key, each])).values(),
];

/** Memory of the server process itself, beside the runners: measured at 60 MiB idle, more while it streams. */
const server = mib(256);

/**
 * Sizes a server's pod.
 *
 * @param lists the models that each server offers
 * @param wanted memory and speed that the user states; the memory model's and the bandwidth's when left out
 * @throws FaultError when the memory model cannot compute a model or the settings
 */
export function ollamaPod(
  lists: readonly (readonly OllamaPodModel[])[],
  settings: OllamaSettings,
  hardware: PodHardware,
  at: Path,
  wanted: { readonly memory?: Bytes; readonly tokensPerSecond?: number } = {},
): OllamaPod {
  const { gpus, cpu, diskBandwidth, store, weightsAreEphemeral } = hardware;
  const { maxLoadedModels, maxOutputLength } = settings;
  const devices = gpus?.count ?? 0;
  const memory = new Map(
    lists
      .flat()
      .map(({ key, model, modelfile }) => [
        key,
        ollamaModelMemory(model, settings, devices, at, modelfile?.adapter, gpus?.resource),
      ]),
  );
  const weighed = (list: readonly OllamaPodModel[], weigh: (memory: ModelMemory) => Bytes): readonly Bytes[] =>
    list.map(({ key }) => memory.get(key)).map((one) => (one === undefined ? bytes(0) : weigh(one)));
  const mostLoaded = (weigh: (memory: ModelMemory) => Bytes): Bytes =>
    largestBytes(
      lists.map((list) =>
        sumBytes([...weighed(onePerProcess(list), weigh)].sort((a, b) => b - a).slice(0, maxLoadedModels)),
      ),
    );
  const onGpus = ({ devices: each }: ModelMemory): readonly Bytes[] =>
    gpus?.unified === true ? each.map(({ total }) => total) : [];
  const runners = mostLoaded((one) => sumBytes([one.host.total, ...onGpus(one)]));
  const files = largestBytes(lists.map((list) => sumBytes(weighed(oneForEachKey(list), ({ disk }) => disk.value))));
  const [firstStep, ...otherSteps] = stepHardware(hardware);
  const speed = ({ model, modelfile }: OllamaPodModel): Derived<number> => {
    if (wanted.tokensPerSecond !== undefined) return derived(wanted.tokensPerSecond, 'as measured');
    const server = serverOfOllama(model, settings, devices, at, modelfile?.adapter);
    const on = (step: StepHardware): Derived<number> => tokensPerSecond(model, server, step, at);
    return slowest([on(firstStep), ...otherSteps.map(on)]);
  };
  const speeds = Object.fromEntries(lists.flat().map((each) => [each.key, speed(each)]));
  const generations = Object.values(speeds).map((each) => longestGeneration(maxOutputLength, each));
  const neededMemory = derived(
    ceilMib(sumBytes([runners, server])),
    `${maxLoadedModels} ${maxLoadedModels === 1 ? 'model' : 'models'} at once: ${mibText(runners)} MiB of runners${gpus?.unified === true ? ' with what they have on the GPU' : ''}, ${mibText(server)} MiB of the server`,
  );
  return {
    memory: Object.fromEntries(memory),
    neededMemory,
    files,
    compute: {
      gpus: gpus === undefined ? undefined : { resource: gpus.resource, count: gpus.count },
      cpu: derived(cores(cpu), `${cpu} cores`),
      threads: derived(wholeCores(hardware), 'Ollama has no setting for threads'),
      memory:
        wanted.memory !== undefined && wanted.memory >= neededMemory.value
          ? derived(wanted.memory, `as stated; needed: ${neededMemory.because}`)
          : neededMemory,
      ephemeralStorage: podEphemeralStorage(files, weightsAreEphemeral),
    },
    budgets: podBudgets({
      weights: mostLoaded(({ disk }) => disk.value),
      staged: files,
      diskBandwidth,
      store,
      generation: largest(derived(seconds(0), 'no model'), ...generations),
      propagation: hardware.propagation,
    }),
    reloadTime: startupBudget(
      largestBytes(lists.flat().flatMap((one) => weighed([one], ({ disk }) => disk.value))),
      diskBandwidth,
    ),
    speed: speeds,
  };
}
