/** The architecture as code: which charts an environment has, from its plan. */
import type { App } from 'cdk8s';
import {
  AlertsChart,
  BackupChart,
  ClusterChart,
  DashboardsChart,
  CachesChart,
  DatabasesChart,
  GatewayChart,
  LoaderChart,
  NamespacesChart,
  NodeTuningChart,
  type PlatformChart,
  ProgramsChart,
  ServerChart,
  StorageChart,
  WeightsChart,
} from './charts';
import { isReadInPlace } from './environment';
import { describeCluster } from './kubernetes/draw';
import { type Plan, tunedPools } from './plan';

/** The charts of the store: what is on a claim of others needs only proofs, or only a weights server. */
function storeCharts(app: App, plan: Plan, programs: ProgramsChart): readonly PlatformChart[] {
  const { weights } = plan.environment.cluster;
  // Where every model comes with its image there is nothing to keep.
  if (plan.loaders.length === 0) return [];
  if (weights.kind !== 'existing') return [new StorageChart(app, plan), new WeightsChart(app, plan, programs)];
  return isReadInPlace(weights) ? [new StorageChart(app, plan)] : [new WeightsChart(app, plan, programs)];
}

/** The chart of the gateway, where there is one. */
function gatewayChart(app: App, plan: Plan, programs: ProgramsChart): readonly PlatformChart[] {
  const { gateway } = plan.environment;
  return gateway === undefined || plan.gateway === undefined
    ? []
    : [new GatewayChart(app, plan, programs, gateway, plan.gateway)];
}

/** The chart of the dashboards, where the environment asks for them. */
function dashboardsChart(app: App, plan: Plan): readonly PlatformChart[] {
  const wanted = plan.environment.monitoring?.dashboards;
  return wanted === undefined ? [] : [new DashboardsChart(app, plan, wanted)];
}

/** The chart of the alerts, where the environment asks for them. */
function alertsChart(app: App, plan: Plan): readonly PlatformChart[] {
  const alerts = plan.environment.monitoring?.alerts;
  return alerts === undefined ? [] : [new AlertsChart(app, plan, alerts)];
}

/** The chart of the backup, where there is one. */
function backupChart(app: App, plan: Plan, programs: ProgramsChart): readonly PlatformChart[] {
  const { backup } = plan.environment;
  return backup === undefined || plan.backup === undefined
    ? []
    : [new BackupChart(app, plan, programs, backup, plan.backup)];
}

/** The charts of a plan, in the order of their waves. */
export function platform(app: App, plan: Plan): readonly PlatformChart[] {
  describeCluster(app, plan.environment.cluster);
  const namespaces = new NamespacesChart(app, plan);
  const isNamespaced = plan.environment.cluster.scope === 'namespaced';
  const tuning = tunedPools(plan.environment).length === 0 ? [] : [new NodeTuningChart(app, plan)];
  const first = isNamespaced ? [namespaces] : [namespaces, new ClusterChart(app, plan), ...tuning];
  const programs = new ProgramsChart(app, plan);
  const later = [
    ...storeCharts(app, plan, programs),
    ...plan.loaders.map((loader) => new LoaderChart(app, plan, programs, loader)),
    ...plan.servers.map((server) => new ServerChart(app, plan, programs, server)),
    ...gatewayChart(app, plan, programs),
    ...(plan.environment.databases.length === 0 ? [] : [new DatabasesChart(app, plan, programs)]),
    ...(plan.environment.caches.length === 0 ? [] : [new CachesChart(app, plan, programs)]),
    ...dashboardsChart(app, plan),
    ...alertsChart(app, plan),
    ...backupChart(app, plan, programs),
  ];
  return [...first, ...(programs.isEmpty ? [] : [programs]), ...later];
}
