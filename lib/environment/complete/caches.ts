/** A cache of an overlay → a cache with every default filled in. */
import { childPath, type Path, slug } from '../../core';
import type { Cache, CacheInput } from '../cache';
import { cacheSchema } from '../schema/cache';
import { read } from '../schema/read';
import { type BesideData, placeOf } from './databases';
import { refuseTwice } from './lists';

/** The cache, complete; `undefined` when its shape is wrong, which is reported. */
export function readCache(beside: BesideData, key: string, value: unknown, place: Path): Cache | undefined {
  const { faults, names } = beside;
  const shape = read<CacheInput>(cacheSchema, value, place);
  if (shape.faults !== undefined) {
    faults.take(shape.faults);
    return undefined;
  }
  const { clients = [], users, pools, ...given } = shape.value;
  const { policy = 'allkeys-lru', keeps = { by: 'nothing' }, tls = 'none', cpu = 1, priority = 'standard' } = given;
  const name = slug(`cache-${key}`);
  names.take(name, place);
  refuseTwice(faults, clients, childPath(place, 'clients'), (peer) => JSON.stringify(peer));
  return {
    ...given,
    policy,
    keeps,
    tls,
    cpu,
    priority,
    key,
    name,
    clients,
    users: Object.fromEntries(
      Object.entries(users)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([user, { may = 'write', ...rest }]) => [user, { may, ...rest }]),
    ),
    ...placeOf(beside, pools, childPath(place, 'pools')),
  };
}
