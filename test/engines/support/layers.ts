/** How many layers of a shape a machine has room for. */
import type { Buffers } from './buffers';
import { cut, type Shape } from './shape';

/** Room of one start, in MiB. */
export interface Room {
  /** Memory that nothing can reclaim: cache, state, graphs, rearranged weights. */
  readonly memory: number;
  /** Mapped weights, which are page cache. */
  readonly mapped: number;
}

/**
 * The shape with the most layers that there is room for, but not fewer than `least`, which shows every kind of layer.
 */
export function withRoom(shape: Shape, room: Room, least: number, memoryOf: (shape: Shape) => Buffers): Shape {
  const fits = (layers: number): boolean => {
    const { weights, repacked, cache, state, compute } = memoryOf(cut(shape, layers));
    return weights <= room.mapped && cache + state + compute + repacked <= room.memory;
  };
  let layers = shape.facts.blockCount;
  while (layers > least && !fits(layers)) layers -= 1;
  return cut(shape, layers);
}

/** `32`, or `12 of 80`. */
export const layersText = (shape: Shape, whole: Shape): string =>
  shape.facts.blockCount === whole.facts.blockCount
    ? `${whole.facts.blockCount}`
    : `${shape.facts.blockCount} of ${whole.facts.blockCount}`;
