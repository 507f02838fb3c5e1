/** A GGUF file of a projector's exact shape, which llama-server loads beside a model. */
import type { Projector, ProjectorFacts } from '../../lib/catalog/projector';
import { tensorBytes } from '../../lib/gguf/tensor-types';
import { type HeaderValue, type TypedTensor, writeSparseGguf } from './writer';

const matrix = (name: string, row: number, rows: number): TypedTensor => ({
  name: `${name}.weight`,
  shape: [row, rows],
  type: 'F16',
});
const vector = (name: string, length: number): TypedTensor => ({ name, shape: [length], type: 'F32' });
const withBias = (name: string, row: number, rows: number): readonly TypedTensor[] => [
  matrix(name, row, rows),
  vector(`${name}.bias`, rows),
];
const norm = (name: string, length: number): readonly TypedTensor[] => [
  vector(`${name}.weight`, length),
  vector(`${name}.bias`, length),
];

/** The layers of a vision transformer, with the biases, norms and gates that the type has. */
function layers({
  type,
  blockCount,
  embeddingLength: width,
  feedForwardLength,
  headCount,
}: ProjectorFacts): readonly TypedTensor[] {
  const plain = type === 'gemma4v' || type === 'pixtral';
  const dense = (name: string, row: number, rows: number) =>
    plain ? [matrix(name, row, rows)] : withBias(name, row, rows);
  const normed = (name: string) => (plain ? [vector(`${name}.weight`, width)] : norm(name, width));
  return Array.from({ length: blockCount }, (_, layer) => `v.blk.${layer}`).flatMap((block) => [
    ...(type === 'qwen3vl_merger'
      ? dense(`${block}.attn_qkv`, width, 3 * width)
      : ['q', 'k', 'v'].flatMap((name) => dense(`${block}.attn_${name}`, width, width))),
    ...dense(`${block}.attn_out`, width, width),
    ...(type === 'gemma4v'
      ? ['q', 'k'].map((name) => vector(`${block}.attn_${name}_norm.weight`, width / headCount))
      : []),
    ...(type === 'gemma4v' ? ['attn', 'ffn'].map((name) => vector(`${block}.${name}_post_norm.weight`, width)) : []),
    ...normed(`${block}.ln1`),
    ...normed(`${block}.ln2`),
    ...dense(`${block}.ffn_up`, width, feedForwardLength),
    ...dense(`${block}.ffn_down`, feedForwardLength, width),
    ...(plain ? dense(`${block}.ffn_gate`, width, feedForwardLength) : []),
  ]);
}

/** Places per axis of a table of positions (gemma4). */
const positions = 10_240;

/** Everything around the layers. */
function ends({
  type,
  imageSize,
  patchSize,
  mergeSize,
  embeddingLength: width,
  projectionLength,
}: ProjectorFacts): readonly TypedTensor[] {
  const patches = (imageSize / patchSize) ** 2;
  const patch: TypedTensor = { name: 'v.patch_embd.weight', shape: [patchSize, patchSize, 3, width], type: 'F32' };
  const merged = mergeSize ** 2 * width;
  switch (type) {
    case 'gemma3':
      return [
        patch,
        vector('v.patch_embd.bias', width),
        { name: 'v.position_embd.weight', shape: [width, patches], type: 'F32' },
        ...norm('v.post_ln', width),
        { name: 'mm.input_projection.weight', shape: [projectionLength, width], type: 'F16' },
        vector('mm.soft_emb_norm.weight', width),
      ];
    case 'gemma4v':
      return [
        patch,
        { name: 'v.position_embd.weight', shape: [width, positions, 2], type: 'F32' },
        matrix('mm.input_projection', width, projectionLength),
      ];
    case 'qwen3vl_merger':
      return [
        patch,
        { ...patch, name: 'v.patch_embd.weight.1' },
        vector('v.patch_embd.bias', width),
        { name: 'v.position_embd.weight', shape: [width, patches], type: 'F32' },
        ...norm('v.post_ln', width),
        ...withBias('mm.0', merged, merged),
        ...withBias('mm.2', merged, projectionLength),
      ];
    case 'pixtral':
      return [
        patch,
        vector('v.pre_ln.weight', width),
        vector('mm.input_norm.weight', width),
        matrix('mm.patch_merger', merged, width),
        ...withBias('mm.1', width, projectionLength),
        ...withBias('mm.2', projectionLength, projectionLength),
        vector('v.token_embd.img_break', projectionLength),
      ];
  }
}

export const projectorTensors = (facts: ProjectorFacts): readonly TypedTensor[] => [...ends(facts), ...layers(facts)];

/** A catalogue entry of a shape, as if it had been locked from a file of exactly that shape. */
export const projectorOfShape = (facts: ProjectorFacts): Projector => {
  const sizes = projectorTensors(facts).map(({ type, shape }) => Math.ceil((tensorBytes(type, shape) ?? 0) / 32) * 32);
  const size = sizes.reduce((sum, each) => sum + each, 0);
  return {
    file: { path: 'mmproj.gguf', sha256: '0'.repeat(64), bytes: size, bytesFrom: 'computed' },
    from: 'published shape',
    tensorBytes: size,
    facts,
  };
};

export function projectorMetadata(facts: ProjectorFacts): Readonly<Record<string, HeaderValue>> {
  const {
    type,
    imageSize,
    patchSize,
    mergeSize,
    embeddingLength,
    feedForwardLength,
    headCount,
    blockCount,
    projectionLength,
  } = facts;
  const counts = {
    image_size: imageSize,
    patch_size: patchSize,
    embedding_length: embeddingLength,
    feed_forward_length: feedForwardLength,
    block_count: blockCount,
    projection_dim: projectionLength,
    'attention.head_count': headCount,
    [type.startsWith('gemma') ? 'projector.scale_factor' : 'spatial_merge_size']: mergeSize,
  };
  return {
    'general.architecture': { text: 'clip' },
    'clip.has_vision_encoder': { bool: true },
    'clip.projector_type': { text: type },
    'clip.use_gelu': { bool: true },
    ...Object.fromEntries(Object.entries(counts).map(([key, value]) => [`clip.vision.${key}`, { uint32: value }])),
    'clip.vision.attention.layer_norm_epsilon': { float32: 1e-6 },
    'clip.vision.image_mean': { floats: [0.5, 0.5, 0.5] },
    'clip.vision.image_std': { floats: [0.5, 0.5, 0.5] },
  };
}

/** Writes the file; its tensors are zeros. Returns its length. */
export const writeProjectorFile = (path: string, facts: ProjectorFacts): number =>
  writeSparseGguf(path, projectorMetadata(facts), projectorTensors(facts));
