/** Where clients connect to what keeps data. */
import { postgresPort, valkeyPort } from '../catalog';
import type { Cache, Database, Environment } from '../environment';

type Place = Pick<Environment['cluster'], 'namespaces'>;

/** `database-chat.llm-serving.svc:5432` */
export const databaseAddress = ({ name }: Pick<Database, 'name'>, { namespaces }: Place): string =>
  `${name}.${namespaces.serving}.svc:${postgresPort}`;

/** `cache-chat.llm-serving.svc:6379` */
export const cacheAddress = ({ name }: Pick<Cache, 'name'>, { namespaces }: Place): string =>
  `${name}.${namespaces.serving}.svc:${valkeyPort}`;
