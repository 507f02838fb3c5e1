/** Time that a pod takes to bring weights to its disk and into memory. */
import { type Bytes, ceilSeconds, derived, type Derived, type Duration, inGib, seconds } from '../../core';

/** Bytes per second. */
export type Bandwidth = number;

const bandwidthText = (bandwidth: Bandwidth): string => `${(bandwidth / 1e9).toFixed(2)} GB/s`;

/** Time to start the container, the CUDA context and the first graph. */
const warmUp = seconds(60);

/**
 * Startup budget: twice the bytes over the local disk's bandwidth, and 60 s. The factor covers a cold disk that others
 * read too.
 */
export const startupBudget = (weights: Bytes, disk: Bandwidth): Derived<Duration> =>
  derived(
    ceilSeconds(seconds((2 * weights) / disk + warmUp)),
    `2 × ${inGib(weights).toFixed(1)} GiB over ${bandwidthText(disk)}, plus ${warmUp} s`,
  );

/**
 * Bytes per second that one core hashes with SHA-256. Measured with OpenSSL on an x86 server: 1.6 to 1.9 GB/s with its
 * SHA instructions, 0.5 without.
 */
const hashing: Bandwidth = 0.4e9;

/** What staging is computed from. */
export interface Staging {
  readonly weights: Bytes;
  /** Pods that may read the store at the same time. */
  readonly readers: number;
  /** Bytes per second of the store, shared by all readers. */
  readonly store: Bandwidth;
  /** Bytes per second that one core hashes. @default 0.4e9, without SHA instructions */
  readonly hash?: Bandwidth;
}

/**
 * Time to copy weights from the store to the node and verify them: the store's bandwidth is shared by all who start
 * together, and hashing follows.
 */
export function stagingTime({ weights, readers, store, hash = hashing }: Staging): Derived<Duration> {
  const copy = (weights * readers) / store;
  const together = `${readers} ${readers === 1 ? 'reader' : 'readers'}`;
  return derived(
    ceilSeconds(seconds(copy + weights / hash)),
    `${inGib(weights).toFixed(1)} GiB × ${together} over ${bandwidthText(store)}, and hashing at ${bandwidthText(hash)}`,
  );
}
