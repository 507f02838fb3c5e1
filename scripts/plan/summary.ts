/** A plan for machines: every derived number with its reason, without the catalogues that it came from. */
import type { Plan, ServerPlan, SupportPlan } from '../../lib';
import { weakened } from '../../lib/internal';
import type { Explained } from './explain';

const serverSummary = ({ workload, image: _image, scheduling: _scheduling, title: _title, ...server }: ServerPlan) => ({
  engine: workload.engine,
  key: workload.key,
  name: workload.name,
  models: workload.served.map(({ key }) => key),
  pools: workload.pools,
  priority: workload.priority,
  ...server,
});

const supportSummary = ({ scheduling, image: _image, additions: _additions, ...each }: SupportPlan) => ({
  ...each,
  pools: scheduling.pools.map(({ name }) => name),
});

/** Only where a promise holds in part. */
const weakenedSummary = (environment: Plan['environment']) => {
  const list = weakened(environment);
  return list.length === 0 ? {} : { weakened: list };
};

/** What `--json` prints of a plan. */
export const summarise = ({ environment, servers, pools, quota, store, support, placement, cost }: Plan) => ({
  environment: environment.name,
  pools: pools.map(({ pool, ...use }) => ({ pool: pool.name, nodes: pool.nodes, ...use })),
  servers: servers.map(serverSummary),
  store,
  support: support.map(supportSummary),
  quota,
  ...weakenedSummary(environment),
  placement,
  cost,
});

/** What `--json --explain` prints of a workload. */
export const summariseWorkload = ({ plan: { environment }, workload }: Explained) => ({
  environment: environment.name,
  ...serverSummary(workload),
});
