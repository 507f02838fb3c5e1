/** What the container's memory limit must hold: weights on the host, graphs, outputs, prompt cache, checkpoints, the process. */
import type { Model } from '../catalog/model';
import { bytes, gib, inMib, mib, mibText, sumBytes, type Bytes } from '../core/bytes';
import type { Path } from '../core/path';
import type { LlamaServerSettings } from '../engines/llama-server-settings';
import { architectureOf } from './architecture-of';
import { layerCells, slidingRowBytes } from './kv-cache';
import type { MemoryTerm } from './memory-term';
import { recurrentBytesByLayer } from './recurrent-state';
import { runShape } from './run-shape';

/** The engine's own memory beside its buffers: libraries, vocabulary, HTTP threads, and with GPUs the host side of CUDA. */
const processBytes = mib(600);

/** Pages of the file that loading keeps warm while it copies to GPUs; the kernel drops the others under pressure. */
const readWindow = gib(1);

/** Bytes of one checkpoint of a slot: its sliding window and its recurrent state. Source: tools/server/server-context.cpp, `ctx_checkpoints`. */
function checkpointBytes(model: Model, settings: LlamaServerSettings, at: Path): Bytes {
  const cells = layerCells(model, settings, at).find((layer) => layer?.slides)?.cells ?? 0;
  return sumBytes([cells * slidingRowBytes(model, settings, at), ...recurrentBytesByLayer(model, 1, at)]);
}

/**
 * Logits and embeddings that a client may ask for: F32.
 *
 * @see llama.cpp src/llama-context.cpp `output_reserve`
 */
export function outputBytes(model: Model, settings: LlamaServerSettings): Bytes {
  const { vocabularySize, embeddingLength } = model.architecture;
  const rows = settings.embedding ? Math.min(settings.batchSize, runShape(settings).batchTokens) : settings.parallel;
  return bytes(4 * Math.max(rows, settings.parallel) * (vocabularySize + (settings.embedding ? embeddingLength : 0)));
}

/** Parts of the host's memory that placement and graphs decide. */
export interface HostParts {
  readonly gpus: number;
  readonly weights: Bytes;
  /** Of the weights, those that compute on the host and may be rearranged: layers and output. */
  readonly computedWeights: Bytes;
  readonly fileBytes: Bytes;
  readonly projector: Bytes;
  readonly cache: Bytes;
  readonly recurrentState: Bytes;
  readonly compute: Bytes;
}

function weightTerms(settings: LlamaServerSettings, { gpus, weights, computedWeights, fileBytes }: HostParts): readonly MemoryTerm[] {
  const mapped = settings.loadMode === 'mmap';
  const terms: MemoryTerm[] = [
    mapped
      ? { name: 'mapped weights', bytes: weights, because: 'pages of the file that the host computes with: page cache, which counts against the limit and must stay to be fast' }
      : { name: 'weights', bytes: weights, because: 'weights that the host computes with, read into memory of the process' },
  ];
  if (mapped && settings.repack && computedWeights > 0) {
    terms.push({ name: 'repacked weights', bytes: computedWeights, because: 'a second copy, rearranged for the instructions of the CPU (--repack), beside the mapped file' });
  }
  if (gpus > 0) {
    const window = bytes(Math.min(readWindow, Math.max(0, fileBytes - weights)));
    terms.push({
      name: 'read window', bytes: window,
      because: `loading reads the whole file of ${mibText(fileBytes)} MiB once; its pages are reclaimed as the limit is reached, so the limit need not hold them all`,
    });
  }
  return terms;
}

/**
 * Every term of the container's memory limit.
 *
 * Mapped weights on the host count in full: their pages are charged to the container, and without room for them every token reads
 * the disk again.
 */
export function hostTerms(model: Model, settings: LlamaServerSettings, parts: HostParts, at: Path): readonly MemoryTerm[] {
  const { parallel, contextCheckpoints, cacheRam } = settings;
  const checkpoint = architectureOf(model, at).encoder ? bytes(0) : checkpointBytes(model, settings, at);
  const terms: readonly MemoryTerm[] = [
    ...weightTerms(settings, parts),
    { name: 'projector', bytes: parts.projector, because: 'vision encoder of the same file, with 1 GiB to compute in' },
    { name: 'KV cache', bytes: parts.cache, because: 'layers that the host computes' },
    { name: 'recurrent state', bytes: parts.recurrentState, because: 'recurrent layers that the host computes' },
    { name: 'compute', bytes: parts.compute, because: parts.gpus > 0 ? 'inputs and masks that the host prepares for the GPUs' : 'the widest graph' },
    { name: 'output', bytes: outputBytes(model, settings), because: `logits of ${parallel} slots in F32` },
    { name: 'prompt cache', bytes: cacheRam, because: `prompts that left their slot, up to --cache-ram ${inMib(cacheRam)}` },
    { name: 'checkpoints', bytes: bytes(checkpoint * contextCheckpoints * parallel), because: `${contextCheckpoints} for each of ${parallel} slots, of ${mibText(checkpoint)} MiB` },
    { name: 'process', bytes: processBytes, because: 'libraries, vocabulary, HTTP threads, and with GPUs the host side of CUDA' },
  ];
  return terms.filter(({ bytes: size }) => size > 0);
}
