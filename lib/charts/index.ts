/** Units of deployment, one in each file, each with its wave. They pass the values of the plan to constructs. */
export { ClusterChart } from './cluster';
export { LoaderChart } from './loader';
export { NamespacesChart } from './namespaces';
export type { PlatformChart } from './platform-chart';
export { ProgramsChart } from './programs';
export { ServerChart } from './server';
export { StorageChart } from './storage';
export { WeightsChart } from './weights';
