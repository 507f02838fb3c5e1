/** `gemma4`: shared caches, optional experts and per-layer inputs. Source: llama.cpp src/models/gemma4.cpp. */
import type { ArchitectureFacts } from '../../../lib/catalog/model';
import { layersOf, perLayer } from '../../../lib/gguf/architectures/architecture';
import { slidesByPeriod } from '../../../lib/gguf/architectures/decoder';
import { expertWidth, feedForward } from './decoder';
import {
  embeddings,
  expertsInLayer,
  inLayer,
  preciseInLayer,
  ropeFactors,
  type ModelTensor,
  type TensorVariant,
  type Tensors,
} from './tensor';

/** The pattern is always listed in the header; without it nothing is assumed to slide. */
const slides = (facts: ArchitectureFacts, layer: number): boolean => slidesByPeriod(facts, layer, 1);

const headLength = (facts: ArchitectureFacts, layer: number): number =>
  slides(facts, layer) ? (facts.keyLengthSwa ?? facts.keyLength) : facts.keyLength;

const keepsCache = (facts: ArchitectureFacts, layer: number): boolean =>
  layer < facts.blockCount - (facts.sharedKvLayers ?? 0);

function mixedAttention(
  facts: ArchitectureFacts,
  layer: number,
  { keysAreValues = false }: TensorVariant,
): readonly ModelTensor[] {
  const { embeddingLength: embedding } = facts;
  const length = headLength(facts, layer);
  const cached = perLayer(facts.headCountKv, layer) * length;
  return [
    preciseInLayer(layer, 'attn_norm.weight', embedding),
    inLayer(layer, 'attn_q', embedding, facts.headCount * length),
    ...(keepsCache(facts, layer)
      ? [
          inLayer(layer, 'attn_k', embedding, cached),
          ...(keysAreValues && !slides(facts, layer) ? [] : [inLayer(layer, 'attn_v', embedding, cached)]),
          preciseInLayer(layer, 'attn_k_norm.weight', length),
        ]
      : []),
    inLayer(layer, 'attn_output', facts.headCount * length, embedding),
    preciseInLayer(layer, 'attn_q_norm.weight', length),
    preciseInLayer(layer, 'post_attention_norm.weight', embedding),
    preciseInLayer(layer, 'layer_output_scale.weight', 1),
  ];
}

function routedExperts(facts: ArchitectureFacts, layer: number): readonly ModelTensor[] {
  const { embeddingLength: embedding, expertCount: count = 0 } = facts;
  if (count === 0) return [];
  return [
    preciseInLayer(layer, 'ffn_gate_inp.weight', embedding, count),
    preciseInLayer(layer, 'ffn_gate_inp.scale', embedding),
    ...['pre_ffw_norm_2', 'post_ffw_norm_1', 'post_ffw_norm_2'].map((name) =>
      preciseInLayer(layer, `${name}.weight`, embedding),
    ),
    expertsInLayer(layer, 'ffn_gate_up_exps', embedding, 2 * expertWidth(facts), count),
    expertsInLayer(layer, 'ffn_down_exps', expertWidth(facts), embedding, count),
  ];
}

/** A second embedding of each token for each layer: large, looked up only, so it stays on the host. */
function perLayerInputs(facts: ArchitectureFacts): readonly ModelTensor[] {
  const { embeddingLengthPerLayer: length = 0, embeddingLength: embedding, blockCount } = facts;
  if (length === 0) return [];
  return [
    { name: 'per_layer_token_embd.weight', shape: [length * blockCount, facts.vocabularySize], role: 'input' },
    { name: 'per_layer_model_proj.weight', shape: [embedding, length * blockCount], role: 'layer', layer: 0 },
    { name: 'per_layer_proj_norm.weight', shape: [length], role: 'layer', layer: 0, fullPrecision: true },
    ...layersOf(facts).flatMap((layer) => [
      inLayer(layer, 'inp_gate', embedding, length),
      inLayer(layer, 'proj', length, embedding),
      preciseInLayer(layer, 'post_norm.weight', embedding),
    ]),
  ];
}

export const gemma4: Tensors = (facts, variant) => [
  ...embeddings(facts, variant),
  ...ropeFactors(facts, variant),
  ...perLayerInputs(facts),
  ...layersOf(facts).flatMap((layer) => [
    ...mixedAttention(facts, layer, variant),
    ...feedForward(facts, layer),
    preciseInLayer(layer, 'post_ffw_norm.weight', facts.embeddingLength),
    ...routedExperts(facts, layer),
  ]),
];
