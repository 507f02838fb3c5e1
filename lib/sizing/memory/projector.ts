/** Memory of a vision projector: its weights, the graph of the largest image, and the images that wait on the host. */
import type { ProjectorFacts } from '../../catalog';
import { bytes, type Bytes, childPath, gib, mibText, sumBytes } from '../../core';
import { refuseSize } from '../fault-codes';
import type { MemoryTerm } from './memory-term';
import type { Run } from './run';

/** Everything is computed in F32. */
const elementBytes = 4;
/** But the operands of a multiplication, in F16. */
const halfBytes = 2;
/** Red, green and blue. */
const channels = 3;

/** Places of a patch in the image, for every graph that takes them. */
const places = 4;

/** Elements of one patch of the image. */
const rawElements = ({ patchSize }: ProjectorFacts): number => channels * patchSize ** 2;

/**
 * Elements that the graph holds for each patch at its widest place: in attention and in the feed-forward part, beside
 * what stays from the input. Without flash attention each patch has a row of every head's scores, too. Shapes of the
 * graph: llama.cpp tools/mtmd/clip.cpp `build_vit` and tools/mtmd/models; what of it lives at the same time was
 * measured with build b11382 (`npm run test:engines -- images`).
 */
function elementsPerPatch(facts: ProjectorFacts, patches: number, flashAttention: boolean): number {
  const { type, embeddingLength: width, feedForwardLength: inner, headCount, projectionLength, mergeSize } = facts;
  const scores = flashAttention ? 0 : headCount * patches;
  const input = rawElements(facts) + places;
  // A token ends each row of an image: one for each token, where it is a single column.
  const rowEnds = projectionLength / mergeSize ** 2;
  switch (type) {
    case 'gemma3':
      return Math.max(inner + 3 * width, (flashAttention ? 5 : 6) * width + scores);
    case 'gemma4v':
      return input + Math.max(3 * inner + 3 * width, 5 * width + scores);
    case 'qwen3vl_merger':
      return input + Math.max(inner + 2 * width, (flashAttention ? 6 : 7) * width + scores);
    case 'pixtral':
      return input + Math.max(3 * inner + 4 * width, 5 * width + rowEnds + scores);
  }
}

const patchesOf = ({ mergeSize }: ProjectorFacts, tokens: number): number => tokens * mergeSize ** 2;

/** Bytes of the graph of images with so many tokens together: the compute buffer. */
export function imageGraph(facts: ProjectorFacts, tokens: number, flashAttention: boolean): Bytes {
  const patches = patchesOf(facts, tokens);
  return bytes(elementBytes * patches * elementsPerPatch(facts, patches, flashAttention));
}

/**
 * Bytes in which a multiplication keeps its operands in F16, beside the graph: the widest input and output of a layer.
 * Source: ggml ggml-cpu `ggml_graph_plan`, ggml-cuda `ggml_cuda_op_mul_mat_cublas`.
 */
export function imageOperands(facts: ProjectorFacts, tokens: number): Bytes {
  return bytes(
    halfBytes *
      patchesOf(facts, tokens) *
      (Math.max(facts.feedForwardLength, rawElements(facts)) + facts.embeddingLength),
  );
}

/**
 * What Ollama reserves for an encoder inside the model's file to compute in. Source: ollama llm/llama_server.go; the
 * largest seen is 1136 MiB with its weights.
 */
const ollamaReserve = gib(1);

/**
 * The encoder on the first GPU, or on the host where there is none: inside the model's file, or from a file of its own.
 */
export function projectorTerm({ model, settings: { imageMaxTokens, flashAttention }, at }: Run): MemoryTerm {
  const {
    tensors: { projectorBytes = 0 },
    projector,
  } = model;
  if (imageMaxTokens === 0) {
    return {
      name: 'projector',
      bytes: bytes(projectorBytes > 0 ? projectorBytes + ollamaReserve : 0),
      because: 'vision encoder of the same file, with 1 GiB to compute in',
    };
  }
  if (projector === undefined)
    return refuseSize(
      'NoProjector',
      childPath(at, 'settings', 'imageMaxTokens'),
      `${imageMaxTokens}, and the model has no projector`,
      { fix: 'imageMaxTokens 0' },
    );
  const weights = bytes(projector.tensorBytes);
  const graph = imageGraph(projector.facts, imageMaxTokens, flashAttention);
  const operands = imageOperands(projector.facts, imageMaxTokens);
  return {
    name: 'projector',
    bytes: sumBytes([weights, graph, operands]),
    because: `weights ${mibText(weights)}, the graph of an image of ${imageMaxTokens} tokens ${mibText(graph)}, operands in F16 ${mibText(operands)}`,
  };
}

/** Copies of the image that is encoded, beside the one that waited: of its batch, and of the graph's input. */
const copies = 2;

/**
 * Images on the host, scaled, in F32. A request keeps all of its images until it is answered, and has at most as many
 * as its context holds; one request of each slot is counted.
 *
 * @see llama.cpp tools/server/server-common.cpp `process_mtmd_prompt`, tools/mtmd/clip.cpp `clip_encode`
 */
export function waitingImages({
  model: { projector },
  settings: { imageMaxTokens, parallel, contextLength },
}: Run): MemoryTerm | undefined {
  if (projector === undefined || imageMaxTokens === 0) return undefined;
  const { facts } = projector;
  const pixels = (tokens: number): Bytes => bytes(elementBytes * patchesOf(facts, tokens) * rawElements(facts));
  const results = elementBytes * imageMaxTokens * facts.projectionLength;
  return {
    name: 'images',
    bytes: sumBytes([parallel * pixels(contextLength), copies * pixels(imageMaxTokens), results]),
    because: `${mibText(pixels(contextLength))} MiB for each of ${parallel} slots, a context full of images, and ${copies} copies of the one that is encoded`,
  };
}
