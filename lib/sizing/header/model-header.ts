/** What a GGUF file says about itself, however it was read: metadata and the list of its tensors. */
import { suggest } from '../../core/suggest';
import type { TensorType } from '../tensor-types';
import { refuseSize } from '../fault-codes';

/** A value of a header. */
export type MetadataValue = string | number | bigint | boolean | null | undefined | readonly MetadataValue[];
export type Metadata = Readonly<Record<string, MetadataValue>>;

/** A tensor as the file lists it. */
export interface FileTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: TensorType;
  /** Bytes in the file, without padding. */
  readonly bytes: number;
}

/** The header of a model: metadata of its first file, tensors of all. */
export interface ModelHeader {
  readonly metadata: Metadata;
  readonly tensors: readonly FileTensor[];
}

/** A number of the header that must be there. */
export function requireNumber(metadata: Metadata, key: string): number {
  const value = metadata[key];
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  return refuseSize('MissingMetadata', key, 'the header does not have this key as a number', { 'did you mean': suggest(key, Object.keys(metadata)) });
}
