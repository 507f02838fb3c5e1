/**
 * Which loaders a workload waits for: whoever waits for few things at a time would else wait for models that wait
 * inside for weights.
 */
import type { Plan } from '../plan/plan';

/**
 * Names of the charts that bring what a chart serves; empty when it serves nothing, or nothing that comes through the
 * store.
 */
export function loadersBefore({ loaders, servers }: Plan, chart: string): readonly string[] {
  const server = servers.find((each) => each.chart === chart)?.workload.name;
  return loaders
    .filter(({ neededBy }) => server !== undefined && neededBy.includes(server))
    .map(({ name }) => `load-${name}`);
}
