/** What databases need of others: Secrets, classes and issuers; and their backups, room and passwords. */
import type { Bytes } from '../core';
import type { BackupSource, Database, Environment } from '../environment';
import { issuerOf } from './gateway/named';
import { needsOf, type Need } from './gateway/needs';
import { storeNamespace } from './names';

type DatabaseSource = Extract<BackupSource, { kind: 'database' }>;

/** The server of a source. @throws RangeError if the environment has none of the name */
export function serverOf(
  { databases, name }: Pick<Environment, 'databases' | 'name'>,
  { server }: DatabaseSource,
): Database {
  const found = databases.find(({ key }) => key === server);
  if (found === undefined) throw new RangeError(`${name} has no database ${server}`);
  return found;
}

/** As much as the volume, where nothing is stated: a dump is not larger than what it is of. */
export const roomOf = (environment: Pick<Environment, 'databases' | 'name'>, source: DatabaseSource): Bytes =>
  source.room ?? serverOf(environment, source).size;

/** Where the passwords of a database are read: beside the engines, and by its backup in the namespace of the store. */
export function passwordNamespaces(
  { cluster, backup }: Pick<Environment, 'cluster' | 'backup'>,
  { key }: Database,
): readonly string[] {
  const isCopied = backup?.sources.some((source) => source.kind === 'database' && source.server === key) ?? false;
  return [...new Set([cluster.namespaces.serving, ...(isCopied ? [storeNamespace({ cluster })] : [])])];
}

/** A Secret of others that databases read, with the entries that it must have. */
export interface DatabaseSecret {
  readonly namespace: string;
  readonly name: string;
  readonly keys: readonly string[];
}

type Needing = Pick<Environment, 'cluster' | 'databases' | 'backup'>;

/** The passwords and certificates that others make. */
export const databaseSecrets = (environment: Needing): readonly DatabaseSecret[] =>
  environment.databases.flatMap((database): readonly DatabaseSecret[] => {
    const { passwords, tls, databases } = database;
    const users = ['postgres', ...new Set(Object.values(databases).map(({ owner }) => owner))];
    return [
      ...('secretName' in passwords
        ? passwordNamespaces(environment, database).map((namespace) => ({
            namespace,
            name: passwords.secretName,
            keys: users,
          }))
        : []),
      ...(tls !== 'none' && 'secretName' in tls
        ? [
            {
              namespace: environment.cluster.namespaces.serving,
              name: tls.secretName,
              keys: ['tls.crt', 'tls.key'],
            },
          ]
        : []),
    ];
  });

/** The store that External Secrets reads, in each namespace where it fills a Secret. */
function storesOf(environment: Needing, database: Database): readonly Need[] {
  const { passwords } = database;
  if (!('from' in passwords)) return [];
  const { kind, name } = passwords.store;
  const stores =
    kind === 'ClusterSecretStore'
      ? [{ kind, name }]
      : passwordNamespaces(environment, database).map((namespace) => ({ kind, name, namespace }));
  return [{ kind: 'CustomResourceDefinition', name: 'externalsecrets.external-secrets.io' }, ...stores];
}

/** Everything that the databases of an environment need of others. */
export const databaseNeeds = (environment: Needing): readonly Need[] => [
  ...databaseSecrets(environment).map(({ namespace, name }) => ({ kind: 'Secret', namespace, name })),
  ...environment.databases.flatMap((database): readonly Need[] => {
    const { tls, clients } = database;
    return [
      ...storesOf(environment, database),
      ...needsOf(issuerOf(tls, environment.cluster.namespaces.serving)),
      ...clients.map(({ namespace }) => ({ kind: 'Namespace', name: namespace })),
    ];
  }),
];
