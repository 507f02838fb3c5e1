/** Other caches, databases and backups. */
import { changed } from '../../../invalid/base';
import { of, type Form } from './form';

const objectStore = {
  kind: 's3',
  endpoint: 'http://s3.objects.svc:8333',
  bucket: 'copies',
  prefix: 'test',
  region: 'us-east-1',
  credentials: { secretName: 'object-store' },
  endpoints: [{ cidr: '10.0.0.0/16', port: 8333, reason: 'the range of the object stores' }],
  pods: { namespace: 'objects', anyPod: true, port: 8333 },
} as const;

/** A database with passwords of a Secret, a certificate that is issued, and any pod of a namespace as its client. */
const secretDatabase = {
  kind: 'postgres',
  size: 1024 ** 3,
  databases: { chat: {} },
  passwords: { secretName: 'chat-passwords' },
  clients: [{ namespace: 'chat', anyPod: true }],
  tls: { issuer: { kind: 'Issuer', name: 'internal' } },
} as const;

/** A cache with passwords of a Secret that keeps a log, and one of the least that an overlay states. */
const secretCache = {
  kind: 'valkey',
  maxMemory: 1024 ** 3,
  keeps: { by: 'log' },
  users: { chat: {} },
  passwords: { secretName: 'cache-passwords' },
  tls: { issuer: { kind: 'Issuer', name: 'internal' } },
} as const;
const { keeps: _keeps, tls: _tls, ...leastCache } = secretCache;

export const serviceForms: readonly Form[] = [
  {
    name: 'a cache that keeps a log',
    input: changed([['caches'], { chat: secretCache }]),
    part: ({ caches }) => caches[0],
    holds: { ...secretCache, users: { chat: { may: 'write' } }, policy: 'allkeys-lru', clients: [] },
  },
  {
    name: 'a cache that keeps nothing, without TLS, for all pods of a namespace',
    input: changed([['caches'], { chat: { ...leastCache, clients: [{ namespace: 'chat', anyPod: true }] } }]),
    part: ({ caches }) => caches[0],
    holds: { keeps: { by: 'nothing' }, tls: 'none', cpu: 1, priority: 'standard' },
  },
  {
    name: 'a database with a Secret and an issuer',
    input: changed([['databases'], { chat: secretDatabase }]),
    part: ({ databases }) => databases[0],
    holds: { ...secretDatabase, databases: { chat: { owner: 'chat' } }, version: 17, maxConnections: 100 },
  },
  of('a backup to any pod of a namespace', ({ backup }) => backup?.to, objectStore, [
    ['backup'],
    {
      to: objectStore,
      password: { secretName: 'backup', key: 'password' },
      sources: [{ kind: 'store', blobs: 'none' }],
    },
  ]),
];
