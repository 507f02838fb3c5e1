/**
 * Tensors of encoders: no output matrix, norms after each block. Source: llama.cpp src/models/{bert,nomic-bert,
 * nomic-bert-moe,jina-bert-v2,modern-bert,gemma-embedding}.cpp.
 */
import type { ArchitectureFacts } from '../../../lib/catalog/model';
import { layersOf, perLayer } from '../../../lib/gguf/architectures/architecture';
import { expertsInLayer, inLayer, preciseInLayer, type ModelTensor, type Tensors } from './tensor';

/** Token embeddings, token types, positions where there are any, and the first norm. */
function encoderEmbeddings(
  facts: ArchitectureFacts,
  { positions }: { readonly positions: boolean },
): readonly ModelTensor[] {
  const { embeddingLength: embedding } = facts;
  return [
    { name: 'token_embd.weight', shape: [embedding, facts.vocabularySize], role: 'input' },
    { name: 'token_types.weight', shape: [embedding, facts.tokenTypeCount ?? 1], role: 'input', fullPrecision: true },
    ...(positions
      ? [
          {
            name: 'position_embd.weight',
            shape: [embedding, facts.contextLength],
            role: 'input',
            fullPrecision: true,
          } as const,
        ]
      : []),
    ...['weight', 'bias'].map(
      (part) =>
        ({
          name: `token_embd_norm.${part}`,
          shape: [embedding],
          role: 'layer',
          layer: 0,
          fullPrecision: true,
        }) as const,
    ),
  ];
}

/** The two norms of a layer, each with a bias. */
const encoderNorms = ({ embeddingLength }: ArchitectureFacts, layer: number): readonly ModelTensor[] =>
  ['attn_output_norm', 'layer_output_norm'].flatMap((name) =>
    ['weight', 'bias'].map((part) => preciseInLayer(layer, `${name}.${part}`, embeddingLength)),
  );

/** Up and down matrices. */
const encoderFeedForward = (facts: ArchitectureFacts, layer: number): readonly ModelTensor[] => {
  const width = perLayer(facts.feedForwardLength, layer);
  return [
    inLayer(layer, 'ffn_up', facts.embeddingLength, width),
    inLayer(layer, 'ffn_down', width, facts.embeddingLength),
  ];
};

/** The head of a reranker: a matrix of the width of the model, then one row for each class. */
const classifier = ({ embeddingLength: embedding, classCount }: ArchitectureFacts): readonly ModelTensor[] =>
  classCount === undefined
    ? []
    : (
        [
          ['cls.weight', [embedding, embedding]],
          ['cls.bias', [embedding]],
          ['cls.output.weight', [embedding, classCount]],
          ['cls.output.bias', [classCount]],
        ] as const
      ).map(([name, shape]) => ({ name, shape, role: 'output', fullPrecision: true }));

/** BERT, BGE and their like: biases everywhere and learnt positions. */
export const bert: Tensors = (facts) => [
  ...encoderEmbeddings(facts, { positions: true }),
  ...classifier(facts),
  ...layersOf(facts).flatMap((layer) => {
    const { embeddingLength: embedding } = facts;
    return [
      ...['attn_q', 'attn_k', 'attn_v', 'attn_output'].flatMap((name) => [
        inLayer(layer, name, embedding, embedding),
        preciseInLayer(layer, `${name}.bias`, embedding),
      ]),
      ...encoderFeedForward(facts, layer),
      preciseInLayer(layer, 'ffn_up.bias', perLayer(facts.feedForwardLength, layer)),
      preciseInLayer(layer, 'ffn_down.bias', embedding),
      ...encoderNorms(facts, layer),
    ];
  }),
];

/** Nomic Embed: fused query-key-value and a gated feed-forward network. */
export const nomicBert: Tensors = (facts) => [
  ...encoderEmbeddings(facts, { positions: false }),
  ...layersOf(facts).flatMap((layer) => [
    inLayer(layer, 'attn_qkv', facts.embeddingLength, 3 * facts.embeddingLength),
    inLayer(layer, 'attn_output', facts.embeddingLength, facts.embeddingLength),
    ...encoderFeedForward(facts, layer),
    inLayer(layer, 'ffn_gate', facts.embeddingLength, perLayer(facts.feedForwardLength, layer)),
    ...encoderNorms(facts, layer),
  ]),
];

/** Nomic Embed 2: experts without a gate in every second layer. */
export const nomicBertMoe: Tensors = (facts) => [
  ...encoderEmbeddings(facts, { positions: false }),
  ...layersOf(facts).flatMap((layer) => {
    const { embeddingLength: embedding, expertCount: count = 0 } = facts;
    const width = perLayer(facts.feedForwardLength, layer);
    return [
      inLayer(layer, 'attn_qkv', embedding, 3 * embedding),
      preciseInLayer(layer, 'attn_qkv.bias', 3 * embedding),
      inLayer(layer, 'attn_output', embedding, embedding),
      preciseInLayer(layer, 'attn_output.bias', embedding),
      ...(layer % 2 === 1
        ? [
            preciseInLayer(layer, 'ffn_gate_inp.weight', embedding, count),
            expertsInLayer(layer, 'ffn_up_exps', embedding, width, count),
            expertsInLayer(layer, 'ffn_down_exps', width, embedding, count),
          ]
        : [
            ...encoderFeedForward(facts, layer),
            preciseInLayer(layer, 'ffn_up.bias', width),
            preciseInLayer(layer, 'ffn_down.bias', embedding),
          ]),
      ...encoderNorms(facts, layer),
    ];
  }),
];

/** Jina Embeddings 2: a gated feed-forward network, biases where BERT has them. */
export const jinaBertV2: Tensors = (facts) => [
  ...encoderEmbeddings(facts, { positions: false }),
  ...layersOf(facts).flatMap((layer) => {
    const { embeddingLength: embedding } = facts;
    return [
      ...['attn_q', 'attn_k', 'attn_v', 'attn_output'].flatMap((name) => [
        inLayer(layer, name, embedding, embedding),
        preciseInLayer(layer, `${name}.bias`, embedding),
      ]),
      ...encoderFeedForward(facts, layer),
      inLayer(layer, 'ffn_gate', embedding, perLayer(facts.feedForwardLength, layer)),
      preciseInLayer(layer, 'ffn_down.bias', embedding),
      ...encoderNorms(facts, layer),
    ];
  }),
];

/** ModernBERT: norms before each block, none before the first; gate and up are one matrix. */
export const modernBert: Tensors = (facts) => [
  { name: 'token_embd.weight', shape: [facts.embeddingLength, facts.vocabularySize], role: 'input' },
  { name: 'token_embd_norm.weight', shape: [facts.embeddingLength], role: 'layer', layer: 0, fullPrecision: true },
  { name: 'output_norm.weight', shape: [facts.embeddingLength], role: 'output', fullPrecision: true },
  ...layersOf(facts).flatMap((layer) => {
    const { embeddingLength: embedding } = facts;
    const width = perLayer(facts.feedForwardLength, layer);
    return [
      ...(layer === 0 ? [] : [preciseInLayer(layer, 'attn_norm.weight', embedding)]),
      inLayer(layer, 'attn_qkv', embedding, 3 * embedding),
      inLayer(layer, 'attn_output', embedding, embedding),
      preciseInLayer(layer, 'ffn_norm.weight', embedding),
      inLayer(layer, 'ffn_up', embedding, 2 * width),
      inLayer(layer, 'ffn_down', width, embedding),
    ];
  }),
];
