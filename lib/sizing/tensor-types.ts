/** GGML's tensor types and the bytes that a tensor of each takes; a type that is not listed is refused by whoever looks it up. */
import { bytes, type Bytes } from '../core/bytes';

/** Elements and bytes of one block. */
interface Block {
  readonly elements: number;
  readonly bytes: number;
}

const block = (elements: number, size: number): Block => ({ elements, bytes: size });

/** Block sizes, by the name that GGUF tools print. Source: llama.cpp ggml/src/ggml-common.h. */
const blocks = {
  F32: block(1, 4), F16: block(1, 2), BF16: block(1, 2), I32: block(1, 4),
  Q4_0: block(32, 18), Q4_1: block(32, 20), Q5_0: block(32, 22), Q5_1: block(32, 24), Q8_0: block(32, 34),
  Q2_K: block(256, 84), Q3_K: block(256, 110), Q4_K: block(256, 144), Q5_K: block(256, 176), Q6_K: block(256, 210),
  IQ1_S: block(256, 50), IQ1_M: block(256, 56), IQ2_XXS: block(256, 66), IQ2_XS: block(256, 74), IQ2_S: block(256, 82),
  IQ3_XXS: block(256, 98), IQ3_S: block(256, 110), IQ4_XS: block(256, 136), IQ4_NL: block(32, 18), MXFP4: block(32, 17),
} as const satisfies Readonly<Record<string, Block>>;

export type TensorType = keyof typeof blocks;
export const tensorTypes = Object.keys(blocks) as readonly TensorType[];

/** Elements that share one block: a row must be a multiple of it. */
export const blockElements = (type: TensorType): number => blocks[type].elements;

/** Bytes of a tensor, exactly; the first dimension is the row. `undefined` when the row does not divide into blocks. */
export function tensorBytes(type: TensorType, shape: readonly number[]): Bytes | undefined {
  const { elements, bytes: size } = blocks[type];
  if ((shape[0] ?? 1) % elements !== 0) return undefined;
  return bytes((shape.reduce((product, dimension) => product * dimension, 1) / elements) * size);
}
