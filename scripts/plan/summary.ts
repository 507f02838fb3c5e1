/** A plan for machines: every derived number with its reason, without the catalogues that it came from. */
import type { LlamaServerPlan, OllamaFleetPlan, Plan } from '../../lib';
import type { Explained } from './explain';

const common = ({ workload, compute, budgets, maxUnavailable, localWeights }: LlamaServerPlan | OllamaFleetPlan) => ({
  key: workload.key,
  name: workload.name,
  pools: workload.pools,
  priority: workload.priority,
  compute,
  budgets,
  maxUnavailable,
  localWeights,
});

const serverSummary = (server: LlamaServerPlan) => ({
  ...common(server),
  weights: server.workload.weights,
  draft: server.workload.draft?.weights,
  replicas: server.replicas,
  memory: server.memory,
  rollout: server.rollout,
  autoscaling: server.autoscaling,
});

const fleetSummary = (fleet: OllamaFleetPlan) => ({
  ...common(fleet),
  models: fleet.workload.models.map(({ tag }) => tag),
  replicas: fleet.workload.replicas,
  memory: fleet.memory,
  volumeSize: fleet.volumeSize,
  loadTimeout: fleet.loadTimeout,
  reloadTime: fleet.reloadTime,
  rolloutMaxUnavailable: fleet.rolloutMaxUnavailable,
});

/** What `--json` prints of a plan. */
export const summarise = ({
  environment,
  llamaServers,
  ollamaFleets,
  pools,
  quota,
  store,
  support,
  placement,
  cost,
}: Plan) => ({
  environment: environment.name,
  pools: pools.map(({ pool, ...use }) => ({ pool: pool.name, nodes: pool.nodes, ...use })),
  models: llamaServers.map(serverSummary),
  fleets: ollamaFleets.map(fleetSummary),
  store,
  support,
  quota,
  placement,
  cost,
});

/** What `--json --explain` prints of a workload. */
export const summariseWorkload = ({ plan: { environment }, workload }: Explained) => ({
  environment: environment.name,
  ...('rollout' in workload ? serverSummary(workload) : fleetSummary(workload)),
});
