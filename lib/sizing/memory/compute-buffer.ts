/** Memory that one graph of the engine computes in: the smallest safe bound for a build, on a GPU and on the host. */
import type { ArchitectureFacts } from '../../catalog';
import { bytes, type Bytes, kib } from '../../core';
import { queryLength } from '../../gguf';
import type { CacheType } from '../settings';
import { adapterBuffers } from './adapters';
import { isQuantisedCache } from './cache-type';
import type { LayerCells } from './layer-cells';
import type { Device } from './layer-placement';
import { recurrentBytesByLayer } from './recurrent-state';
import { prepareRun, type Run } from './run';

/** Bytes that graphs compute in. */
export interface ComputeBuffers {
  /** One for each GPU. */
  readonly gpus: readonly Bytes[];
  readonly host: Bytes;
}

const float = 4;

/** Bytes of positions, cell numbers and row numbers that a graph reads for each token. */
const indexBytes = 64;

/** What the allocator rounds up, for all tensors of a graph together. */
const roundingBytes = kib(64);

/**
 * Bytes of one cell number. Without flash attention values are stored transposed, and every element of a row has its
 * own.
 */
const cellNumberBytes = 8;

/** What a graph reads and writes beside its activations. */
interface GraphInputs {
  readonly tokens: number;
  /** Cells that one query sees at most. */
  readonly seenCells: number;
  readonly slidingCells: number;
  readonly logitRows: number;
  /** Bytes of positions and cell numbers, and of the rotation of quantised caches. */
  readonly fixedBytes: number;
  /** Bytes of all masks, beside flash attention in the build's own type. */
  readonly maskBytes: number;
  /** Copies of a whole layer's cache, by kind of layer: one of its keys, one of its values. */
  readonly cacheCopies: readonly (readonly number[])[];
}

/**
 * Flash attention reads no F32: keys and values of such a cache are copied to F16, those of all cells and streams at
 * once. A layer without values of its own reads them from its keys. Source: src/llama-graph.cpp `build_attn_mha`.
 */
function cacheCopies({ key, value, cells }: LayerCells, { settings, shape }: Run): readonly number[] {
  const { cacheTypeK, cacheTypeV, flashAttention } = settings;
  const half = 2;
  const rows = half * cells * shape.streams;
  const copy = (type: CacheType, elements: number): readonly number[] =>
    flashAttention && type === 'f32' ? [rows * elements] : [];
  return [...copy(cacheTypeK, key), ...(value > 0 ? copy(cacheTypeV, value) : copy(cacheTypeK, key))];
}

/**
 * Quantised caches are multiplied by a Hadamard matrix first, one for keys and one for values. Source:
 * src/llama-kv-cache.cpp `attn_rot_k`.
 */
function rotationBytes({ model, settings: { cacheTypeK, cacheTypeV } }: Run): number {
  const { keyLength, valueLength, keyLengthSwa = keyLength } = model.architecture;
  const square = (type: CacheType, length: number): number => (isQuantisedCache(type) ? float * length ** 2 : 0);
  return (
    square(cacheTypeK, Math.max(keyLength, keyLengthSwa)) +
    square(cacheTypeV, valueLength) +
    square(cacheTypeK, keyLengthSwa) +
    square(cacheTypeV, valueLength)
  );
}

function graphInputs(run: Run): GraphInputs {
  const {
    model,
    architecture: { encoder, windowMask = false },
    settings,
    build,
    shape: { batchTokens: tokens, outputs },
    cells: layers,
  } = run;
  const kinds = [layers.find((layer) => layer && !layer.slides), layers.find((layer) => layer?.slides)] as const;
  const full = encoder ? tokens : (kinds[0]?.cells ?? 0);
  const window = windowMask && model.architecture.slidingWindow !== undefined ? tokens : 0;
  const sliding = kinds[1]?.cells ?? window;
  const widestValue = (slides: boolean): number =>
    Math.max(0, ...layers.map((layer) => (layer?.slides === slides ? layer.value : 0)));
  const transposed = settings.flashAttention ? 0 : cellNumberBytes * (widestValue(false) + widestValue(true));
  return {
    tokens,
    maskBytes: (settings.flashAttention ? build.maskElementBytes : float) * tokens * (full + sliding),
    seenCells: Math.max(full, sliding),
    slidingCells: sliding,
    logitRows: build.logits === 'batch' ? tokens : outputs,
    fixedBytes: roundingBytes + tokens * (indexBytes + transposed) + (encoder ? 0 : rotationBytes(run)),
    cacheCopies: kinds.map((layer) => (layer ? cacheCopies(layer, run) : [])),
  };
}

