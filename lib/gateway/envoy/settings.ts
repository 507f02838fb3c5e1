/** What Envoy's configuration is made from. Types and constants only. */
import type { GatewayPaths, GatewayPorts } from '../files';

/** Limits of time, in seconds. None limits how long an answer takes in all. */
export interface EnvoyTimes {
  /** Until the headers of a request are there. */
  readonly headers: number;
  /** Until the whole request is there. */
  readonly upload: number;
  /** Without a byte in either direction: the request ends. */
  readonly idle: number;
  /** Until the policy has answered a check. */
  readonly check: number;
}

/** `idle` is longer than a queue of long prompts in front of an engine. */
export const envoyTimes: EnvoyTimes = { headers: 10, upload: 120, idle: 300, check: 5 };

export interface EnvoySettings {
  readonly ports: GatewayPorts;
  readonly files: Pick<GatewayPaths, 'clusters' | 'access'>;
  /** Address of the listeners for clients and metrics. @default '0.0.0.0' */
  readonly address?: string;
  /** Whether a listener at `::` takes connections of IPv4 too. @default false */
  readonly takesBoth?: boolean;
  /** Where the gateway ends TLS. @default - plain HTTP */
  readonly tls?: {
    /** Folder with `tls.crt` and `tls.key`. */
    readonly certificate: string;
    /** Folder with `certificate.json`, as `envoyCertificate` makes it. */
    readonly config: string;
  };
  /** Proxies in front of the gateway whose `x-forwarded-for` counts. */
  readonly trustedHops: number;
  /** Longest body of a request, in bytes. */
  readonly maxBody: number;
  /** Most connections of clients at the same time. */
  readonly maxConnections: number;
  /** Bytes of heap at which no request is taken any more: less than the memory of the container. */
  readonly maxHeap: number;
  /** @default - those of the library */
  readonly times?: EnvoyTimes;
  /** Server of names. @default - that of the pod */
  readonly dns?: { readonly address: string; readonly port: number };
}

/** Names that Envoy's configuration and the policy share. No cluster of engines has one of them. */
export const envoyClusters = { policy: 'policy', admin: 'admin' } as const;
