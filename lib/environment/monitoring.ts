/** Who scrapes the metrics of an environment, and how. Values only; `cluster.monitoring` names the pods that may. */
import type { Duration } from '../core';
import type { SecretKey } from '../workload';

/** How Prometheus finds what it scrapes. */
export type Scrape =
  | {
      /** PodMonitors and ServiceMonitors of the Prometheus operator. */
      readonly by: 'prometheus-operator';
      /** Labels by which the Prometheus of the cluster selects monitors: `{ release: 'kube-prometheus-stack' }`. */
      readonly labels: Readonly<Record<string, string>>;
      /** Time between two scrapes. @default - 15 seconds */
      readonly interval: Duration;
      /**
       * Secret in the serving namespace with the one key that a scrape of llama-servers sends: the key, and no line
       * break.
       * @default - behind a gateway entry `first` of the Secret of `cluster.apiKey`, else its entry, which then holds one key
       */
      readonly key?: SecretKey;
    }
  | {
      /** Annotations `prometheus.io/scrape`, `port` and `path` of pods, for a Prometheus that is configured to read them. */
      readonly by: 'annotations';
    };

/** The same as an overlay writes it. */
export type ScrapeInput =
  | (Omit<Extract<Scrape, { by: 'prometheus-operator' }>, 'interval'> & { readonly interval?: Duration })
  | Extract<Scrape, { by: 'annotations' }>;

/** Seconds of the first token that an objective may name: upper bounds of the histogram. */
export const firstTokenSeconds = [0.25, 0.5, 1, 2.5, 5, 10, 30, 60] as const;
export type FirstTokenSeconds = (typeof firstTokenSeconds)[number];

/** Which alerts there are, and what they promise, complete. */
export interface Alerts {
  /** Labels by which the Prometheus of the cluster selects rules. @default - those of `scrape` */
  readonly labels: Readonly<Record<string, string>>;
  /** Part of the requests of each model that must not end with an error of the server; the gateway counts them. @default { objective: 0.999 } */
  readonly errors: {
    /** Part of the requests, below 1. */
    readonly objective: number;
  };
  /** Part of the streamed answers that must begin within a time; the gateway measures it. @default { seconds: 2.5, objective: 0.95 } */
  readonly firstToken: {
    /** Longest time until the first token, in seconds. */
    readonly seconds: FirstTokenSeconds;
    /** Part of the requests, below 1. */
    readonly objective: number;
  };
  /**
   * Address of the folder of runbooks, to which the name of each alert is added.
   * @default - alerts name the page of this repository
   */
  readonly runbooks?: string;
}

/** Dashboards, as the sidecar of Grafana finds them, complete. */
export interface Dashboards {
  /** Folder of Grafana that they are in. @default 'Corral' */
  readonly folder: string;
  /** Labels of the ConfigMaps that the sidecar looks for. @default { grafana_dashboard: '1' } */
  readonly labels: Readonly<Record<string, string>>;
  /** Address of Grafana, to which alerts add the dashboard that shows them. @default - alerts name no dashboard */
  readonly grafana?: string;
}

/** What is rendered for monitoring, complete. */
export interface Monitoring {
  readonly scrape: Scrape;
  /** The Prometheus that KEDA asks. @default - none */
  readonly prometheus?: {
    /** Address inside the cluster: `http://prometheus-operated.monitoring.svc:9090`. */
    readonly url: string;
  };
  /** PrometheusRules with alerts. @default - none */
  readonly alerts?: Alerts;
  /** Dashboards of Grafana, in ConfigMaps of the serving namespace. @default - none */
  readonly dashboards?: Dashboards;
}

/** The same as an overlay writes it. */
export interface MonitoringInput extends Omit<Monitoring, 'scrape' | 'alerts' | 'dashboards'> {
  readonly scrape: ScrapeInput;
  /** PrometheusRules with alerts; `{}` for the usual objectives. @default - none */
  readonly alerts?: Partial<Alerts>;
  /** Dashboards of Grafana; `{}` for those that the sidecar of its chart finds. @default - none */
  readonly dashboards?: Partial<Dashboards>;
}
