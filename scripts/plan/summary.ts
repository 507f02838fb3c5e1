/** A plan for machines: every derived number with its reason, without the catalogues that it came from. */
import type { Plan, ServerPlan, SupportPlan } from '../../lib';
import { mib } from '../../lib';
import { quantityText, quotaUses, usableOfUnit, weakened } from '../../lib/internal';
import { adaptedSummary } from './adapted';
import { backupSummary } from './backup';
import { cachesSummary } from './caches';
import { databasesSummary } from './databases';
import type { Explained } from './explain';
import { gatewaySummary } from './gateway';

const serverSummary = ({ workload, image: _image, scheduling: _scheduling, title: _title, ...server }: ServerPlan) => ({
  engine: workload.engine,
  key: workload.key,
  name: workload.name,
  models: workload.served.map(({ key }) => key),
  pools: workload.pools,
  priority: workload.priority,
  settings: workload.settings,
  ...server,
});

const supportSummary = ({ scheduling, image: _image, additions: _additions, ...each }: SupportPlan) => ({
  ...each,
  pools: scheduling.pools.map(({ name }) => name),
});

/** Bytes behind one unit of a GPU, and those of them that models may use. */
const gpuMemory = ({ gpu }: Plan['pools'][number]['pool']) =>
  gpu === undefined
    ? {}
    : {
        gpuMemory: { total: mib(gpu.memoryMibPerUnit), usable: usableOfUnit(gpu).value },
        ...(gpu.gpu.proven === undefined ? {} : { gpuProven: gpu.gpu.proven }),
      };

/** Only where a promise holds in part. */
const weakenedSummary = (environment: Plan['environment']) => {
  const list = weakened(environment);
  return list.length === 0 ? {} : { weakened: list };
};

/** Only where the namespace has quotas already: what is needed of each, and what others leave. */
const existingQuotas = (plan: Plan) => {
  const uses = quotaUses(plan).map(({ needed, left, ...use }) => ({
    ...use,
    needed: quantityText(needed),
    left: quantityText(left),
  }));
  return uses.length === 0 ? {} : { existingQuotas: uses };
};

/** What `--json` prints of a plan. */
export const summarise = (plan: Plan) => {
  const { environment, servers, loaders, pools, quota, store, support, placement, cost } = plan;
  return {
    environment: environment.name,
    pools: pools.map(({ pool, ...use }) => ({ pool: pool.name, nodes: pool.nodes, ...gpuMemory(pool), ...use })),
    servers: servers.map(serverSummary),
    store,
    files: Object.fromEntries(loaders.map(({ key, model }) => [key, model.files])),
    support: support.map(supportSummary),
    ...gatewaySummary(plan),
    ...databasesSummary(plan),
    ...cachesSummary(plan),
    ...backupSummary(plan),
    quota,
    ...existingQuotas(plan),
    ...weakenedSummary(environment),
    ...adaptedSummary(environment),
    placement,
    cost,
  };
};

/** What `--json --explain` prints of a workload. */
export const summariseWorkload = ({ plan: { environment }, workload }: Explained) => ({
  environment: environment.name,
  ...serverSummary(workload),
});
