/** Tokens per second that a model generates at least: time to read memory, and time that each layer takes beside it. */
import type { LayerRun, Model } from '../../catalog';
import { bytes, type Bytes, derived, type Derived, inGib, type Path, sumBytes } from '../../core';
import type { LlamaServerSettings } from '../settings';
import { adapterMemory } from '../memory/adapters';
import { measuredReads } from '../memory/measured';
import { cacheBytesByLayer } from '../memory/kv-cache';
import { placeLayers } from '../memory/layer-placement';
import { prepareRun, type Run } from '../memory/run';

/** Memory that weights are read from. */
export interface MemoryBandwidth {
  /** Of the whole GPU, of a slice's own memory, or of a share. */
  readonly gigabytesPerSecond: number;
  /** Kind of memory; DDR for the CPU. */
  readonly kind: 'GDDR' | 'HBM' | 'LPDDR' | 'DDR';
  /** Pods that share the processors of the GPU; the layers of each take that many times as long. @default 1 */
  readonly sharedBy?: number;
}

/** What computes a pod's tokens. */
export interface StepHardware {
  /** GPUs of the pod and the memory of one of them. @default - none: the host computes */
  readonly gpus?: { readonly count: number; readonly memory: MemoryBandwidth };
  readonly host: MemoryBandwidth;
}

/** Share of the data sheet's bandwidth that is reached, and milliseconds beside it. */
interface Reached {
  readonly share: number;
  /** For each layer: kernels that start, wait for each other and are too small to fill the GPU. */
  readonly layer: number;
  /** More for each layer of a model with experts: the router, and small matrices. */
  readonly experts: number;
  /** More for each layer where several GPUs hold the layers. */
  readonly split: number;
}

/**
 * The largest shares and shortest times by which no measured row is planned faster than it was: 72 rows of HBM on V100,
 * A100, H100 and H200, 104 of GDDR on RTX 3090, RTX 4090, A40, A6000, RTX 6000 Ada and L40S (`test/sizing/speeds.ts`
 * names the sources). For the CPU, half of what its cores stream is assumed. No row of LPDDR was measured: it has what is
 * worst of the others.
 */
const reached = {
  HBM: { share: 0.46, layer: 0.12, experts: 0.07, split: 0.07 },
  GDDR: { share: 0.78, layer: 0.12, experts: 0, split: 0.02 },
  LPDDR: { share: 0.46, layer: 0.12, experts: 0.07, split: 0.07 },
  DDR: { share: 0.5, layer: 0, experts: 0, split: 0 },
} as const satisfies Record<MemoryBandwidth['kind'], Reached>;

/** The share of a model's experts that one step reads: each of its tokens picks its own. */
function expertShare({ architecture: { expertCount = 0, expertUsedCount = 0 } }: Model, tokens: number): number {
  return expertCount > 0 ? Math.min(1, (expertUsedCount * tokens) / expertCount) : 1;
}

/** What one step reads from the GPUs and from the host: weights in use, and the cache of all slots at full context. */
function readBytes(run: Run): { readonly gpu: Bytes; readonly host: Bytes } {
  const { model, settings } = run;
  const used = expertShare(model, settings.parallel * (1 + settings.draftTokens));
  const cache = cacheBytesByLayer(run);
  const placement = placeLayers(run);
  const { layers, output } = placement;
  const adapters = adapterMemory(run, placement);
  const runs = model.tensors.layers.flatMap((run) => Array.from({ length: run.layers }, (): LayerRun => run));
  const parts = runs.map(({ bytes: dense, expertBytes = 0 }, i) => {
    const [own, experts] = [dense + (cache[i] ?? 0), expertBytes * used];
    if (layers[i] === 'host') return { gpu: 0, host: own + experts };
    return i < settings.expertLayersOnHost ? { gpu: own, host: experts } : { gpu: own + experts, host: 0 };
  });
  const outputs = model.tensors.outputBytes;
  return {
    gpu: bytes(
      Math.ceil(
        parts.reduce(
          (sum, { gpu }) => sum + gpu,
          (output === 'host' ? 0 : outputs) + sumBytes(adapters.gpus.map((term) => term.bytes)),
        ),
      ),
    ),
    host: bytes(
      Math.ceil(parts.reduce((sum, { host }) => sum + host, (output === 'host' ? outputs : 0) + adapters.host.bytes)),
    ),
  };
}

