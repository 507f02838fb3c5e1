/** A situation as Prometheus sees it, and the alerts that fire in it: exactly these. */
import type { AlertName } from '../../../lib/observability/alerts/alert';

/** `page ModelErrors`. */
export type Firing = `${'page' | 'ticket'} ${AlertName}`;

export interface Situation {
  /** The alert that it is about. */
  readonly about: AlertName;
  /** What happens, in a few words. */
  readonly when: string;
  /** Series by selector, with a value for each minute, or `every` so many, in the form of promtool: `1x30`, `0+5x60`. */
  readonly series: Readonly<Record<string, string>>;
  /** Series that are otherwise always there, and are not now. */
  readonly without?: readonly string[];
  /** Minutes between two values: more where days pass. @default 1 */
  readonly every?: number;
  /** Minutes after which it is looked at. */
  readonly after: number;
  /** All alerts that fire then. */
  readonly fires: readonly Firing[];
}

export const serving = 'llm-serving';
export const gateway = 'llm-gateway';
export const store = 'model-store';

const alwaysFor = '1x6000';

/** Selectors of what is always scraped. */
export const scraped = {
  'kube-state-metrics': `kube_pod_info{namespace="${serving}",pod="smol-7c9d8f6b5d-x2v4z",node="gpu-1"}`,
  gateway: `corral_gateway_config_loaded{namespace="${gateway}",pod="gateway-0",file="models.json"}`,
  'dcgm-exporter': `DCGM_FI_DEV_FB_USED{namespace="${serving}",pod="other-0",UUID="GPU-0"}`,
  'cert-manager': `certmanager_certificate_expiration_timestamp_seconds{namespace="${serving}",name="database-chat-tls"}`,
} as const;

/** A certificate that ends in a hundred years. */
const inAHundredYears = '3155760000x6000';

export const always: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(scraped).map((selector) => [
    selector,
    selector === scraped['cert-manager'] ? inAHundredYears : alwaysFor,
  ]),
);

/** Pods of the fixture. */
export const pods = {
  smol: 'smol-7c9d8f6b5d-x2v4z',
  fixed: 'fixed-5b6c7d8f9g-bcd45',
  night: 'night-5b6c7d8f9g-bcd45',
  fleet: 'fleet-0',
} as const;

/** `name{namespace="llm-serving",pod="…"}`. */
export const labelled = (name: string, labels: Readonly<Record<string, string>>): string =>
  `${name}{${Object.entries(labels)
    .map(([key, value]) => `${key}="${value}"`)
    .join(',')}}`;

const within =
  (namespace: string) =>
  (name: string, labels: Readonly<Record<string, string>> = {}): string =>
    labelled(name, { namespace, ...labels });

export const inServing = within(serving);
export const inGateway = within(gateway);
export const inStore = within(store);
