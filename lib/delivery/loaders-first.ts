/**
 * Which loaders a workload waits for: whoever waits for few things at a time would else wait for models that wait
 * inside for weights.
 */
import type { Plan } from '../plan/plan';

/**
 * Names of the charts that bring what a chart serves; empty when it serves nothing, or nothing that comes through the
 * store.
 */
export function loadersBefore({ loaders, llamaServers, ollamaFleets }: Plan, chart: string): readonly string[] {
  const server = [...llamaServers, ...ollamaFleets]
    .map(({ workload }) => workload.name)
    .find((own) => chart === `model-${own}` || chart === `fleet-${own}`);
  return loaders
    .filter(({ neededBy }) => server !== undefined && neededBy.includes(server))
    .map(({ name }) => `load-${name}`);
}
