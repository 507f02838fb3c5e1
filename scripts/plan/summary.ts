/** A plan for machines: every derived number with its reason, without the catalogues that it came from. */
import type { LlamaServerPlan, OllamaFleetPlan, Plan } from '../../lib';

const common = ({ workload, compute, budgets, maxUnavailable, localWeights }: LlamaServerPlan | OllamaFleetPlan) => ({
  key: workload.key, name: workload.name, pools: workload.pools, priority: workload.priority, compute, budgets, maxUnavailable, localWeights,
});

/** What `--json` prints of a plan. */
export const summarise = ({ environment, llamaServers, ollamaFleets, pools, quota, store, support, placement, cost }: Plan) => ({
  environment: environment.name,
  pools: pools.map(({ pool, ...use }) => ({ pool: pool.name, nodes: pool.nodes, ...use })),
  models: llamaServers.map((server) => ({
    ...common(server), weights: server.workload.weights, replicas: server.replicas, memory: server.memory, rollout: server.rollout, autoscaling: server.autoscaling,
  })),
  fleets: ollamaFleets.map((fleet) => ({
    ...common(fleet), models: fleet.workload.models.map(({ tag }) => tag), replicas: fleet.workload.replicas, memory: fleet.memory, volumeSize: fleet.volumeSize,
    rolloutMaxUnavailable: fleet.rolloutMaxUnavailable,
  })),
  store, support, quota, placement, cost,
});
