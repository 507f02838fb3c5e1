/** What the settings of a cache lead to: the memory of its server, and the size of its volume. */
import type { Bytes, Derived } from '../core';
import type { Cache } from '../environment';
import { valkeyMemory, valkeyVolume } from '../sizing';

export interface CacheSizes {
  /** Limit of memory of the server: more than its values. */
  readonly memory: Derived<Bytes>;
  /** Absent where nothing is kept. */
  readonly volume?: Derived<Bytes>;
}

export const cacheSizes = ({ maxMemory, keeps }: Cache): CacheSizes => ({
  memory: valkeyMemory(maxMemory, keeps.by),
  ...(keeps.by === 'nothing' ? {} : { volume: valkeyVolume(maxMemory, keeps.by) }),
});
