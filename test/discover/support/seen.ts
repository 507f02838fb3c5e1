/** What discover writes of a cluster: it synthesises, and the cluster does not differ from it. */
import { expect } from '@jest/globals';
import { gpus, instances, synthesise, type EnvironmentInput } from '../../../lib';
import { discover, formatDifference, inventoryOf, preflight, type LiveObject } from '../../../lib/internal';
import { evaluated } from './overlay';
import { commentsOf, nodeOf, recorded, type Recorded } from './recorded';

export interface Seen {
  readonly source: string;
  readonly environment: EnvironmentInput;
  /** Lines of the comment above the pools. */
  readonly out: readonly string[];
}

/** Discovers a cluster; the overlay must synthesise, and the cluster must not differ from it. */
export function seen(...objects: readonly LiveObject[]): Seen {
  const inventory = inventoryOf(recorded(objects));
  const { source } = discover('lab', inventory, { gpus, instances });
  const environment = evaluated(source);
  expect(preflight({ synthesis: synthesise(environment), inventory }).differences.map(formatDifference)).toEqual([]);
  return {
    source,
    environment,
    out: commentsOf(source).filter((line) => /^(Not in a pool|Left to others|Check: no other node)/.test(line)),
  };
}

/** A node, a plain one unless something else is said. */
export const cpu = (name: string, more: Omit<Recorded, 'name'> = {}) => nodeOf({ name, ...more });
/** What GPU feature discovery writes of whole GPUs. */
export const nvidia = (product: string, count: number, memory: number) => ({
  'nvidia.com/gpu.present': 'true',
  'nvidia.com/gpu.product': product,
  'nvidia.com/gpu.count': `${count}`,
  'nvidia.com/gpu.memory': `${memory}`,
  'nvidia.com/gpu.replicas': '1',
  'nvidia.com/gpu.sharing-strategy': 'none',
});
