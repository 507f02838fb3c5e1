/** Units of deployment, one in each file, each with its wave. They pass the values of the plan to constructs. */
export { BackupChart } from './backup';
export { ClusterChart } from './cluster';
export { AlertsChart } from './alerts';
export { DashboardsChart } from './dashboards';
export { CachesChart } from './caches';
export { DatabasesChart } from './databases';
export { GatewayChart } from './gateway';
export { LoaderChart } from './loader';
export { NamespacesChart } from './namespaces';
export { NodeTuningChart } from './node-tuning';
export type { PlatformChart } from './platform-chart';
export { ProgramsChart } from './programs';
export { RestoreChart } from './restore';
export { ServerChart } from './server';
export { StorageChart } from './storage';
export { WeightsChart } from './weights';
