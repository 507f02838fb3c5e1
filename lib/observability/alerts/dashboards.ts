/** The dashboard that shows what an alert is about: its address is in the alert, where the environment names its Grafana. */
import type { Plan } from '../../plan';
import { dashboards } from '../dashboards/all';
import type { DashboardName } from '../dashboards/dashboard';
import type { AlertName } from './alert';

/** Alerts of pods, quotas and what has no dashboard of its own are in that of the platform. */
const shownBy: Readonly<Record<AlertName, DashboardName>> = {
  AutoscalerAtMaximum: 'models',
  BackupNotChecked: 'platform',
  BackupTooOld: 'platform',
  CacheDown: 'platform',
  CertificateExpires: 'gateway',
  ContainerRestarts: 'platform',
  DatabaseConnectionsHigh: 'platform',
  DatabaseDown: 'platform',
  EngineMemoryHigh: 'models',
  EngineStartTooLong: 'models',
  GatewayConfigurationRefused: 'gateway',
  GatewayDown: 'gateway',
  GatewayReplicasMissing: 'gateway',
  GpuFault: 'gpus',
  GpuMemoryHigh: 'gpus',
  GpuSaturated: 'gpus',
  KeyExpires: 'gateway',
  LoaderFailed: 'store',
  MetricsMissing: 'platform',
  ModelErrors: 'gateway',
  ModelFirstTokenSlow: 'gateway',
  ModelUnavailable: 'models',
  NodeDiskPressure: 'platform',
  OllamaDown: 'models',
  OllamaOnCpu: 'models',
  OutOfMemory: 'platform',
  PodsUnschedulable: 'platform',
  QueueLong: 'gateway',
  QuotaNearEnd: 'platform',
  RequestsWait: 'models',
  RolloutStuck: 'platform',
  StoreNearlyFull: 'store',
  TargetDown: 'platform',
  VolumeNearlyFull: 'platform',
  WeightsServerDown: 'store',
};

/** The address of the dashboard of an alert; of an environment that names no Grafana, none. */
export function dashboardOf(plan: Plan): (alert: AlertName) => string | undefined {
  const grafana = plan.environment.monitoring?.dashboards?.grafana;
  if (grafana === undefined) return () => undefined;
  const all = dashboards(plan);
  return (alert) => {
    const uid = (all.get(shownBy[alert]) ?? all.get('platform'))?.uid;
    return uid === undefined ? undefined : `${grafana.replace(/\/+$/, '')}/d/${uid}`;
  };
}
