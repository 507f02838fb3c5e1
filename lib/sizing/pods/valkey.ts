/** Memory, disk and times of a Valkey, from the memory that its values may take. */
import {
  addBytes,
  addDurations,
  type Bytes,
  bytes,
  ceilGib,
  ceilMib,
  ceilSeconds,
  derived,
  type Derived,
  type Duration,
  durationText,
  gib,
  mib,
  mibText,
  seconds,
} from '../../core';

/** What survives a restart, as it matters for sizes. */
export type ValkeyCopies = 'nothing' | 'snapshots' | 'log';

/** Part of the memory that the buffers of all clients may take; a longer value cannot be written. */
const clientPart = 10;
/** Memory of the program, its threads and its connections. */
const program = mib(256);
/**
 * Memory that is held for a byte of values: 1.70 was measured while values of 16 bytes to 20 KB pushed each other out
 * (Valkey 8.0.1 with jemalloc).
 */
const held = 1.75;
/** Bytes that one core writes into a snapshot in a second, at the least. */
const written = 50e6;

export const valkeyClientMemory = (maxMemory: Bytes): Bytes => bytes(Math.floor(maxMemory / clientPart));

/** Limit of memory of the pod: `maxmemory` bounds values only. */
export function valkeyMemory(maxMemory: Bytes, copies: ValkeyCopies): Derived<Bytes> {
  const values = ceilMib(bytes(maxMemory * held));
  const clients = ceilMib(valkeyClientMemory(maxMemory));
  // While a snapshot or a shorter log is written, every page that changes is there twice; reading changes pages too.
  const changed = copies === 'nothing' ? bytes(0) : values;
  return derived(
    addBytes(values, changed, clients, program),
    [
      `${held} times ${mibText(maxMemory)} MiB, for values and the gaps between them`,
      ...(copies === 'nothing' ? [] : [`as much again for pages that change while values are written to the disk`]),
      `a tenth for buffers of clients`,
      `${mibText(program)} MiB for the program and its connections`,
    ].join('; '),
  );
}

/** Size of the volume: files on the disk are not larger than the values in memory. */
export function valkeyVolume(maxMemory: Bytes, copies: Exclude<ValkeyCopies, 'nothing'>): Derived<Bytes> {
  const times = { snapshots: 2, log: 4 }[copies];
  const why = {
    snapshots: 'the last snapshot and the one that is written',
    log: 'the log grows to twice the values before a shorter one is written beside it, which may grow as much',
  }[copies];
  return derived(
    ceilGib(addBytes(bytes(maxMemory * times), gib(1))),
    `${times} times ${mibText(maxMemory)} MiB, for ${why}, and 1 GiB to spare`,
  );
}

/** Time to end: a last snapshot is written, or the log is flushed. */
export function valkeyGrace(maxMemory: Bytes, copies: ValkeyCopies): Derived<Duration> {
  const end = seconds(30);
  if (copies !== 'snapshots') return derived(end, `${durationText(end)} to flush and end`);
  const write = ceilSeconds(seconds(maxMemory / written));
  return derived(
    addDurations(write, end),
    `${durationText(write)} for a last snapshot at ${written / 1e6} MB/s, ${durationText(end)} to end`,
  );
}
