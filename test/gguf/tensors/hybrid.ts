/**
 * Decoders with recurrent layers. Sources: llama.cpp src/models/{qwen3next,qwen35moe,granite-hybrid,nemotron-h,
 * lfm2}.cpp.
 */
import type { ArchitectureFacts } from '../../../lib/catalog/model';
import { layersOf, perLayer } from '../../../lib/gguf/architectures/architecture';
import { attention, experts, feedForward, headNorms, sharedExpert } from './decoder';
import { gatedAttention, recurrence, recurs } from './qwen35';
import { embeddings, inLayer, preciseInLayer, type ModelTensor, type Tensors } from './tensor';

type RecurrentFacts = NonNullable<ArchitectureFacts['ssm']>;

const recursWithoutKeys = (facts: ArchitectureFacts, layer: number): boolean =>
  perLayer(facts.headCountKv, layer) === 0;

/** A norm by another name. */
const renamed = (tensors: readonly ModelTensor[], layer: number, from: string, to: string): readonly ModelTensor[] =>
  tensors.map((tensor) =>
    tensor.name === `blk.${layer}.${from}.weight` ? { ...tensor, name: `blk.${layer}.${to}.weight` } : tensor,
  );

/** Routed experts and a shared one behind a gate of its own. */
const gatedExperts = (facts: ArchitectureFacts, layer: number): readonly ModelTensor[] => [
  ...renamed(experts(facts, layer), layer, 'ffn_norm', 'post_attention_norm'),
  preciseInLayer(layer, 'ffn_gate_inp_shexp.weight', facts.embeddingLength),
  ...sharedExpert(facts, layer, facts.expertSharedFeedForwardLength ?? perLayer(facts.feedForwardLength, 0)),
];

export const qwen35moe: Tensors = (facts, variant) => [
  ...embeddings(facts, variant),
  ...layersOf(facts).flatMap((layer) => [
    ...(facts.ssm && recurs(facts, layer) ? recurrence(facts, facts.ssm, layer) : gatedAttention(facts, layer)),
    ...gatedExperts(facts, layer),
  ]),
];

/** The projections of beta and alpha are one matrix. */
export const qwen3next: Tensors = (facts, variant) =>
  qwen35moe(facts, variant).flatMap((tensor) => {
    if (tensor.name.endsWith('.ssm_alpha.weight')) return [];
    if (!tensor.name.endsWith('.ssm_beta.weight')) return [tensor];
    const [row = 0, rows = 0] = tensor.shape;
    return [{ ...tensor, name: tensor.name.replace('ssm_beta', 'ssm_ba'), shape: [row, 2 * rows] }];
  });

function mamba(facts: ArchitectureFacts, ssm: RecurrentFacts, layer: number): readonly ModelTensor[] {
  const { innerSize: inner, groupCount: groups, stateSize: state, timeStepRank: heads, convKernel } = ssm;
  const convolved = inner + 2 * groups * state;
  return [
    preciseInLayer(layer, 'attn_norm.weight', facts.embeddingLength),
    inLayer(layer, 'ssm_in', facts.embeddingLength, 2 * inner + 2 * groups * state + heads),
    preciseInLayer(layer, 'ssm_conv1d.weight', convKernel, convolved),
    preciseInLayer(layer, 'ssm_conv1d.bias', convolved),
    preciseInLayer(layer, 'ssm_dt.bias', heads),
    preciseInLayer(layer, 'ssm_a', 1, heads),
    preciseInLayer(layer, 'ssm_d', 1, heads),
    preciseInLayer(layer, 'ssm_norm.weight', inner / groups, groups),
    inLayer(layer, 'ssm_out', inner, facts.embeddingLength),
  ];
}

export const graniteHybrid: Tensors = (facts, variant) => [
  ...embeddings(facts, variant),
  ...layersOf(facts).flatMap((layer) => [
    ...(facts.ssm && recursWithoutKeys(facts, layer) ? mamba(facts, facts.ssm, layer) : attention(facts, layer)),
    ...(facts.expertCount
      ? [...experts(facts, layer), ...sharedExpert(facts, layer, facts.expertSharedFeedForwardLength ?? 0)]
      : feedForward(facts, layer)),
  ]),
];

/** Each layer is one of three: recurrence, attention, or up and down matrices. */
export const nemotronH: Tensors = (facts, variant) => [
  ...embeddings(facts, variant),
  ...layersOf(facts).flatMap((layer) => {
    const { embeddingLength: embedding } = facts;
    const width = perLayer(facts.feedForwardLength, layer);
    if (width > 0) {
      return [
        preciseInLayer(layer, 'attn_norm.weight', embedding),
        inLayer(layer, 'ffn_up', embedding, width),
        inLayer(layer, 'ffn_down', width, embedding),
      ];
    }
    return facts.ssm && recursWithoutKeys(facts, layer) ? mamba(facts, facts.ssm, layer) : attention(facts, layer);
  }),
];

/** The norm before the output has the name of one behind the input. */
export const lfm2: Tensors = (facts, variant) => [
  ...embeddings(facts, variant).map((tensor) =>
    tensor.name === 'output_norm.weight' ? { ...tensor, name: 'token_embd_norm.weight' } : tensor,
  ),
  ...layersOf(facts).flatMap((layer) => {
    const { embeddingLength: embedding, shortConvolutionLength = 0 } = facts;
    return [
      ...(recursWithoutKeys(facts, layer)
        ? [
            preciseInLayer(layer, 'attn_norm.weight', embedding),
            preciseInLayer(layer, 'shortconv.conv.weight', shortConvolutionLength, embedding),
            inLayer(layer, 'shortconv.in_proj', embedding, 3 * embedding),
            inLayer(layer, 'shortconv.out_proj', embedding, embedding),
          ]
        : [...attention(facts, layer), ...headNorms(facts, layer)]),
      ...feedForward(facts, layer),
    ];
  }),
];
