/** Writes GGUF files for tests: real headers, and tensors of zeros that take no disk. */
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { tensorBytes, tensorTypeByNumber, type TensorType } from '../../lib/gguf/tensor-types';

/** A value of the header; a list holds texts or numbers of one kind. */
export type HeaderValue =
  | { readonly uint32: number }
  | { readonly float32: number }
  | { readonly bool: boolean }
  | { readonly text: string }
  | { readonly texts: readonly string[] }
  | { readonly floats: readonly number[] }
  | { readonly integers: readonly number[] }
  | { readonly bools: readonly boolean[] };

/** One tensor, the row first. */
export interface TypedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: TensorType;
}

const uint32Kind = 4;
const int32Kind = 5;
const float32Kind = 6;
const boolKind = 7;
const textKind = 8;
const listKind = 9;
const alignment = 32;

const uint32 = (value: number): Buffer => {
  const data = Buffer.alloc(4);
  data.writeUInt32LE(value);
  return data;
};
const int32 = (value: number): Buffer => {
  const data = Buffer.alloc(4);
  data.writeInt32LE(value);
  return data;
};
const uint64 = (value: number): Buffer => {
  const data = Buffer.alloc(8);
  data.writeBigUInt64LE(BigInt(value));
  return data;
};
const float32 = (value: number): Buffer => {
  const data = Buffer.alloc(4);
  data.writeFloatLE(value);
  return data;
};
const text = (value: string): Buffer => {
  const data = Buffer.from(value);
  return Buffer.concat([uint64(data.length), data]);
};
const list = (kind: number, items: readonly Buffer[]): Buffer =>
  Buffer.concat([uint32(listKind), uint32(kind), uint64(items.length), ...items]);

function valueBytes(value: HeaderValue): Buffer {
  if ('uint32' in value) return Buffer.concat([uint32(uint32Kind), uint32(value.uint32)]);
  if ('float32' in value) return Buffer.concat([uint32(float32Kind), float32(value.float32)]);
  if ('bool' in value) return Buffer.concat([uint32(boolKind), Buffer.from([value.bool ? 1 : 0])]);
  if ('text' in value) return Buffer.concat([uint32(textKind), text(value.text)]);
  if ('texts' in value) return list(textKind, value.texts.map(text));
  if ('floats' in value) return list(float32Kind, value.floats.map(float32));
  if ('bools' in value)
    return list(
      boolKind,
      value.bools.map((each) => Buffer.from([each ? 1 : 0])),
    );
  return list(int32Kind, value.integers.map(int32));
}

/** The types by their numbers; GGML has fewer than 64. */
const typesByNumber = Array.from({ length: 64 }, (_, number) => tensorTypeByNumber(number));

const padded = (size: number): number => Math.ceil(size / alignment) * alignment;

/** The header of a file and the length of the whole. */
export interface GgufLayout {
  readonly header: Buffer;
  /** Where the tensors begin. */
  readonly dataOffset: number;
  /** Where each tensor begins, behind `dataOffset`. */
  readonly offsets: ReadonlyMap<string, number>;
  readonly fileBytes: number;
}

/** Lays a file out: header, then each tensor on a border of 32 bytes, the last one without padding behind it. */
export function layOutGguf(
  metadata: Readonly<Record<string, HeaderValue>>,
  tensors: readonly TypedTensor[],
): GgufLayout {
  let offset = 0;
  let end = 0;
  const offsets = new Map<string, number>();
  const infos = tensors.map(({ name, shape, type }) => {
    const size = tensorBytes(type, shape);
    if (size === undefined)
      throw new RangeError(`${name}: a row of ${shape[0]} does not divide into blocks of ${type}`);
    const info = Buffer.concat([
      text(name),
      uint32(shape.length),
      ...shape.map(uint64),
      uint32(typesByNumber.indexOf(type)),
      uint64(offset),
    ]);
    offsets.set(name, offset);
    end = offset + size;
    offset = padded(end);
    return info;
  });
  const entries = Object.entries(metadata).map(([key, value]) => Buffer.concat([text(key), valueBytes(value)]));
  const header = Buffer.concat([
    Buffer.from('GGUF'),
    uint32(3),
    uint64(tensors.length),
    uint64(entries.length),
    ...entries,
    ...infos,
  ]);
  const dataOffset = padded(header.length);
  return { header, dataOffset, offsets, fileBytes: dataOffset + end };
}

/**
 * Writes a file whose tensors are zeros; on file systems with holes it takes only the header's room. Returns its
 * length.
 */
export function writeSparseGguf(
  path: string,
  metadata: Readonly<Record<string, HeaderValue>>,
  tensors: readonly TypedTensor[],
): number {
  const { header, fileBytes } = layOutGguf(metadata, tensors);
  const file = openSync(path, 'w');
  try {
    writeSync(file, header);
    ftruncateSync(file, fileBytes);
  } finally {
    closeSync(file);
  }
  return fileBytes;
}
