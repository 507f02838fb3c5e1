/** What databases and caches need of others: Secrets, stores of secrets, issuers, and the namespaces of their clients. */
import { type Cache, type Database, type Environment, type GatewayTls } from '../environment';
import { passwordNamespaces } from './databases';
import { needsOf, type Need } from './gateway/needs';
import { issuerOf, type Named, storesOf } from './named';

/** A Secret of others that databases or caches read, with the entries that it must have. */
export interface DataSecret {
  readonly namespace: string;
  readonly name: string;
  readonly keys: readonly string[];
}

type Needing = Pick<Environment, 'cluster' | 'databases' | 'caches' | 'backup'>;

/** The Secret of a certificate that is not issued for it. */
const ofCertificate = (tls: GatewayTls, namespace: string): readonly DataSecret[] =>
  tls !== 'none' && 'secretName' in tls ? [{ namespace, name: tls.secretName, keys: ['tls.crt', 'tls.key'] }] : [];

const ofPasswords = (
  { passwords }: Pick<Database | Cache, 'passwords'>,
  namespaces: readonly string[],
  keys: readonly string[],
): readonly DataSecret[] =>
  'secretName' in passwords ? namespaces.map((namespace) => ({ namespace, name: passwords.secretName, keys })) : [];

/** The passwords and certificates of databases that others make. */
export const databaseSecrets = (environment: Needing): readonly DataSecret[] =>
  environment.databases.flatMap((database) => [
    ...ofPasswords(database, passwordNamespaces(environment, database), [
      'postgres',
      ...new Set(Object.values(database.databases).map(({ owner }) => owner)),
    ]),
    ...ofCertificate(database.tls, environment.cluster.namespaces.serving),
  ]);

/** The passwords and certificates of caches that others make. */
export const cacheSecrets = ({
  caches,
  cluster: {
    namespaces: { serving },
  },
}: Needing): readonly DataSecret[] =>
  caches.flatMap((cache) => [
    ...ofPasswords(cache, [serving], Object.keys(cache.users)),
    ...ofCertificate(cache.tls, serving),
  ]);

/** Stores of secrets and issuers that a database or a cache names. */
function namedOf(
  { key, passwords, tls }: Database | Cache,
  field: 'databases' | 'caches',
  serving: string,
  namespaces: readonly string[],
): readonly Named[] {
  return [
    ...('from' in passwords ? storesOf(passwords.store, namespaces, [field, key, 'passwords']) : []),
    ...issuerOf(tls, serving, [field, key, 'tls']),
  ];
}

/** The objects of others that databases and caches name. */
export function namedByData(environment: Needing): readonly Named[] {
  const { databases, caches, cluster } = environment;
  const { serving } = cluster.namespaces;
  return [
    ...databases.flatMap((each) => namedOf(each, 'databases', serving, passwordNamespaces(environment, each))),
    ...caches.flatMap((each) => namedOf(each, 'caches', serving, [serving])),
  ];
}

/** Everything that the databases and caches of an environment need of others. */
export const dataNeeds = (environment: Needing): readonly Need[] => [
  ...[...databaseSecrets(environment), ...cacheSecrets(environment)].map(({ namespace, name }) => ({
    kind: 'Secret',
    namespace,
    name,
  })),
  ...needsOf(namedByData(environment)),
  ...[...environment.databases, ...environment.caches].flatMap(({ clients }) =>
    clients.map(({ namespace }) => ({ kind: 'Namespace', name: namespace })),
  ),
];
