/** A first model for a first overlay: small, on the pool that asks least of it. */
import type { FoundPool } from './found-pool';
import { fields, type Field } from './source';

/** Weights of the catalogue that run anywhere; an example, to be replaced by what you serve. */
const weights = 'qwen2.5:0.5b';

/** On demand before spot, without GPUs before with. */
const byModesty = (a: FoundPool, b: FoundPool): number =>
  Number(a.capacity === 'spot') - Number(b.capacity === 'spot') || Number(a.gpus > 0) - Number(b.gpus > 0);

export function firstModel(pools: readonly FoundPool[]): Field | undefined {
  const [pool] = [...pools].sort(byModesty);
  if (pool === undefined) return undefined;
  return {
    key: 'models',
    comments: ['A small first model. The catalogue of your models is in base.ts; `npm run lock` adds models'],
    value: fields({
      first: fields({
        weights,
        settings: fields({ contextLength: 2048, parallel: 1, maxOutputLength: 128 }),
        pools: [pool.name],
        gpus: pool.gpus > 0 ? 1 : undefined,
        cpu: 1,
        priority: pool.capacity === 'spot' ? 'batch' : undefined,
        replicas: 1,
      }),
    }),
  };
}
