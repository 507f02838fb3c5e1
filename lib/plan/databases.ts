/** The databases of an environment beside their copies: which is copied, how large a dump is, where passwords are read. */
import type { Bytes } from '../core';
import type { BackupSource, Database, Environment } from '../environment';
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
