/** Command R and its followers: parallel blocks with one norm. Sources: llama.cpp src/models/{command-r,cohere2}.cpp. */
import type { ArchitectureFacts } from '../../../lib/catalog/model';
import { layersOf, perLayer } from '../../../lib/gguf/architectures/architecture';
import { attention, feedForward } from './decoder';
import { embeddings, preciseInLayer, type ModelTensor, type Tensors } from './tensor';

const parallelBlock = (facts: ArchitectureFacts, layer: number): readonly ModelTensor[] => [
  ...attention(facts, layer),
  ...feedForward(facts, layer).filter(({ name }) => !name.includes('ffn_norm')),
];

/** From 64 layers on, a norm for each head's query and key. */
export const commandR: Tensors = (facts, variant) => [
  ...embeddings(facts, variant),
  ...layersOf(facts).flatMap((layer) => [
    ...parallelBlock(facts, layer),
    ...(facts.blockCount < 64
      ? []
      : [
          preciseInLayer(layer, 'attn_q_norm.weight', facts.keyLength, facts.headCount),
          preciseInLayer(layer, 'attn_k_norm.weight', facts.keyLength, perLayer(facts.headCountKv, layer)),
        ]),
  ]),
];

export const cohere2: Tensors = (facts, variant) => [
  ...embeddings(facts, variant),
  ...layersOf(facts).flatMap((layer) => parallelBlock(facts, layer)),
];
