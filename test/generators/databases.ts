/** Random databases and caches: every field, on the pools of the environment or beside its engines. */
import fc from 'fast-check';
import { gib, mib, minutes, type EnvironmentInput } from '../../lib';
import type { Named } from './pools';

type Databases = NonNullable<EnvironmentInput['databases']>;
type Caches = NonNullable<EnvironmentInput['caches']>;

const passwords: fc.Arbitrary<Databases[string]['passwords']> = fc.constantFrom(
  { secretName: 'passwords' } as const,
  { from: 'external-secrets', store: { kind: 'ClusterSecretStore', name: 'vault' }, path: 'corral/db' } as const,
  { from: 'external-secrets', store: { kind: 'SecretStore', name: 'vault' }, path: 'corral/db' } as const,
);
const tls: fc.Arbitrary<Databases[string]['tls']> = fc.constantFrom(
  undefined,
  'none' as const,
  { secretName: 'certificate' } as const,
  { issuer: { kind: 'Issuer', name: 'internal' } } as const,
);

const database = (pools: readonly Named[]): fc.Arbitrary<Databases[string]> =>
  fc.record({
    kind: fc.constant('postgres' as const),
    size: fc.integer({ min: 1, max: 200 }).map(gib),
    // An environment of this generator declares no default class.
    storageClass: fc.constantFrom('disks', 'fast-disks'),
    databases: fc.constantFrom<Databases[string]['databases']>(
      { chat: {} },
      { chat: { owner: 'writer' }, notes: { owner: 'writer' } },
    ),
    passwords,
    tls,
    clients: fc.constantFrom([], [{ namespace: 'chat', anyPod: true as const }]),
    maxConnections: fc.constantFrom(undefined, 20, 500),
    cpu: fc.constantFrom(undefined, 0.1, 2),
    memory: fc.constantFrom(undefined, gib(2)),
    priority: fc.constantFrom(undefined, 'batch' as const, 'critical' as const),
    pools: fc.option(
      fc.constantFrom(...pools).map(([name]) => [name] as const),
      { nil: undefined },
    ),
  });

/** None, in half of the environments; else one or two. */
export const databasesOn = (pools: readonly Named[]): fc.Arbitrary<Databases | undefined> =>
  fc.option(fc.dictionary(fc.constantFrom('chat', 'notes'), database(pools), { minKeys: 1 }), { nil: undefined });

const cache = (pools: readonly Named[]): fc.Arbitrary<Caches[string]> =>
  fc.record({
    kind: fc.constant('valkey' as const),
    maxMemory: fc.constantFrom(mib(64), mib(777), gib(2)),
    policy: fc.constantFrom(undefined, 'allkeys-lfu' as const, 'noeviction' as const),
    // An environment of this generator declares no default class.
    keeps: fc.constantFrom<Caches[string]['keeps']>(
      undefined,
      { by: 'nothing' },
      { by: 'snapshots', every: minutes(5), storageClass: 'disks' },
      { by: 'log', storageClass: 'fast-disks' },
    ),
    users: fc.constantFrom<Caches[string]['users']>(
      { chat: {} },
      { chat: { may: 'script', prefixes: ['chat:'] }, watcher: { may: 'watch' } },
    ),
    passwords,
    tls,
    clients: fc.constantFrom([], [{ namespace: 'chat', anyPod: true as const }]),
    cpu: fc.constantFrom(undefined, 0.1, 2),
    priority: fc.constantFrom(undefined, 'batch' as const, 'critical' as const),
    pools: fc.option(
      fc.constantFrom(...pools).map(([name]) => [name] as const),
      { nil: undefined },
    ),
  });

/** None, in half of the environments; else one or two. */
export const cachesOn = (pools: readonly Named[]): fc.Arbitrary<Caches | undefined> =>
  fc.option(fc.dictionary(fc.constantFrom('chat', 'sessions'), cache(pools), { minKeys: 1 }), { nil: undefined });
