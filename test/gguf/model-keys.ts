/** Keys that the engine asks of one architecture, beside the shape, with values as converters write them. */
import { type AnyArchitectureName, type ArchitectureName, isArchitecture } from '../../lib/catalog/model';
import type { TensorVariant } from './tensors/tensor';
import type { HeaderValue } from './writer';

type Values = Readonly<Record<string, HeaderValue>>;

/** Granite multiplies its embedding, residual, scores and logits. */
const graniteScales: Values = {
  embedding_scale: { float32: 12 },
  residual_scale: { float32: 0.22 },
  'attention.scale': { float32: 0.0078125 },
  logit_scale: { float32: 8 },
};

/** Experts are chosen by a sigmoid. */
const sigmoid: Values = { expert_gating_func: { uint32: 2 } };

const keysByName: Readonly<Partial<Record<ArchitectureName, Values>>> = {
  granite: graniteScales,
  granitemoe: graniteScales,
  'command-r': { logit_scale: { float32: 0.0625 } },
  cohere2: { logit_scale: { float32: 0.25 } },
  mistral3: {
    'attention.temperature_scale': { float32: 0.1 },
    'rope.scaling.original_context_length': { uint32: 16_384 },
  },
  glm4moe: { ...sigmoid, expert_weights_norm: { bool: true }, expert_weights_scale: { float32: 2.5 } },
  'minimax-m2': sigmoid,
  granitehybrid: graniteScales,
  'nomic-bert-moe': { moe_every_n_layers: { uint32: 2 } },
};

const steppers: readonly AnyArchitectureName[] = ['llama4', 'ernie4_5-moe'];

/** The keys of one architecture, without its name in front. */
export const keysOf = (name: AnyArchitectureName, { expertLayerStep = 1 }: Partial<TensorVariant>): Values => ({
  ...(isArchitecture(name) ? keysByName[name] : {}),
  ...(steppers.includes(name) ? { interleave_moe_layer_step: { uint32: expertLayerStep } } : {}),
});
