/**
 * GGML's tensor types and the bytes that a tensor of each takes; a lookup of another type is refused.
 */
import { bytes, type Bytes } from '../core';

/** The types, by the name that GGUF tools print. */
export type TensorType =
  | 'F32'
  | 'F16'
  | 'BF16'
  | 'I32'
  | 'Q4_0'
  | 'Q4_1'
  | 'Q5_0'
  | 'Q5_1'
  | 'Q8_0'
  | 'Q2_K'
  | 'Q3_K'
  | 'Q4_K'
  | 'Q5_K'
  | 'Q6_K'
  | 'IQ2_XXS'
  | 'IQ2_XS'
  | 'IQ3_XXS'
  | 'IQ1_S'
  | 'IQ4_NL'
  | 'IQ3_S'
  | 'IQ2_S'
  | 'IQ4_XS'
  | 'IQ1_M'
  | 'MXFP4';

/** Number in the file, elements and bytes of one block. */
interface Block {
  readonly number: number;
  readonly elements: number;
  readonly bytes: number;
}

const block = (number: number, elements: number, size: number): Block => ({ number, elements, bytes: size });

/**
 * Source: llama.cpp ggml/include/ggml.h `enum ggml_type`, ggml/src/ggml-common.h.
 */
const blocks: Readonly<Record<TensorType, Block>> = {
  F32: block(0, 1, 4),
  F16: block(1, 1, 2),
  BF16: block(30, 1, 2),
  I32: block(26, 1, 4),
  Q4_0: block(2, 32, 18),
  Q4_1: block(3, 32, 20),
  Q5_0: block(6, 32, 22),
  Q5_1: block(7, 32, 24),
  Q8_0: block(8, 32, 34),
  Q2_K: block(10, 256, 84),
  Q3_K: block(11, 256, 110),
  Q4_K: block(12, 256, 144),
  Q5_K: block(13, 256, 176),
  Q6_K: block(14, 256, 210),
  IQ2_XXS: block(16, 256, 66),
  IQ2_XS: block(17, 256, 74),
  IQ3_XXS: block(18, 256, 98),
  IQ1_S: block(19, 256, 50),
  IQ4_NL: block(20, 32, 18),
  IQ3_S: block(21, 256, 110),
  IQ2_S: block(22, 256, 82),
  IQ4_XS: block(23, 256, 136),
  IQ1_M: block(29, 256, 56),
  MXFP4: block(39, 32, 17),
};

export const tensorTypes = Object.keys(blocks) as readonly TensorType[];

/** The type that a number in a file stands for; `undefined` for one that is not known. */
export const tensorTypeByNumber = (number: number): TensorType | undefined =>
  tensorTypes.find((type) => blocks[type].number === number);

/** Elements that share one block: a row must be a multiple of it. */
export const blockElements = (type: TensorType): number => blocks[type].elements;

/** Bytes of a tensor, exactly; the first dimension is the row. `undefined` when the row does not divide into blocks. */
export function tensorBytes(type: TensorType, shape: readonly number[]): Bytes | undefined {
  const { elements, bytes: size } = blocks[type];
  if ((shape[0] ?? 1) % elements !== 0) return undefined;
  return bytes((shape.reduce((product, dimension) => product * dimension, 1) / elements) * size);
}
