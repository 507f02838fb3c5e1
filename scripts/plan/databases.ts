/** The databases of a plan: what each asks for, and where clients connect. */
import type { Plan } from '../../lib';
import { databaseAddress, mibText, supportPlan } from '../../lib/internal';
import { table, type Layout } from '../command';
import { section } from './text';

/** Only where the environment has databases. */
export function databasesText({ environment: { databases, cluster }, support }: Plan, layout: Layout): string {
  if (databases.length === 0) return '';
  const rows = databases.map(({ name, version, databases: held, pools, size, tls }) => [
    databaseAddress({ name }, cluster),
    `PostgreSQL ${version}`,
    Object.keys(held).join(', '),
    mibText(supportPlan(support, name).wants.memory),
    mibText(size),
    pools.join(', '),
    tls === 'none' ? 'plain' : 'TLS',
  ]);
  return section(
    'Databases',
    table(
      ['address', 'server', 'databases', 'MiB of its pod', 'MiB of its volume', 'pools', 'connections'],
      rows,
      layout,
    ),
    layout,
  );
}

/** What `--json` prints of them: no password is in a plan. */
export const databasesSummary = ({ environment: { databases } }: Plan) => (databases.length === 0 ? {} : { databases });
