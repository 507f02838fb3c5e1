/**
 * The facts of a LoRA adapter from the header of its file, beside the model that it changes; what the engine would
 * refuse to load is refused.
 */
import type { AdapterTensors, ArchitectureFacts } from '../../catalog';
import { refuseFile } from '../fault-codes';
import { adapterWidth } from './adapter-width';
import type { FileTensor, MetadataValue, ModelHeader } from './model-header';
import { type Layer, place, placedBytes, runs } from './tensor-facts';

const wrongFile = 'an adapter that was converted to GGUF for this model';

function requireKey(metadata: ModelHeader['metadata'], key: string, expected: MetadataValue): void {
  const found = metadata[key];
  if (found === expected) return;
  if (found === undefined)
    refuseFile('InconsistentFile', key, `it is missing, and an adapter has '${String(expected)}'`, { fix: wrongFile });
  refuseFile('InconsistentFile', key, `it is '${String(found)}', and not '${String(expected)}'`, { fix: wrongFile });
}

/** The two small matrices that stand for the change of one. */
interface Pair {
  readonly a?: FileTensor;
  readonly b?: FileTensor;
}

/** Pairs by the name of the matrix that each changes. Norms of an adapter are not loaded. */
function pairsOf(tensors: readonly FileTensor[]): ReadonlyMap<string, Pair> {
  const pairs = new Map<string, Pair>();
  for (const tensor of tensors.filter(({ name }) => !name.endsWith('_norm.weight'))) {
    const [, name = '', half] = /^(.+)\.lora_([ab])$/.exec(tensor.name) ?? [];
    if (half === undefined)
      refuseFile('UnknownTensor', tensor.name, 'it is no half of a LoRA adapter', { fix: wrongFile });
    pairs.set(name, { ...pairs.get(name), [half === 'a' ? 'a' : 'b']: tensor });
  }
  return pairs;
}

const dimension = ({ shape }: FileTensor, index: number): number => shape[index] ?? 1;

/** Refuses a pair that does not fit the matrix of the model. @see llama.cpp src/llama-adapter.cpp */
function requireShape(name: string, a: FileTensor, b: FileTensor, model: readonly FileTensor[]): void {
  const matrix =
    model.find((tensor) => tensor.name === name) ??
    refuseFile('UnknownTensor', name, 'the model has no such matrix', { fix: wrongFile });
  const [columns, rows] = [dimension(matrix, 0), dimension(matrix, 1)];
  const fits =
    name === 'token_embd.weight'
      ? columns === dimension(b, 1) && rows === dimension(a, 1)
      : columns === dimension(a, 0) && rows === dimension(b, 1) && dimension(a, 1) === dimension(b, 0);
  if (!fits) {
    refuseFile(
      'InconsistentFile',
      name,
      `the adapter has ${a.shape.join(' x ')} and ${b.shape.join(' x ')}, and the model ${matrix.shape.join(' x ')}`,
      { fix: wrongFile },
    );
  }
}

/** Reads where the bytes of an adapter lie, and what it computes. @param model - the header of the model it changes */
export function adapterFacts(
  { metadata, tensors }: ModelHeader,
  facts: ArchitectureFacts,
  model: readonly FileTensor[],
): AdapterTensors {
  const { architecture, blockCount, nextnPredictLayers = 0 } = facts;
  requireKey(metadata, 'general.type', 'adapter');
  requireKey(metadata, 'adapter.type', 'lora');
  requireKey(metadata, 'general.architecture', architecture);
  const layers = Array.from({ length: blockCount }, (): Layer => ({
    bytes: 0,
    expertBytes: 0,
    largestExpertTensorBytes: 0,
  }));
  const sums = { input: 0, output: 0, width: 1, besideOthers: 1, outputWidth: 0 };
  for (const [name, { a, b }] of pairsOf(tensors)) {
    if (a === undefined || b === undefined)
      return refuseFile('MissingTensor', name, 'one half of the adapter of this matrix is missing', { fix: wrongFile });
    requireShape(name, a, b, model);
    const where = place({ name });
    const size = placedBytes(a) + placedBytes(b);
    const [rank, columns, rows] = [dimension(a, 1), dimension(a, 0), dimension(b, 1)];
    if (where === 'input') sums.input += size;
    else if (where === 'output') {
      sums.output += size;
      sums.outputWidth = Math.max(sums.outputWidth, rows + rank);
    } else if (where === 'projector')
      refuseFile('UnknownTensor', name, 'it changes an encoder of images', { fix: wrongFile });
    else {
      const layer =
        layers[where.layer] ??
        refuseFile('InconsistentFile', name, `the model has ${blockCount} layers`, { fix: wrongFile });
      layer.bytes += size;
      const width = adapterWidth({ name, columns, rows, rank }, facts, model);
      sums.width = Math.max(sums.width, width.alone);
      sums.besideOthers = Math.max(sums.besideOthers, width.besideOthers);
    }
  }
  return {
    inputBytes: sums.input,
    outputBytes: sums.output,
    layers: runs(layers.slice(0, blockCount - nextnPredictLayers)),
    width: sums.width,
    widthBesideOthers: sums.besideOthers === sums.width ? undefined : sums.besideOthers,
    outputWidth: sums.outputWidth === 0 ? undefined : sums.outputWidth,
  };
}
