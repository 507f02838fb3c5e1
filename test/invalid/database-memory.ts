/** A PostgreSQL that admits more sessions than its memory can hold. */
import { gib, mib } from '../../lib/core/bytes';
import { changed } from './base';

export const inputs = [
  changed([
    ['databases'],
    {
      chat: {
        kind: 'postgres',
        size: gib(5),
        databases: { chat: {} },
        passwords: { secretName: 'passwords' },
        memory: mib(256),
        maxConnections: 1000,
      },
    },
  ]),
];

export const report = `test.databases.chat.maxConnections: 1000 sessions need at least 1 MiB each, and of 256 MiB of memory the buffers leave 192 MiB.
  fix: maxConnections 192 or less · memory mib(1334) or more
  [DatabaseMemory]`;
