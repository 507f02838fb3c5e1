/** Tensors that most decoders share: grouped-query attention, a gated feed-forward network, routed experts. */
import type { ArchitectureFacts } from '../../../lib/catalog/model';
import { perLayer } from '../../../lib/gguf/architectures/architecture';
import { queryLength } from '../../../lib/gguf/architectures/decoder';
import { expertsInLayer, inLayer, preciseInLayer, type ModelTensor } from './tensor';

/** Separate query, key, value and output projections. */
export function attention(facts: ArchitectureFacts, layer: number, { biases = false } = {}): readonly ModelTensor[] {
  const { embeddingLength: embedding } = facts;
  const heads = perLayer(facts.headCountKv, layer);
  const widths = [
    ['attn_q', queryLength(facts)],
    ['attn_k', heads * facts.keyLength],
    ['attn_v', heads * facts.valueLength],
  ] as const;
  return [
    preciseInLayer(layer, 'attn_norm.weight', embedding),
    ...widths.map(([name, width]) => inLayer(layer, name, embedding, width)),
    ...(biases ? widths.map(([name, width]) => preciseInLayer(layer, `${name}.bias`, width)) : []),
    inLayer(layer, 'attn_output', facts.headCount * facts.valueLength, embedding),
  ];
}

/** Norms of each head's query and key. */
export const headNorms = ({ keyLength }: ArchitectureFacts, layer: number): readonly ModelTensor[] => [
  preciseInLayer(layer, 'attn_k_norm.weight', keyLength),
  preciseInLayer(layer, 'attn_q_norm.weight', keyLength),
];

/** Gate, up and down matrices. */
export function feedForward(facts: ArchitectureFacts, layer: number): readonly ModelTensor[] {
  const { embeddingLength: embedding } = facts;
  const width = perLayer(facts.feedForwardLength, layer);
  return [
    preciseInLayer(layer, 'ffn_norm.weight', embedding),
    inLayer(layer, 'ffn_gate', embedding, width),
    inLayer(layer, 'ffn_down', width, embedding),
    inLayer(layer, 'ffn_up', embedding, width),
  ];
}

/** Width of one routed expert; llama.cpp falls back to the feed-forward length (Mixtral). */
export const expertWidth = (facts: ArchitectureFacts): number =>
  facts.expertFeedForwardLength ?? perLayer(facts.feedForwardLength, 0);

/** Router and routed experts. */
export function experts(facts: ArchitectureFacts, layer: number): readonly ModelTensor[] {
  const { embeddingLength: embedding, expertCount = 0 } = facts;
  const width = expertWidth(facts);
  return [
    preciseInLayer(layer, 'ffn_norm.weight', embedding),
    preciseInLayer(layer, 'ffn_gate_inp.weight', embedding, expertCount),
    expertsInLayer(layer, 'ffn_gate_exps', embedding, width, expertCount),
    expertsInLayer(layer, 'ffn_down_exps', width, embedding, expertCount),
    expertsInLayer(layer, 'ffn_up_exps', embedding, width, expertCount),
  ];
}

/** The expert that every token takes. */
export function sharedExpert(
  { embeddingLength: embedding }: ArchitectureFacts,
  layer: number,
  width: number,
): readonly ModelTensor[] {
  if (width === 0) return [];
  return [
    inLayer(layer, 'ffn_gate_shexp', embedding, width),
    inLayer(layer, 'ffn_down_shexp', width, embedding),
    inLayer(layer, 'ffn_up_shexp', embedding, width),
  ];
}
