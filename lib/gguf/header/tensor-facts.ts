/** Where the bytes of a model lie, from the tensors of its header; a tensor whose place is not known is refused. */
import { type ArchitectureFacts, isArchitecture, type LayerRun, type TensorFacts } from '../../catalog';
import { architectureByName } from '../architectures';
import type { Architecture } from '../architectures/architecture';
import { refuseFile } from '../fault-codes';
import type { FileTensor } from './model-header';

/** The engine lays every tensor on a border of 32 bytes. */
export const placedBytes = ({ bytes }: FileTensor): number => Math.ceil(bytes / 32) * 32;

/** Looked up by token, so they stay on the host. Source: llama.cpp src/llama-arch.cpp, LLM_TENSOR_LAYER_INPUT. */
const inputNames = ['token_embd.weight', 'token_types.weight', 'position_embd.weight', 'per_layer_token_embd.weight'];

/** Tensors without a layer that the engine puts on the first one. */
const firstLayerName =
  /^(rope_freqs|rope_factors_long|rope_factors_short|token_embd_norm|per_layer_model_proj|per_layer_proj_norm)\./;

export type Place = 'input' | 'output' | 'projector' | { readonly layer: number; readonly expert: boolean };

/**
 * Where the engine puts a tensor, by its name.
 *
 * @param outputNorm name of the norm before the output
 * @param known the architecture is; of another only the sum counts, since its memory was measured
 */
export function place({ name }: Pick<FileTensor, 'name'>, outputNorm = 'output_norm.weight', known = true): Place {
  const layer = /^blk\.(\d+)\.(.+)$/.exec(name);
  if (layer) return { layer: Number(layer[1]), expert: /_exps\./.test(layer[2] ?? '') };
  if (name === outputNorm) return 'output';
  if (inputNames.includes(name)) return 'input';
  if (firstLayerName.test(name)) return { layer: 0, expert: false };
  if (/^(output|output_norm|altup_proj|altup_unembd_proj|cls|cls\.output)\./.test(name)) return 'output';
  if (/^(v|mm|a)\./.test(name)) return 'projector';
  if (!known) return 'output';
  return refuseFile('UnknownTensor', name, 'it is not known on which device this tensor lies', {
    fix: 'add its place to lib/gguf/header/tensor-facts.ts',
  });
}

/** Bytes of one layer. */
export interface Layer {
  bytes: number;
  expertBytes: number;
  largestExpertTensorBytes: number;
}

const equal = (a: LayerRun, b: LayerRun): boolean =>
  a.bytes === b.bytes && a.expertBytes === b.expertBytes && a.largestExpertTensorBytes === b.largestExpertTensorBytes;

/** Consecutive equal layers as one run. */
export function runs(layers: readonly Layer[]): readonly LayerRun[] {
  const found: LayerRun[] = [];
  for (const { bytes, expertBytes, largestExpertTensorBytes } of layers) {
    const run: LayerRun =
      expertBytes > 0 ? { layers: 1, bytes, expertBytes, largestExpertTensorBytes } : { layers: 1, bytes };
    const last = found.at(-1);
    if (last && equal(last, run)) found.splice(-1, 1, { ...last, layers: last.layers + 1 });
    else found.push(run);
  }
  return found;
}

/**
 * Each layer has a tensor of its own, and no name stands twice: else a header of a few bytes would ask for work without
 * end.
 */
function checkTensors(tensors: readonly FileTensor[], blockCount: number): void {
  const names = new Set<string>();
  for (const { name } of tensors) {
    if (name === '') refuseFile('InconsistentFile', 'tensors', 'a tensor has no name', { fix: 'get the file again' });
    if (names.has(name))
      refuseFile('InconsistentFile', name, 'the file has this tensor twice', { fix: 'get the file again' });
    names.add(name);
  }
  if (blockCount > tensors.length) {
    refuseFile(
      'InconsistentFile',
      'block_count',
      `the header counts ${blockCount} layers, and the file has ${tensors.length} tensors`,
      { fix: 'get the file again' },
    );
  }
}

/** Adds every tensor up where the engine puts it. */
export function tensorFacts(
  tensors: readonly FileTensor[],
  { architecture, blockCount, nextnPredictLayers = 0 }: ArchitectureFacts,
): TensorFacts {
  checkTensors(tensors, blockCount);
  const { outputNorm = 'output_norm.weight', writesLogits = true }: Partial<Architecture> = isArchitecture(architecture)
    ? architectureByName[architecture]
    : {};
  const loaded = blockCount - nextnPredictLayers;
  const layers = Array.from({ length: blockCount }, (): Layer => ({
    bytes: 0,
    expertBytes: 0,
    largestExpertTensorBytes: 0,
  }));
  const sums = { input: 0, output: 0, projector: 0 };
  for (const tensor of tensors) {
    const where = place(tensor, outputNorm, isArchitecture(architecture));
    const size = placedBytes(tensor);
    if (typeof where === 'string') {
      sums[where] += size;
      continue;
    }
    const layer =
      layers[where.layer] ??
      refuseFile('InconsistentFile', tensor.name, `the header counts ${blockCount} layers`, {
        fix: 'get the file again',
      });
    if (!where.expert) layer.bytes += size;
    else {
      layer.expertBytes += size;
      layer.largestExpertTensorBytes = Math.max(layer.largestExpertTensorBytes, size);
    }
  }
  const embedding = tensors.find(({ name }) => name === 'token_embd.weight');
  const generates = writesLogits && tensors.some(({ name }) => name === outputNorm);
  const tied = generates && !tensors.some(({ name }) => name === 'output.weight');
  return {
    from: 'header',
    inputBytes: sums.input,
    outputBytes: sums.output + (tied && embedding ? placedBytes(embedding) : 0),
    tied,
    projectorBytes: sums.projector > 0 ? sums.projector : undefined,
    layers: runs(layers.slice(0, loaded)),
  };
}