/** Bytes of one attention: queries, keys, values and results, and without flash attention the scores of every head. */
function attentionBytes(
  { model, architecture, settings }: Run,
  { tokens, seenCells, slidingCells }: GraphInputs,
): number {
  const scores = settings.flashAttention ? 0 : model.architecture.headCount * seenCells + slidingCells;
  return float * tokens * (scores + architecture.scoreOperands(model.architecture));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Every layer and the output are on GPUs, experts included. */
const isComplete = ({ model, settings: { gpuLayers, expertLayersOnHost } }: Run): boolean =>
  expertLayersOnHost === 0 && (gpuLayers === 'all' || gpuLayers > model.architecture.blockCount);

/**
 * Bytes of the widest point of a device's part of a graph, masks included, and logits where the output lies.
 *
 * With flash attention: the activations of a layer, or its attention beside copies of the cache, or the logits,
 * whichever is more. A copy leaves a gap, which a layer fills only when none of its tensors is larger, and the largest
 * has its like beside it. Without: the scores of every head over the whole context in F32 beside the operands. Source:
 * what src/llama-context.cpp `sched_reserve` of build b11382 reserves, compared in docs/explanation/memory.md.
 */
function graphBytes(run: Run, inputs: GraphInputs, output: boolean): number {
  const { architecture, settings } = run;
  const { architecture: facts } = run.model;
  const { embeddingLength: embedding, vocabularySize } = facts;
  const { tokens, maskBytes, logitRows, fixedBytes: fixed, cacheCopies: copies } = inputs;
  const quantised = [settings.cacheTypeK, settings.cacheTypeV].filter(isQuantisedCache).length;
  const queryCopied = !settings.flashAttention || quantised > 0;
  const layer =
    float *
    architecture.activations(facts, {
      tokens,
      slots: settings.parallel,
      queryCopied,
      oneQuantised: quantised === 1,
      expertsCopied: run.gpus > 0 && !isComplete(run),
    });
  const silent = settings.embedding !== undefined && architecture.embedsWithoutLogits === true;
  const waiting = 5 * embedding + (architecture.besideLogits?.(facts) ?? 0);
  const logits = architecture.encoder || silent || !output ? 0 : float * logitRows * (vocabularySize + waiting);
  const attention = attentionBytes(run, inputs);
  const adapted = adapterBuffers(run, inputs);
  const beside = maskBytes + fixed + adapted.layer + (logits > 0 ? adapted.output : 0);
  if (!settings.flashAttention) return Math.max(layer, attention, logits) + beside;
  const copied = Math.max(...copies.map(sum));
  const gaps = sum(copies.flat().map((copy) => Math.min(copy, layer / 2)));
  return Math.max(layer + gaps, Math.min(layer, attention) + copied, logits) + beside;
}

/**
 * Tokens from which on a GPU takes over what would compute with weights of the host. Source: ggml-cuda.cu
 * `op_offload_min_batch_size`.
 */
const offloadedTokens = 32;

/** Bytes of the host's own graph: layers that lie there are computed there while a batch is small. */
function smallBatchBytes(run: Run): number {
  const { model, settings } = run;
  // Latent attention is counted by the tokens of one slot.
  const slots = model.architecture.keyLengthMla === undefined ? 1 : settings.parallel;
  const ubatchSize = Math.min(settings.ubatchSize, slots * (offloadedTokens - 1));
  return graphBytes(run, graphInputs(prepareRun({ ...run, settings: { ...settings, ubatchSize } })), false);
}

/** Rows that come with the states of a batch: the gate of a shared expert needs more. */
const stateRows = ({ ssm, shortConvolutionLength, expertCount = 0, embeddingLength }: ArchitectureFacts): number => {
  if (ssm === undefined && shortConvolutionLength === undefined) return 0;
  return expertCount > 0 ? 3 * embeddingLength : embeddingLength;
};

/**
 * Bytes of the keys, values and states of a batch, which come from a GPU where the host keeps them. Values that are
 * read out of one result with queries and keys come with them.
 */
function writtenBytes(run: Run, { tokens }: GraphInputs): number {
  const { model, architecture } = run;
  const { fusedQkv = false } = architecture;
  const query = fusedQkv ? queryLength(model.architecture) : 0;
  const rows = run.cells.map((row) => (row === undefined ? 0 : row.key + row.value + (fusedQkv ? query + row.key : 0)));
  const states = Math.max(0, ...recurrentBytesByLayer(run));
  return float * tokens * (Math.max(0, ...rows) + stateRows(model.architecture)) + states;
}

/** How the GPUs of a run share its work. */
export interface ComputePlacement {
  /** Device of the output matrix. */
  readonly output: Device;
  /** A complete layer split over several GPUs runs batches in a pipeline. */
  readonly pipeline: boolean;
  /** Every layer and the output are on GPUs, experts included. */
  readonly complete: boolean;
  /** GPUs that have no layer. */
  readonly empty: readonly number[];
  /** Most that the first GPU copies from the host while it computes a layer that lies there. */
  readonly copied: Bytes;
}

/**
 * Bounds of the compute buffers.
 *
 * A pipeline keeps four copies of every input: masks on each GPU, the embedded tokens on the first, and what comes in
 * on the others. A GPU that computes a layer of the host copies its weights and its cache. The host prepares inputs,
 * and computes the attention of layers whose cache it holds.
 *
 * @see llama.cpp ggml/src/ggml-backend.cpp, GGML_SCHED_MAX_COPIES and `op_offload`
 */
export function computeBuffers(run: Run, placement: ComputePlacement): ComputeBuffers {
  const {
    model,
    architecture: { encoder, pipelineRows },
    settings,
    gpus,
  } = run;
  const inputs = graphInputs(run);
  const { embeddingLength, embeddingLengthPerLayer = 0, blockCount } = model.architecture;
  // The output of an encoder without classes has no matrix: a GPU that has only it computes nothing.
  const idle = (gpu: number): boolean =>
    encoder && model.architecture.classCount === undefined && placement.empty.includes(gpu);
  const graph = (device: Device): number => graphBytes(run, inputs, device === placement.output);
  const row = float * inputs.tokens * embeddingLength;
  const read = inputs.maskBytes + inputs.fixedBytes;
  if (gpus === 0) return { gpus: [], host: bytes(Math.ceil(graph('host') + row)) };
  const rows = (encoder ? 3 : 2) * row + float * inputs.tokens * embeddingLengthPerLayer * blockCount;
  if (!placement.pipeline) {
    // Without flash attention a cache that comes from the host comes with its masks, which are converted.
    const masks = placement.complete || settings.flashAttention ? 0 : 3 * inputs.maskBytes;
    const onGpu = (gpu: number): Bytes => bytes(Math.ceil(graph(gpu) + (gpu === 0 ? placement.copied : row) + masks));
    const host = read + (placement.complete ? rows : Math.max(rows + writtenBytes(run, inputs), smallBatchBytes(run)));
    return { gpus: Array.from({ length: gpus }, (_, gpu) => onGpu(gpu)), host: bytes(Math.ceil(host)) };
  }
  const onGpus = Array.from({ length: gpus }, (_, gpu) =>
    idle(gpu)
      ? bytes(0)
      : bytes(Math.ceil(graph(gpu) + 3 * read + (pipelineRows ?? ((gpu === 0) === encoder ? 8 : 4)) * row)),
  );
  return { gpus: onGpus, host: bytes(Math.ceil(4 * read + rows + 3 * row)) };
}