/** Seconds to read from one kind of memory, and how they come about. */
function reading({ gigabytesPerSecond, kind }: MemoryBandwidth, size: Bytes): Derived<number> {
  const { share } = reached[kind];
  return derived(
    size / (share * gigabytesPerSecond * 1e9),
    `${share} × ${Number(gigabytesPerSecond.toFixed(1))} GB/s of ${kind} over ${inGib(size).toFixed(1)} GiB of active weights and cache`,
  );
}

/**
 * An adapter computes four small results for each matrix of a layer, where the layer itself computes one: twice the
 * kernels of a layer, which no row has measured.
 */
const layersOfAdapter = 2;

/** Seconds beside reading that the layers take on GPUs. */
function waiting(
  model: Model,
  count: number,
  { kind, sharedBy = 1 }: MemoryBandwidth,
  adapters: number,
): Derived<number> {
  const { layer, experts, split } = reached[kind];
  const own = layer + ((model.architecture.expertCount ?? 0) > 0 ? experts : 0) + (count > 1 ? split : 0);
  const each = own * (1 + layersOfAdapter * adapters) * sharedBy;
  const layers = model.architecture.blockCount;
  const beside = adapters === 0 ? '' : `, with ${adapters} adapter${adapters === 1 ? '' : 's'}`;
  return derived((layers * each) / 1000, `${Number(each.toFixed(2))} ms for each of ${layers} layers${beside}`);
}

/**
 * Tokens per second of each slot when all of them generate at full context: the time of one step is the active weights,
 * which all slots share, and every slot's cache over the bandwidth that is reached, and a time for each layer. Several
 * GPUs, each with some of the layers, are not faster than one. A lower bound: measured speeds are above it.
 */
export function tokensPerSecond(
  model: Model,
  settings: LlamaServerSettings,
  { gpus, host }: StepHardware,
  at: Path,
): Derived<number> {
  const read =
    model.memory === undefined
      ? readBytes(prepareRun({ model, settings, gpus: gpus?.count ?? 0, at }))
      : measuredReads(model, model.memory.measured);
  const terms = [
    ...(gpus === undefined
      ? []
      : [reading(gpus.memory, read.gpu), waiting(model, gpus.count, gpus.memory, settings.adapters?.length ?? 0)]),
    ...(gpus !== undefined && read.host === 0 ? [] : [reading(host, read.host)]),
  ];
  const busy = `with ${settings.parallel} ${settings.parallel === 1 ? 'slot' : 'slots'} busy`;
  return derived(
    1 / terms.reduce((sum, { value }) => sum + value, 0),
    [...terms.map(({ because }) => because), busy].join(', '),
  );
}

/** The slowest of several: where a pod may land on GPUs of different types. */
export const slowest = (speeds: readonly [Derived<number>, ...Derived<number>[]]): Derived<number> =>
  speeds.reduce((least, each) => (each.value < least.value ? each : least));

/**
 * The same with a draft model, at its worst: every guess is wrong, so each token costs a step of the model and all
 * steps of the draft. What is guessed right comes on top, and nothing counts on it.
 */
export function draftedTokensPerSecond(
  alone: Derived<number>,
  draft: Derived<number>,
  draftTokens: number,
): Derived<number> {
  return derived(
    1 / (1 / alone.value + draftTokens / draft.value),
    `${alone.because}; and ${draftTokens} wrong guesses at ${draft.value.toFixed(1)} tokens/s for each token`,
  );
}
