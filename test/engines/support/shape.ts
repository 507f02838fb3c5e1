/**
 * Files of the catalogue's shapes: tensor by tensor, zeros that take no disk, with fewer layers where a machine could
 * not hold them all.
 */
import type { ArchitectureFacts, Model } from '../../../lib/catalog/model';
import { tensorBytes } from '../../../lib/gguf/tensor-types';
import { isStandardMix, type MixVariant, type StandardMix } from '../../gguf/standard-mix';
import type { TensorVariant } from '../../gguf/tensors/tensor';
import { modelTensors, writeModelFile } from '../../gguf/model-file';
import { modelOfShape } from '../../gguf/model-of-shape';

type Variant = TensorVariant & MixVariant;

/** A shape of which a file can be written. */
export interface Shape {
  readonly facts: ArchitectureFacts;
  readonly mix: StandardMix;
  readonly variant: Variant;
}

const mixVariants: readonly (MixVariant & Partial<TensorVariant>)[] = [
  {},
  { preciseValues: true },
  { importanceMatrix: true },
  { fusedQkv: 'as attn_v' },
  { fusedQkv: 'as attn_v', preciseValues: true },
  { latentValues: 'as others' },
  { keysAreValues: true },
];

const sizesOf = ({ facts, mix, variant }: Shape): string => {
  const { inputBytes, outputBytes, layers } = modelOfShape(facts, mix, variant).tensors;
  return JSON.stringify({ inputBytes, outputBytes, layers });
};

/** The shape whose every layer has the bytes of the catalogue; `undefined` for a file that is no standard mix. */
export function shapeOf({
  architecture: facts,
  quantisation: mix,
  tensors: { inputBytes, outputBytes, layers, tied },
}: Model): Shape | undefined {
  if (!isStandardMix(mix)) return undefined;
  const wanted = JSON.stringify({ inputBytes, outputBytes, layers });
  const shapes = [false, true].flatMap((ropeFactors) =>
    mixVariants.map((variant): Shape => ({ facts, mix, variant: { tied, ropeFactors, ...variant } })),
  );
  return shapes.find((shape) => sizesOf(shape) === wanted);
}

const firstOf = (fact: number | readonly number[], count: number): number | readonly number[] =>
  typeof fact === 'number' ? fact : fact.slice(0, count);

/** The same shape with its first layers only. */
export function cut(shape: Shape, layers: number): Shape {
  const { facts } = shape;
  if (layers >= facts.blockCount) return shape;
  const { slidingWindowPattern: pattern, sharedKvLayers } = facts;
  return {
    ...shape,
    facts: {
      ...facts,
      blockCount: layers,
      nextnPredictLayers: undefined,
      feedForwardLength: firstOf(facts.feedForwardLength, layers),
      headCountKv: firstOf(facts.headCountKv, layers),
      slidingWindowPattern: typeof pattern === 'number' || pattern === undefined ? pattern : pattern.slice(0, layers),
      sharedKvLayers:
        sharedKvLayers === undefined ? undefined : Math.round((sharedKvLayers * layers) / facts.blockCount),
    },
  };
}

/** The catalogue's entry of a shape. */
export const entryOf = ({ facts, mix, variant }: Shape): Model => modelOfShape(facts, mix, variant);

/** Writes the file of a shape. */
export const writeShape = (path: string, { facts, mix, variant }: Shape): number =>
  writeModelFile(path, facts, mix, variant);

/** Bytes of tensors that the engine skips: Gemma 3n has keys and values in layers that share a cache. */
export function skippedBytes(shape: Shape): number {
  const { facts, mix, variant } = shape;
  const { inputBytes, outputBytes, layers, tied } = entryOf(shape).tensors;
  if ((facts.sharedKvLayers ?? 0) === 0) return 0;
  const all = modelTensors(facts, mix, variant).map(({ type, shape: sides }) => tensorBytes(type, sides) ?? 0);
  const read = layers.map(({ layers: count, bytes, expertBytes = 0 }) => count * (bytes + expertBytes));
  const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
  return Math.max(0, sum(all) - sum(read) - inputBytes - (tied ? 0 : outputBytes));
}

/** Bytes of the token embedding, which GPUs hold once more where it is the output as well. */
export function embeddingBytes({ facts, mix, variant }: Shape): number {
  const embedding = modelTensors(facts, mix, variant).find(({ name }) => name === 'token_embd.weight');
  return embedding === undefined ? 0 : (tensorBytes(embedding.type, embedding.shape) ?? 0);
}
