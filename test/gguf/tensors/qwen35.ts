/** `qwen35`: three recurrent layers to each one with attention. Source: llama.cpp src/models/qwen35.cpp. */
import type { ArchitectureFacts } from '../../../lib/catalog/model';
import { layersOf, perLayer } from '../../../lib/gguf/architectures/architecture';
import { attention, headNorms } from './decoder';
import { embeddings, inLayer, preciseInLayer, type ModelTensor, type Tensors } from './tensor';

type RecurrentFacts = NonNullable<ArchitectureFacts['ssm']>;

/** Whether a layer recurs. */
export const recurs = (
  { ssm, recurrentLayers, fullAttentionInterval = 4 }: ArchitectureFacts,
  layer: number,
): boolean =>
  ssm !== undefined &&
  (recurrentLayers === undefined ? (layer + 1) % fullAttentionInterval !== 0 : recurrentLayers[layer] === true);

/** Elements of the convolution's input: queries and keys of every group, and the values. */
const convolved = ({ innerSize, groupCount, stateSize }: RecurrentFacts): number =>
  innerSize + 2 * groupCount * stateSize;

/** A layer that recurs, without its feed-forward network. */
export function recurrence(facts: ArchitectureFacts, ssm: RecurrentFacts, layer: number): readonly ModelTensor[] {
  const { embeddingLength: embedding } = facts;
  return [
    preciseInLayer(layer, 'attn_norm.weight', embedding),
    inLayer(layer, 'attn_qkv', embedding, convolved(ssm)),
    inLayer(layer, 'attn_gate', embedding, ssm.innerSize),
    preciseInLayer(layer, 'ssm_conv1d.weight', ssm.convKernel, convolved(ssm)),
    preciseInLayer(layer, 'ssm_dt.bias', ssm.timeStepRank),
    preciseInLayer(layer, 'ssm_a', ssm.timeStepRank),
    inLayer(layer, 'ssm_beta', embedding, ssm.timeStepRank),
    inLayer(layer, 'ssm_alpha', embedding, ssm.timeStepRank),
    preciseInLayer(layer, 'ssm_norm.weight', ssm.stateSize),
    inLayer(layer, 'ssm_out', ssm.innerSize, embedding),
  ];
}

/** The query projection also carries the gate of the attention's output, so it is twice as wide. */
export const gatedAttention = (facts: ArchitectureFacts, layer: number): readonly ModelTensor[] => [
  ...attention(facts, layer).map((tensor) =>
    tensor.name.endsWith('attn_q.weight')
      ? { ...tensor, shape: [facts.embeddingLength, 2 * facts.headCount * facts.keyLength] }
      : tensor,
  ),
  ...headNorms(facts, layer),
];

export const qwen35: Tensors = (facts, variant) => [
  ...embeddings(facts, variant),
  ...layersOf(facts).flatMap((layer) => {
    const width = perLayer(facts.feedForwardLength, layer);
    const { embeddingLength: embedding, ssm } = facts;
    return [
      ...(ssm && recurs(facts, layer) ? recurrence(facts, ssm, layer) : gatedAttention(facts, layer)),
      preciseInLayer(layer, 'post_attention_norm.weight', embedding),
      inLayer(layer, 'ffn_gate', embedding, width),
      inLayer(layer, 'ffn_down', width, embedding),
      inLayer(layer, 'ffn_up', embedding, width),
    ];
  }),
];
