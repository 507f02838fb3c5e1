/** The gateway: its pods, its settings, its keys and its certificate. */
import { gateway, inGateway, labelled, scraped, type Situation } from './situation';

const available = inGateway('kube_deployment_status_replicas_available', { deployment: 'gateway' });
const wanted = inGateway('kube_deployment_spec_replicas', { deployment: 'gateway' });
const expiry = (pod: string): string =>
  inGateway('corral_gateway_key_expiry_seconds', { pod, client: 'team', key: 'abcdefghij' });
const certificate = inGateway('envoy_server_days_until_first_cert_expiring', { pod: 'gateway-0' });

export const ofGateway: readonly Situation[] = [
  {
    about: 'GatewayDown',
    when: 'no pod is available for two minutes',
    series: { [wanted]: '2x10', [available]: '2 0x10' },
    after: 3,
    fires: ['page GatewayDown'],
  },
  {
    about: 'GatewayDown',
    when: 'one of two is',
    series: { [wanted]: '2x10', [available]: '2 1x10' },
    after: 10,
    fires: [],
  },
  {
    about: 'GatewayReplicasMissing',
    when: 'one of two is missing for an hour',
    series: { [wanted]: '2x90', [available]: '2 1x90' },
    after: 90,
    fires: ['ticket GatewayReplicasMissing'],
  },
  {
    about: 'GatewayReplicasMissing',
    when: 'one is missing during a rollout',
    series: { [wanted]: '2x90', [available]: '2 1x10 2x90' },
    after: 11,
    fires: [],
  },
  {
    about: 'GatewayConfigurationRefused',
    when: 'a pod reads clients.json that is broken',
    series: { [inGateway('corral_gateway_config_loaded', { pod: 'gateway-0', file: 'clients.json' })]: '1 0x20' },
    after: 10,
    fires: ['ticket GatewayConfigurationRefused'],
  },
  {
    about: 'GatewayConfigurationRefused',
    when: 'it was broken for three minutes',
    series: { [inGateway('corral_gateway_config_loaded', { pod: 'gateway-0', file: 'clients.json' })]: '1 0x3 1x20' },
    after: 12,
    fires: [],
  },
  {
    about: 'KeyExpires',
    when: 'a key has a week left',
    series: { [expiry('gateway-0')]: '604800-60x20', [expiry('gateway-1')]: '604800-60x20' },
    after: 10,
    fires: ['ticket KeyExpires'],
  },
  {
    about: 'KeyExpires',
    when: 'a key has a month left',
    series: { [expiry('gateway-0')]: '2592000-60x20' },
    after: 10,
    fires: [],
  },
  {
    about: 'CertificateExpires',
    when: 'the certificate has ten days left',
    series: { [certificate]: '10x30' },
    after: 30,
    fires: ['ticket CertificateExpires'],
  },
  {
    about: 'CertificateExpires',
    when: 'it has one day left',
    series: { [certificate]: '1x30' },
    after: 30,
    fires: ['page CertificateExpires', 'ticket CertificateExpires'],
  },
  {
    about: 'CertificateExpires',
    when: 'it was renewed in time',
    series: { [certificate]: '31x5 89x30' },
    after: 30,
    fires: [],
  },
  {
    about: 'CertificateExpires',
    when: 'the certificate of a database has ten days left',
    series: { [scraped['cert-manager']]: `${10 * 86_400}x30` },
    after: 30,
    fires: ['ticket CertificateExpires'],
  },
  {
    about: 'CertificateExpires',
    when: 'that of a database has one day left',
    series: { [scraped['cert-manager']]: '86400x30' },
    after: 30,
    fires: ['page CertificateExpires', 'ticket CertificateExpires'],
  },
  {
    about: 'CertificateExpires',
    when: 'that of a database has 29 days left',
    series: { [scraped['cert-manager']]: `${29 * 86_400}x30` },
    after: 30,
    fires: [],
  },
  {
    about: 'MetricsMissing',
    when: 'certificates are not scraped',
    series: {},
    without: [scraped['cert-manager']],
    after: 20,
    fires: ['ticket MetricsMissing'],
  },
  {
    about: 'MetricsMissing',
    when: 'the gateway is not scraped',
    series: {},
    without: [scraped.gateway],
    after: 20,
    fires: ['ticket MetricsMissing'],
  },
  {
    about: 'MetricsMissing',
    when: 'everything is scraped',
    series: {},
    after: 20,
    fires: [],
  },
  {
    about: 'TargetDown',
    when: 'a pod of the gateway is ready, and cannot be scraped',
    series: {
      [labelled('up', { job: 'gateway', namespace: gateway, pod: 'gateway-0' })]: '0x30',
      [inGateway('kube_pod_status_ready', { pod: 'gateway-0', condition: 'true' })]: '1x30',
    },
    after: 15,
    fires: ['ticket TargetDown'],
  },
  {
    about: 'TargetDown',
    when: 'a pod that loads is not scraped, and is not ready',
    series: {
      [labelled('up', { job: 'gateway', namespace: gateway, pod: 'gateway-0' })]: '0x30',
      [inGateway('kube_pod_status_ready', { pod: 'gateway-0', condition: 'true' })]: '0x30',
    },
    after: 15,
    fires: [],
  },
];
