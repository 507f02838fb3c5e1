/** Databases and caches with what they hold and who connects, and backups with their times. Never a password. */
import { cacheAddress, cacheSizes, databaseAddress } from '../../plan';
import type { Facts } from '../facts';
import { former } from '../former';
import { figure, name, sentence } from '../html/figure';
import { changesOf, type Listing, listed } from '../html/listing';
import type { Markup } from '../html/markup';
import { pointer } from '../html/pointer';
import type { Section } from '../html/section';
import { peerText } from './peers';

const number = (title: string) => ({ title, number: true });

/** Memory of all containers of a pod beside the engines. */
function podMemory({ plan: { support } }: Facts, workload: string): Markup | string {
  const index = support.findIndex((each) => each.name === workload);
  const found = support[index];
  return found === undefined ? '' : figure('mib', found.wants.memory, pointer('support', index, 'wants', 'memory'));
}

const databases: Listing = {
  caption: 'Databases',
  columns: [
    'database server',
    'address',
    'version',
    'databases and their owners',
    'who may connect',
    'encrypted',
    number('connections at most'),
    number('memory of its pod'),
    number('volume'),
    'class of the volume',
    'pools',
    'copies',
  ],
  entries: (facts) => {
    const { environment, backup } = facts.plan;
    return environment.databases.map((database, i) => {
      const at = (...keys: readonly string[]) => pointer('databases', i, ...keys);
      const held = Object.entries(database.databases).map(([of, { owner }]) =>
        owner === of ? of : `${of} (${owner})`,
      );
      const clients = database.clients.map(peerText);
      const copies = (backup?.sources ?? []).flatMap(({ source, name: job }) =>
        source.kind === 'database' && source.server === database.key ? [`${source.database} by ${job}`] : [],
      );
      return {
        name: database.key,
        content: [database, copies],
        cells: () => [
          name(databaseAddress(database, environment.cluster)),
          name(`PostgreSQL ${database.version}`),
          name(held.join(', ')),
          name(clients.join(', ') || 'none but its copies'),
          database.tls === 'none' ? 'no' : 'yes',
          figure('count', database.maxConnections, at('maxConnections')),
          podMemory(facts, database.name),
          figure('mib', database.size, at('size')),
          name(database.storageClass ?? 'the default of the cluster'),
          name(database.pools.join(', ') || 'those of small pods'),
          name(copies.join(', ') || 'none'),
        ],
      };
    });
  },
};

const kept = { nothing: 'nothing', snapshots: 'what the last snapshot had', log: 'all but the last second' } as const;

const caches: Listing = {
  caption: 'Caches',
  columns: [
    'cache',
    'address',
    'users and what they may do',
    'who may connect',
    'encrypted',
    number('memory of its values'),
    'when it is full',
    'kept after a restart',
    number('memory of its server'),
    'because',
    number('volume'),
    'class of the volume',
    'pools',
  ],
  entries: ({ plan: { environment } }) =>
    environment.caches.map((cache, i) => {
      const at = (...keys: readonly string[]) => pointer('caches', i, ...keys);
      const { memory, volume } = cacheSizes(cache);
      const { keeps } = cache;
      return {
        name: cache.key,
        content: cache,
        cells: () => [
          name(cacheAddress(cache, environment.cluster)),
          name(
            Object.entries(cache.users)
              .map(([user, { may }]) => `${user} (${may})`)
              .join(', '),
          ),
          name(cache.clients.map(peerText).join(', ') || 'none'),
          cache.tls === 'none' ? 'no' : 'yes',
          figure('mib', cache.maxMemory, at('maxMemory')),
          name(cache.policy),
          kept[keeps.by],
          figure('mib', memory.value, at('memory', 'value')),
          sentence(memory.because, at('memory', 'because')),
          volume === undefined ? 'none' : figure('mib', volume.value, at('volume', 'value')),
          keeps.by === 'nothing' ? 'none' : name(keeps.storageClass ?? 'the default of the cluster'),
          name(cache.pools.join(', ') || 'those of small pods'),
        ],
      };
    }),
};

const backups: Listing = {
  caption: 'Copies, and the check of them',
  columns: [
    'CronJob',
    'what it does',
    'when (cron, UTC)',
    number('ends within'),
    'because',
    number('too old after'),
    'because',
  ],
  entries: ({ plan: { backup } }) => {
    if (backup === undefined) return [];
    const jobs = [
      ...backup.sources.map((each, i) => ({
        job: each,
        keys: ['sources', i],
        does:
          each.source.kind === 'database'
            ? `a dump of ${each.source.database}`
            : each.source.blobs === 'all'
              ? 'names, manifests and weights of models'
              : 'names and manifests of models',
      })),
      { job: backup.check, keys: ['check'], does: 'reads a part of the copies and restores a part' },
    ];
    return jobs.map(({ job: { name: job, schedule, deadline, tooOld }, keys, does }) => {
      const at = (...further: readonly string[]) => pointer('backup', ...keys, ...further);
      return {
        name: job,
        content: [schedule, deadline, tooOld, does],
        cells: () => [
          name(does),
          sentence(schedule, at('schedule')),
          figure('time', deadline.value, at('deadline', 'value')),
          sentence(deadline.because, at('deadline', 'because')),
          figure('time', tooOld.value, at('tooOld', 'value')),
          sentence(tooOld.because, at('tooOld', 'because')),
        ],
      };
    });
  },
};

const repositories: Listing = {
  caption: 'Where copies are kept',
  columns: ['what', 'address'],
  entries: ({ plan: { backup } }) =>
    backup === undefined
      ? []
      : [
          {
            name: 'repository of copies',
            content: backup.repository,
            cells: () => [sentence(backup.repository, pointer('backup', 'repository'))],
          },
        ],
};

const all = [databases, caches, repositories, backups] as const;

/** With caches the title names them. */
const titleOf = (facts: Facts): string =>
  caches.entries(facts).length === 0 ? 'Databases and backups' : 'Databases, caches and backups';

/** Only where there is one of them, or was one. */
export function data(facts: Facts): Section | undefined {
  const has = (of: Facts): boolean => all.some(({ entries }) => entries(of).length > 0);
  if (!has(facts) && former(facts, has) !== true) return undefined;
  return {
    id: 'data',
    title: titleOf(facts),
    about:
      'What applications store beside the models, and what is copied out of the cluster. Passwords are not part of an environment.',
    body: all.map((each) => listed(each, facts)),
    changes: changesOf(facts, all),
  };
}
