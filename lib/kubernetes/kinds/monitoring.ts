/** Kinds of the Prometheus operator. */
import type {
  IAlertmanager,
  IPodMonitor,
  IPrometheus,
  IPrometheusRule,
  IServiceMonitor,
} from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import { custom, type FactsOf } from './kind';

export interface MonitoringKinds {
  readonly Alertmanager: IAlertmanager;
  readonly PodMonitor: IPodMonitor;
  readonly Prometheus: IPrometheus;
  readonly PrometheusRule: IPrometheusRule;
  readonly ServiceMonitor: IServiceMonitor;
}

const v1 = 'monitoring.coreos.com/v1';

export const monitoringKinds: FactsOf<MonitoringKinds> = {
  Alertmanager: custom(v1, 'alertmanagers'),
  PodMonitor: custom(v1, 'podmonitors'),
  Prometheus: custom(v1, 'prometheuses'),
  PrometheusRule: custom(v1, 'prometheusrules'),
  ServiceMonitor: custom(v1, 'servicemonitors'),
};
