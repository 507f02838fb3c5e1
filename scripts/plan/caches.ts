/** The caches of a plan: what each asks for, and where clients connect. */
import type { Plan } from '../../lib';
import { cacheAddress, cacheSizes, mibText } from '../../lib/internal';
import { table, type Layout } from '../command';
import { section } from './text';

/** Only where the environment has caches. */
export function cachesText({ environment: { caches, cluster } }: Plan, layout: Layout): string {
  if (caches.length === 0) return '';
  const rows = caches.map((cache) => {
    const { memory, volume } = cacheSizes(cache);
    return [
      cacheAddress(cache, cluster),
      Object.keys(cache.users).join(', '),
      mibText(cache.maxMemory),
      mibText(memory.value),
      volume === undefined ? 'none' : mibText(volume.value),
      cache.pools.join(', '),
      cache.tls === 'none' ? 'plain' : 'TLS',
    ];
  });
  return section(
    'Caches',
    table(
      ['address', 'users', 'MiB of its values', 'MiB of its server', 'MiB of its volume', 'pools', 'connections'],
      rows,
      layout,
    ),
    layout,
  );
}

/** What `--json` prints of them: no password is in a plan. */
export const cachesSummary = ({ environment: { caches } }: Plan) =>
  caches.length === 0 ? {} : { caches: caches.map((cache) => ({ ...cache, ...cacheSizes(cache) })) };
