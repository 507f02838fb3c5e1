/**
 * The plan's memory in the engine's words: what lies on GPUs and on the host together, since the engine has one CPU
 * here.
 */
import { expect } from '@jest/globals';
import { inMib, sumBytes, type Bytes } from '../../../lib/core/bytes';
import type { MemoryTermName, ModelMemory } from '../../../lib/sizing/memory/memory-term';
import { termBytes } from '../../sizing/terms';
import type { Buffers } from './buffers';
import { embeddingBytes, skippedBytes, type Shape } from './shape';

const everywhere = ({ devices, host }: ModelMemory, ...names: readonly MemoryTermName[]): Bytes =>
  sumBytes([...devices, host].flatMap((memory) => names.map((name) => termBytes(memory, name))));

/**
 * What the plan says of a shape. The second copy of a tied embedding, which only GPUs have, is left out; what the engine
 * skips is in the range that it maps.
 */
export function planned(memory: ModelMemory, shape: Shape): Buffers {
  const copies = memory.devices.length > 0 && shape.variant.tied ? embeddingBytes(shape) : 0;
  return {
    weights: inMib((everywhere(memory, 'weights', 'mapped weights') - copies + skippedBytes(shape)) as Bytes),
    repacked: inMib(everywhere(memory, 'repacked weights')),
    cache: inMib(everywhere(memory, 'KV cache')),
    state: inMib(everywhere(memory, 'recurrent state')),
    output: inMib(everywhere(memory, 'output')),
    compute: inMib(everywhere(memory, 'compute')),
  };
}

/** What the engine must print for a plan: it prints two digits, and maps the padding between tensors too. */
export const equalMib = (plan: Buffers): unknown =>
  Object.fromEntries(Object.entries(plan).map(([name, size]) => [name, expect.closeTo(size, 1)]));
