/** Where clients connect to a database. */
import { postgresPort } from '../catalog';
import type { Database, Environment } from '../environment';

/** `database-chat.llm-serving.svc:5432` */
export const databaseAddress = (
  { name }: Pick<Database, 'name'>,
  { namespaces }: Pick<Environment['cluster'], 'namespaces'>,
): string => `${name}.${namespaces.serving}.svc:${postgresPort}`;
