/**
 * The parts that encoders share: no cache, no output matrix, norms after each block. Source: llama.cpp
 * src/models/bert.cpp.
 */
import type { ArchitectureFacts } from '../../catalog/model';
import { inLayer, perLayer, preciseInLayer, type Architecture, type ModelTensor } from './architecture';
import { plainScoreOperands } from './decoder';

/** Token embeddings, token types, positions where there are any, and the first norm. */
export function encoderEmbeddings(
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
export const encoderNorms = ({ embeddingLength }: ArchitectureFacts, layer: number): readonly ModelTensor[] =>
  ['attn_output_norm', 'layer_output_norm'].flatMap((name) =>
    ['weight', 'bias'].map((part) => preciseInLayer(layer, `${name}.${part}`, embeddingLength)),
  );

/** Up and down matrices. */
export const encoderFeedForward = (facts: ArchitectureFacts, layer: number): readonly ModelTensor[] => {
  const width = perLayer(facts.feedForwardLength, layer);
  return [
    inLayer(layer, 'ffn_up', facts.embeddingLength, width),
    inLayer(layer, 'ffn_down', width, facts.embeddingLength),
  ];
};

/** An encoder: nothing is kept between requests. */
export const encoder = (own: Pick<Architecture, 'tensors' | 'activations'>): Architecture => ({
  cacheRow: () => undefined,
  recurrentState: () => 0,
  scoreOperands: plainScoreOperands,
  encoder: true,
  ...own,
});
