/** Metrics of Prometheus itself and of controllers that others run. */
import { gauge } from './metric';

/** Series that Prometheus adds for every target and every alert. */
export const prometheusMetrics = {
  up: gauge('1: the last scrape of the target succeeded.'),
  scrape_duration_seconds: gauge('Seconds of the last scrape.'),
  scrape_samples_scraped: gauge('Samples of the last scrape.'),
  ALERTS: gauge('Alerts that are pending or fire.', 'alertname', 'alertstate', 'severity'),
} as const;

export const certManagerMetrics = {
  certmanager_certificate_expiration_timestamp_seconds: gauge(
    'When a certificate expires, in seconds since 1970.',
    'name',
    'issuer_name',
    'issuer_kind',
    'issuer_group',
  ),
  certmanager_certificate_ready_status: gauge(
    '1: the condition `Ready` of a Certificate has the status.',
    'name',
    'condition',
    'issuer_name',
    'issuer_kind',
    'issuer_group',
  ),
} as const;
