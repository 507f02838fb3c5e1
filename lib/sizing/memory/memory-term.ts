/** Memory by named terms: what every total is made of. */
import { type Bytes, type Derived, sumBytes } from '../../core';

export const memoryTermNames = [
  'measured',
  'margin',
  'weights',
  'KV cache',
  'recurrent state',
  'compute',
  'projector',
  'images',
  'adapters',
  'draft',
  'context',
  'mapped weights',
  'repacked weights',
  'read window',
  'output',
  'prompt cache',
  'checkpoints',
  'process',
] as const;
export type MemoryTermName = (typeof memoryTermNames)[number];

/** One part of a total. */
export interface MemoryTerm {
  readonly name: MemoryTermName;
  readonly bytes: Bytes;
  /** `80 layers of 8 192 cells in 4 streams, f16`. */
  readonly because: string;
}

/** Memory of one device, or of the host. */
export interface DeviceMemory {
  readonly terms: readonly MemoryTerm[];
  readonly total: Bytes;
}

/** Memory of one model: what each GPU, the container's limit and the disk must hold. */
export interface ModelMemory {
  /** One for each GPU, in the engine's order. */
  readonly devices: readonly DeviceMemory[];
  /** What the container's memory limit must hold. */
  readonly host: DeviceMemory;
  readonly disk: Derived<Bytes>;
}

/** Adds up; terms of nothing are left out. */
export function deviceMemory(terms: readonly MemoryTerm[]): DeviceMemory {
  const present = terms.filter((term) => term.bytes > 0);
  return { terms: present, total: sumBytes(present.map((term) => term.bytes)) };
}
