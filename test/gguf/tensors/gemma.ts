/** Gemma 2, 3 and 3n: norms after each block too. Sources: llama.cpp src/models/{gemma2,gemma3,gemma3n}.cpp. */
import { layersOf } from '../../../lib/gguf/architectures/architecture';
import { attention, feedForward, headNorms } from './decoder';
import { embeddings, inLayer, preciseInLayer, type ModelTensor, type Tensors } from './tensor';

export const gemma2: Tensors = (facts, variant) => [
  ...embeddings(facts, variant),
  ...layersOf(facts).flatMap((layer) => [
    ...attention(facts, layer),
    preciseInLayer(layer, 'post_attention_norm.weight', facts.embeddingLength),
    ...feedForward(facts, layer),
    preciseInLayer(layer, 'post_ffw_norm.weight', facts.embeddingLength),
  ]),
];

/** A norm on each head. */
export const gemma3: Tensors = (facts, variant) => [
  ...embeddings(facts, variant),
  ...layersOf(facts).flatMap((layer) => [
    ...attention(facts, layer),
    ...headNorms(facts, layer),
    preciseInLayer(layer, 'post_attention_norm.weight', facts.embeddingLength),
    ...feedForward(facts, layer),
    preciseInLayer(layer, 'post_ffw_norm.weight', facts.embeddingLength),
  ]),
];

/** Streams of the residual, and the rank of what is added to the attention's result. */
const streams = 4;
const rank = 64;

const streamTensors = (embedding: number, layer: number): readonly ModelTensor[] => [
  preciseInLayer(layer, 'altup_correct_coef.weight', streams, streams),
  preciseInLayer(layer, 'altup_correct_scale.weight', embedding),
  preciseInLayer(layer, 'altup_predict_coef.weight', streams, streams * streams),
  preciseInLayer(layer, 'altup_router.weight', embedding, streams),
  preciseInLayer(layer, 'altup_router_norm.weight', embedding),
  inLayer(layer, 'laurel_l', embedding, rank),
  inLayer(layer, 'laurel_r', rank, embedding),
  preciseInLayer(layer, 'laurel_post_norm.weight', embedding),
];

/** Streams of the residual, and a second embedding for each layer. */
export const gemma3n: Tensors = (facts, variant) => {
  const { embeddingLength: embedding, embeddingLengthPerLayer: length = 0, blockCount } = facts;
  return [
    ...gemma3(facts, variant),
    { name: 'altup_proj.weight', shape: [embedding, embedding, streams - 1], role: 'output' },
    { name: 'altup_unembd_proj.weight', shape: [embedding, embedding, streams - 1], role: 'output' },
    { name: 'per_layer_token_embd.weight', shape: [length * blockCount, facts.vocabularySize], role: 'input' },
    { name: 'per_layer_model_proj.weight', shape: [embedding, length * blockCount], role: 'layer', layer: 0 },
    { name: 'per_layer_proj_norm.weight', shape: [length], role: 'layer', layer: 0, fullPrecision: true },
    ...layersOf(facts).flatMap((layer) => [
      inLayer(layer, 'inp_gate', embedding, length),
      inLayer(layer, 'proj', length, embedding),
      preciseInLayer(layer, 'post_norm.weight', embedding),
      ...streamTensors(embedding, layer),
    ]),
  ];
};
