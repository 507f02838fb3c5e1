/**
 * Loader units that a model unit depends on. Without this dependency the few workers of Flux wait for models that
 * themselves wait for weights.
 */
import type { Plan } from '../plan';

/**
 * Names of the charts that bring what a chart serves; empty when it serves nothing, or nothing that comes through the
 * store.
 */
export function loadersBefore({ loaders, servers }: Plan, chart: string): readonly string[] {
  const server = servers.find((each) => each.chart === chart)?.workload.name;
  return loaders
    .filter(({ neededBy }) => server !== undefined && neededBy.includes(server))
    .map((loader) => loader.chart);
}
