/** Memory that one graph of the engine computes in: the smallest safe bound for a build, on a GPU and on the host. */
import type { Model } from '../catalog/model';
import { bytes, type Bytes } from '../core/bytes';
import type { Path } from '../core/path';
import type { LlamaServerSettings } from '../engines/llama-server-settings';
import { architectureOf } from './architecture-of';
import { layerCells } from './kv-cache';
import { runShape } from './settings-of-run';

/**
 * How a build sizes its logits. `slots`: one row for each slot (the pinned build b11382, and llama-server since about b9800).
 * `batch`: a row for every token of the physical batch (older builds, llama-bench).
 */
export type BuildFlavour = 'slots' | 'batch';

/** Bytes that graphs compute in. */
export interface ComputeBuffers {
  /** On each GPU; 0 without GPUs. */
  readonly gpu: Bytes;
  readonly host: Bytes;
}

const float = 4;
const half = 2;

/** Copies of inputs that a layer split over several GPUs keeps to run batches in a pipeline. Source: ggml/src/ggml-backend.cpp, GGML_SCHED_MAX_COPIES. */
const pipelineCopies = 4;

/** What a graph reads: its tokens, its attention masks, its logits. */
interface GraphInputs {
  readonly tokens: number;
  /** Elements of all masks. */
  readonly maskElements: number;
  readonly logitRows: number;
}

function graphInputs(model: Model, settings: LlamaServerSettings, flavour: BuildFlavour, at: Path): GraphInputs {
  const { batchTokens: tokens, outputs } = runShape(settings);
  const layers = layerCells(model, settings, at);
  const full = layers.find((layer) => layer && !layer.slides)?.cells ?? 0;
  const sliding = layers.find((layer) => layer?.slides)?.cells ?? 0;
  const cells = architectureOf(model, at).encoder ? tokens : full + sliding;
  return { tokens, maskElements: tokens * cells, logitRows: flavour === 'batch' ? tokens : outputs };
}

/**
 * Bytes of the widest point of a graph, logits and masks included.
 *
 * With flash attention: the widest part of a layer (`activations` of the architecture) or the logits, whichever is more, and the
 * masks in F16. Without: every head's scores over the whole context in F32 beside that. Source: graph reservation of llama.cpp
 * src/llama-context.cpp `sched_reserve`; measured against the engine in test/sizing.
 */
function graphBytes(model: Model, settings: LlamaServerSettings, { tokens, maskElements, logitRows }: GraphInputs, at: Path): number {
  const { architecture: facts } = model;
  const { embeddingLength: embedding, vocabularySize, headCount } = facts;
  const logits = architectureOf(model, at).encoder ? 0 : float * logitRows * (vocabularySize + embedding);
  const layer = float * tokens * architectureOf(model, at).activations(facts);
  if (settings.flashAttention) return Math.max(layer, logits + float * tokens * embedding) + half * maskElements;
  return Math.max(layer, float * (tokens * (1 + 4 * embedding) + maskElements * (1 + headCount)), logits);
}

/**
 * Bounds of the compute buffers.
 *
 * Several GPUs with a complete layer split run batches in a pipeline and keep four copies of every input; a GPU that computes
 * with experts of the host copies the largest of their tensors. With GPUs the host only prepares inputs.
 */
export function computeBuffers(
  model: Model,
  settings: LlamaServerSettings,
  placed: { readonly gpus: number; readonly pipeline: boolean; readonly largestHostExpertTensor: Bytes },
  at: Path,
  flavour: BuildFlavour = 'slots',
): ComputeBuffers {
  const inputs = graphInputs(model, settings, flavour, at);
  const graph = graphBytes(model, settings, inputs, at);
  if (placed.gpus === 0) return { gpu: bytes(0), host: bytes(Math.ceil(graph)) };
  const mask = (settings.flashAttention && flavour === 'slots' ? half : float) * inputs.maskElements;
  const input = mask + float * inputs.tokens * model.architecture.embeddingLength;
  const copies = placed.pipeline ? pipelineCopies : 1;
  const gpu = graph + (copies - 1) * input + (copies > 1 ? float * inputs.tokens * model.architecture.embeddingLength : 0) + placed.largestHostExpertTensor;
  return { gpu: bytes(Math.ceil(gpu)), host: bytes(Math.ceil(copies * input)) };
}
