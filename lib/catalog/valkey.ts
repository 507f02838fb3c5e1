/** What a Valkey can be set to: what happens when it is full, what it keeps, and what its users may do. */
import type { Duration } from '../core';

/** What happens to a write when the memory is full; the name that Valkey has for it, with what it does. */
export const valkeyPolicies = {
  'allkeys-lru': 'the key that was unused longest goes',
  'allkeys-lfu': 'the key that is used least often goes',
  'allkeys-random': 'any key goes',
  'volatile-lru':
    'of the keys with a time to live, the one that was unused longest goes; without any, writes are refused',
  'volatile-lfu':
    'of the keys with a time to live, the one that is used least often goes; without any, writes are refused',
  'volatile-random': 'any key with a time to live goes; without any, writes are refused',
  'volatile-ttl': 'the key whose time to live ends first goes; without any, writes are refused',
  noeviction: 'writes are refused, no key goes',
} as const;
export type ValkeyPolicy = keyof typeof valkeyPolicies;

/** What is there after a restart. */
export type ValkeyKept =
  /** Nothing: the cache fills again. */
  | { readonly by: 'nothing' }
  /** What the last snapshot had. A snapshot is written when this time has passed and a key has changed. */
  | { readonly by: 'snapshots'; readonly every: Duration }
  /** All but the writes of about the last second, by a log that is flushed each second. */
  | { readonly by: 'log' };

/** What a user may do, in the words of Valkey's access control lists. No user may administer the server. */
export const valkeyRights = {
  /** Reads values. */
  read: '-@all +@read +@connection -@dangerous',
  /** Reads and writes values, subscribes and publishes. */
  write: '+@all -@admin -@dangerous -@scripting +info',
  /** Also runs Lua scripts and functions. */
  script: '+@all -@admin -@dangerous +info',
  /** Reads no value, only how the server is: for an exporter of metrics. */
  watch: '-@all +ping +info +config|get +latency +slowlog|get +slowlog|len +client|list',
} as const;
export type ValkeyRight = keyof typeof valkeyRights;

/** The user with which the pod itself logs in. */
export const valkeyKeeper = 'corral';
