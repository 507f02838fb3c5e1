/** The volumes that databases and caches keep, with the class that each asks for. */
import type { Bytes } from '../core';
import type { Environment } from '../environment';
import { cacheSizes } from './caches';

/** A volume of one pod that stays. */
export interface DataVolume {
  readonly of: string;
  readonly size: Bytes;
  readonly storageClass?: string;
}

export const dataVolumes = ({
  databases,
  caches,
}: Pick<Environment, 'databases' | 'caches'>): readonly DataVolume[] => [
  ...databases.map(({ name, size, storageClass }) => ({ of: name, size, storageClass })),
  ...caches.flatMap((cache): readonly DataVolume[] => {
    const { volume } = cacheSizes(cache);
    if (volume === undefined || cache.keeps.by === 'nothing') return [];
    return [{ of: cache.name, size: volume.value, storageClass: cache.keeps.storageClass }];
  }),
];
