/** A llama-server's pod: memory, compute and budgets, from the model, its settings and the machine. */
import type { Model } from '../../catalog';
import {
  addBytes,
  bytes,
  type Bytes,
  ceilMib,
  cores,
  derived,
  type Derived,
  mibText,
  type Path,
  sumBytes,
} from '../../core';
import {
  draftedTokensPerSecond,
  draftSettings,
  llamaServerMemory,
  type LlamaServerSettings,
  longestGeneration,
  type ModelMemory,
  podBudgets,
  podEphemeralStorage,
  type PodHardware,
  slowest,
  stepHardware,
  type StepHardware,
  tokensPerSecond,
  wholeCores,
} from '../../sizing';
import type { Budgets, Compute } from '../../workload';

/** A pod, sized. */
export interface LlamaServerPod {
  readonly memory: ModelMemory;
  readonly compute: Compute;
  readonly budgets: Budgets;
  /** What the container needs, whatever is stated. */
  readonly neededMemory: Derived<Bytes>;
  /** Tokens per second of a slot while all slots are busy; absent where no text is generated. */
  readonly speed?: Derived<number>;
}

function speedOf(
  model: Model,
  settings: LlamaServerSettings,
  hardware: PodHardware,
  at: Path,
  draft: Model | undefined,
): Derived<number> {
  const on = (step: StepHardware): Derived<number> => {
    const alone = tokensPerSecond(model, settings, step, at);
    if (draft === undefined) return alone;
    return draftedTokensPerSecond(
      alone,
      tokensPerSecond(draft, draftSettings(settings, step.gpus?.count ?? 0), step, at),
      settings.draftTokens,
    );
  };
  const [first, ...others] = stepHardware(hardware);
  return slowest([on(first), ...others.map(on)]);
}

/**
 * Sizes a llama-server's pod.
 *
 * @param wanted memory and speed that the user states, the memory model's and the bandwidth's when left out; a draft
 * model where there is one
 * @throws FaultError when the memory model cannot compute the model or its settings
 */
export function llamaServerPod(
  model: Model,
  settings: LlamaServerSettings,
  hardware: PodHardware,
  at: Path,
  wanted: {
    readonly memory?: Bytes;
    readonly tokensPerSecond?: number;
    readonly draft?: { readonly model: Model };
  } = {},
): LlamaServerPod {
  const { gpus, cpu, diskBandwidth, store, weightsAreEphemeral } = hardware;
  const draft = wanted.draft?.model;
  const memory = llamaServerMemory(model, settings, gpus?.count ?? 0, at, { draft, gpuResource: gpus?.resource });
  const onGpus = gpus?.unified === true ? sumBytes(memory.devices.map(({ total }) => total)) : bytes(0);
  const needed = ceilMib(addBytes(memory.host.total, onGpus));
  const terms = [
    ...memory.host.terms.map(({ name, bytes: size }) => `${name} ${mibText(size)}`),
    ...(onGpus > 0 ? [`on the GPU, whose memory is the node's, ${mibText(onGpus)}`] : []),
  ].join(', ');
  const neededMemory = derived(needed, `MiB: ${terms}`);
  const threads = wholeCores(hardware);
  const speed =
    wanted.tokensPerSecond === undefined
      ? speedOf(model, settings, hardware, at, draft)
      : derived(wanted.tokensPerSecond, 'as measured');
  const weights = memory.disk.value;
  return {
    memory,
    neededMemory,
    compute: {
      gpus: gpus === undefined ? undefined : { resource: gpus.resource, count: gpus.count },
      cpu: derived(cores(cpu), `${cpu} cores`),
      cpuLimit: cores(Math.max(cpu, threads)),
      threads: derived(threads, `whole cores of ${cpu}`),
      memory:
        wanted.memory !== undefined && wanted.memory >= needed
          ? derived(wanted.memory, `as stated; ${mibText(needed)} MiB are needed: ${terms}`)
          : neededMemory,
      ephemeralStorage: podEphemeralStorage(weights, weightsAreEphemeral),
    },
    budgets: podBudgets({
      weights: bytes(weights),
      diskBandwidth,
      store,
      generation: longestGeneration(settings.maxOutputLength, speed),
      propagation: hardware.propagation,
    }),
    ...(settings.embedding === undefined ? { speed } : {}),
  };
}
