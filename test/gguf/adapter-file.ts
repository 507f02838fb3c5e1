/** A LoRA adapter of a model's shape in GGUF: two small matrices for each matrix that it changes. */
import type { Adapter } from '../../lib/catalog/adapter';
import type { ArchitectureFacts } from '../../lib/catalog/model';
import { adapterFacts, type FileTensor } from '../../lib/gguf/header';
import { tensorBytes } from '../../lib/gguf/tensor-types';
import type { HeaderValue, TypedTensor } from './writer';

/** Which matrices an adapter changes, and how much. */
export interface AdapterShape {
  readonly rank: number;
  /** @default - every matrix of the layers */
  readonly changes?: RegExp;
}

const everyMatrix = /^blk\.\d+\.(attn|ffn)_(q|k|v|output|qkv|gate|up|down)(_exps)?\.weight$/;

/** The tensors of an adapter of a model. */
export const adapterTensors = (
  model: readonly TypedTensor[],
  { rank, changes = everyMatrix }: AdapterShape,
): readonly TypedTensor[] =>
  model
    .filter(({ name, shape }) => changes.test(name) && shape.length > 1)
    .flatMap(({ name, shape: [columns = 1, rows = 1, ...experts] }) =>
      name === 'token_embd.weight'
        ? [
            { name: `${name}.lora_a`, shape: [rank, rows], type: 'F32' as const },
            { name: `${name}.lora_b`, shape: [rank, columns], type: 'F32' as const },
          ]
        : [
            { name: `${name}.lora_a`, shape: [columns, rank, ...experts], type: 'F32' as const },
            { name: `${name}.lora_b`, shape: [rank, rows, ...experts], type: 'F32' as const },
          ],
    );

/** The keys of an adapter, as its converter writes them. */
export const adapterMetadata = ({ architecture }: ArchitectureFacts): Readonly<Record<string, HeaderValue>> => ({
  'general.type': { text: 'adapter' },
  'general.architecture': { text: architecture },
  'adapter.type': { text: 'lora' },
  'adapter.lora.alpha': { float32: 16 },
});

const withBytes = (tensors: readonly TypedTensor[]): readonly FileTensor[] =>
  tensors.map((tensor) => ({ ...tensor, bytes: tensorBytes(tensor.type, tensor.shape) ?? 0 }));

/** Where the bytes of an adapter lie, as its header says. */
export const adapterOfShape = (
  facts: ArchitectureFacts,
  model: readonly TypedTensor[],
  shape: AdapterShape,
): Adapter['tensors'] =>
  adapterFacts(
    {
      metadata: Object.fromEntries(
        Object.entries(adapterMetadata(facts)).map(([key, value]) => [key, 'text' in value ? value.text : 16]),
      ),
      tensors: withBytes(adapterTensors(model, shape)),
    },
    facts,
    withBytes(model),
  );
