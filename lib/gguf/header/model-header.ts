/** What a GGUF file says about itself, however it was read: metadata and the list of its tensors. */
import { suggest } from '../../core';
import type { TensorType } from '../tensor-types';
import { refuseFile } from '../fault-codes';

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

/** Largest whole number that a double holds; no count of a model comes near it. */
const largest = Number.MAX_SAFE_INTEGER;

/** A count of the header: refuses what is no whole number of `least` or more, so that nothing is computed with it. */
export function countOf(value: number | bigint, key: string, least: 0 | 1): number {
  const count = Number(value);
  if (Number.isSafeInteger(count) && count >= least) return count;
  return refuseFile('InconsistentFile', key, `the header says ${value}`, {
    allowed: `a whole number from ${least} to ${largest}`,
    fix: 'get the file again',
  });
}

/** A number of the header that must be there, `least` or more. @default least - 1 */
export function requireNumber(metadata: Metadata, key: string, least: 0 | 1 = 1): number {
  const value = metadata[key];
  if (typeof value === 'number' || typeof value === 'bigint') return countOf(value, key, least);
  return refuseFile('MissingMetadata', key, 'the header does not have this key as a number', {
    'did you mean': suggest(key, Object.keys(metadata)),
  });
}
