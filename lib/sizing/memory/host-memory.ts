/**
 * What the container's memory limit must hold: weights on the host, graphs, outputs, prompt cache, checkpoints, the
 * process.
 */
import type { GpuVendor } from '../../catalog';
import { bytes, type Bytes, gib, inMib, mib, mibText, sumBytes } from '../../core';
import { slidingRowBytes } from './kv-cache';
import type { MemoryTerm } from './memory-term';
import { recurrentBytesByLayer } from './recurrent-state';
import type { Run } from './run';

/**
 * The engine's own memory beside its buffers. On the CPU 26 to 46 MiB were measured with an empty vocabulary (build
 * b11382); tables of a real one, requests and threads take the rest. With GPUs the host side of CUDA and cuBLAS comes
 * with it.
 */
const processBytes = { cpu: mib(300), gpu: mib(600) } as const;

/** Pages of the file that loading keeps warm while it copies to GPUs; the kernel drops the others under pressure. */
const readWindow = gib(1);

/**
 * Bytes of one checkpoint of a slot: its sliding window and its recurrent state. Source:
 * tools/server/server-context.cpp, `ctx_checkpoints`.
 */
function checkpointBytes(run: Run): Bytes {
  const cells = run.cells.find((layer) => layer?.slides)?.cells ?? 0;
  return sumBytes([cells * slidingRowBytes(run), ...recurrentBytesByLayer(run, 1)]);
}

/**
 * Logits and embeddings that a client may ask for: F32. For embeddings a row of each token of a batch is reserved; an
 * encoder writes no logits, so on the CPU theirs never become memory, while pinned memory of a GPU is taken whole.
 *
 * @see llama.cpp src/llama-context.cpp `output_reserve`
 */
function outputBytes({ model, architecture: { encoder }, settings, gpus, shape }: Run): Bytes {
  const { vocabularySize, embeddingLength } = model.architecture;
  const { outputs, batchTokens } = shape;
  if (!settings.embedding) return bytes(4 * outputs * vocabularySize);
  const logits = encoder && gpus === 0 ? 0 : vocabularySize;
  return bytes(4 * Math.max(batchTokens, settings.parallel) * (logits + embeddingLength));
}

/** Parts of the host's memory that placement and graphs decide. */
export interface HostParts {
  readonly weights: Bytes;
  /** Of the weights, those that compute on the host and may be rearranged: layers and output. */
  readonly computedWeights: Bytes;
  readonly fileBytes: Bytes;
  /** The vision encoder, where there is no GPU for it. */
  readonly projector?: MemoryTerm;
  /** Images that wait, where the server takes any. */
  readonly images?: MemoryTerm;
  /** LoRA adapters of what the host computes. */
  readonly adapters: MemoryTerm;
  readonly cache: Bytes;
  readonly recurrentState: Bytes;
  readonly compute: Bytes;
  /** The draft model's part. */
  readonly draft: MemoryTerm;
}

/** Pages of the file beside what the host keeps of it. */
export const readWindowTerm = (fileBytes: Bytes, kept: Bytes): MemoryTerm => ({
  name: 'read window',
  bytes: bytes(Math.min(readWindow, Math.max(0, fileBytes - kept))),
  because: `loading reads the whole file of ${mibText(fileBytes)} MiB once; its pages are reclaimed as the limit is reached, so the limit need not hold them all`,
});

/** Prompts that left their slot. */
export const promptCacheTerm = (cacheRam: Bytes): MemoryTerm => ({
  name: 'prompt cache',
  bytes: cacheRam,
  because: `prompts that left their slot, up to --cache-ram ${inMib(cacheRam)}`,
});

/** The process beside its buffers. */
export const processTerm = (gpus: number, { runtime }: GpuVendor): MemoryTerm => ({
  name: 'process',
  bytes: gpus > 0 ? processBytes.gpu : processBytes.cpu,
  because: `libraries, vocabulary, requests${gpus > 0 ? `, and the host side of ${runtime.called}` : ''}`,
});

function weightTerms(
  { settings, gpus }: Run,
  { weights, computedWeights, fileBytes }: HostParts,
): readonly MemoryTerm[] {
  const mapped = settings.loadMode === 'mmap';
  const terms: MemoryTerm[] = [
    mapped
      ? {
          name: 'mapped weights',
          bytes: weights,
          because:
            'pages of the file that the host computes with: page cache, which counts against the limit and must stay to be fast',
        }
      : {
          name: 'weights',
          bytes: weights,
          because: 'weights that the host computes with, read into memory of the process',
        },
  ];
  if (mapped && settings.repack) {
    terms.push({
      name: 'repacked weights',
      bytes: computedWeights,
      because: 'a second copy, rearranged for the instructions of the CPU (--repack), beside the mapped file',
    });
  }
  if (gpus > 0) {
    terms.push(readWindowTerm(fileBytes, weights));
  }
  return terms;
}

/**
 * Every term of the container's memory limit.
 *
 * Mapped weights on the host count in full: their pages are charged to the container, and without room for them every
 * token reads the disk again.
 */
export function hostTerms(run: Run, parts: HostParts): readonly MemoryTerm[] {
  const { architecture, settings, gpus, vendor } = run;
  const { parallel, contextCheckpoints, cacheRam } = settings;
  const checkpoint = architecture.encoder ? bytes(0) : checkpointBytes(run);
  const terms: readonly MemoryTerm[] = [
    ...weightTerms(run, parts),
    ...[parts.projector, parts.images].filter((term) => term !== undefined),
    parts.adapters,
    { name: 'KV cache', bytes: parts.cache, because: 'layers that the host computes' },
    { name: 'recurrent state', bytes: parts.recurrentState, because: 'recurrent layers that the host computes' },
    {
      name: 'compute',
      bytes: parts.compute,
      because: gpus > 0 ? 'inputs and masks that the host prepares for the GPUs' : 'the widest graph',
    },
    {
      name: 'output',
      bytes: outputBytes(run),
      because: settings.embedding
        ? 'a row for each token of a batch, in F32'
        : `logits of ${parallel} slots${settings.draftTokens > 0 ? `, of each ${settings.draftTokens} guesses and one more,` : ''} in F32`,
    },
    parts.draft,
    promptCacheTerm(cacheRam),
    {
      name: 'checkpoints',
      bytes: bytes(checkpoint * contextCheckpoints * parallel),
      because: `${contextCheckpoints} for each of ${parallel} slots, of ${mibText(checkpoint)} MiB`,
    },
    processTerm(gpus, vendor),
  ];
  return terms;
}
