/**
 * Sizes in bytes: written with `mib(512)` and `gib(4)`, printed for people in MiB, for Kubernetes as canonical
 * quantities.
 */
import { quantityText, unitsOf } from './quantity';

declare const unit: unique symbol;

/** A number of bytes. */
export type Bytes = number & { readonly [unit]: 'bytes' };

const kibibyte = 1024;
const mebibyte = kibibyte ** 2;

export const bytes = (count: number): Bytes => count as Bytes;
export const kib = (count: number): Bytes => (count * kibibyte) as Bytes;
export const mib = (count: number): Bytes => (count * mebibyte) as Bytes;
export const gib = (count: number): Bytes => (count * kibibyte * mebibyte) as Bytes;
export const tib = (count: number): Bytes => (count * mebibyte ** 2) as Bytes;
/** Decimal gigabytes, as disks and documents count them. */
export const gigabytes = (count: number): Bytes => (count * 1e9) as Bytes;

export const sumBytes = (sizes: Iterable<number>): Bytes => [...sizes].reduce((sum, size) => sum + size, 0) as Bytes;

/** The largest of several sizes; nothing of none. */
export const largestBytes = (sizes: readonly Bytes[]): Bytes => Math.max(0, ...sizes) as Bytes;

export const addBytes = (...parts: readonly Bytes[]): Bytes => sumBytes(parts);

/** Mebibytes as a number, not rounded. */
export const inMib = (size: Bytes): number => size / mebibyte;
/** Gibibytes as a number, not rounded. */
export const inGib = (size: Bytes): number => size / mebibyte / kibibyte;

/** Rounds up to whole mebibytes: what a limit, a request or a claim asks for. */
export const ceilMib = (size: Bytes): Bytes => mib(Math.ceil(size / mebibyte));
/** Rounds up to whole gibibytes. */
export const ceilGib = (size: Bytes): Bytes => gib(Math.ceil(size / mebibyte / kibibyte));

/** `51 990`: mebibytes rounded up, thousands parted by a space, for sentences. */
export function mibText(size: Bytes): string {
  return Math.ceil(size / mebibyte - 1e-9)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ' ');
}

const nanoPerByte = 10n ** 9n;

/**
 * A Kubernetes quantity in the form in which the API server reads it back: the largest binary suffix that leaves a
 * whole number (`1Gi`, never `1024Mi`), or the largest decimal one where no binary suffix does (`5G`).
 */
export function bytesQuantity(size: Bytes): string {
  if (!Number.isInteger(size) || size < 0) throw new RangeError(`${size} is not a whole number of bytes`);
  return quantityText(BigInt(size) * nanoPerByte);
}

/**
 * Reads a Kubernetes quantity of bytes (`27381Mi`, `2Gi`, `500M`), rounded up to whole bytes; `undefined` when it is
 * none.
 */
export function parseBytes(quantity: string): Bytes | undefined {
  const count = unitsOf(quantity);
  return count === undefined ? undefined : bytes(count);
}
