/** Where loaders download from, and by which way. Values only. */
import type { ConfigMapKey, SecretKey } from '../../workload';
import type { Endpoint, Peer } from './network';

/** A Secret with the bearer token of a server of files. It must exist in the store's namespace. */
export interface DownloadToken extends SecretKey {
  /** Loaders send it to addresses that begin with this one, and to no other: `https://files.example/private`. */
  readonly below: string;
}

/** Pods that are a proxy, and the port on which they listen: most networks judge a policy behind the Service. */
export type ProxyPods = Peer & {
  /** @default - the port in the `url` of the proxy */
  readonly port: number;
};

/** An HTTP proxy through which loaders reach the sources of weights. */
export interface DownloadProxy {
  /**
   * `http://proxy.example:3128`, or `https://…` for a proxy that is reached by TLS. Requests to https addresses go
   * through it as tunnels. It becomes `https_proxy` and `http_proxy` of the loaders.
   */
  readonly url: string;
  /**
   * Addresses of the proxy, which policies allow instead of those of the sources: `['10.0.0.7/32']`.
   * @default - the address in `url`; needed if `url` has a name and the proxy does not run in `pods`
   */
  readonly addresses: readonly string[];
  /** Pods of this cluster that are the proxy; policies allow them by their labels. @default - none */
  readonly pods?: ProxyPods;
  /**
   * Secret of the type `kubernetes.io/basic-auth` with the name and the password for the proxy, in the store's
   * namespace: keys `username` and `password`. @default - the proxy asks for none
   */
  readonly credentials?: { readonly secretName: string };
  /**
   * Hosts that loaders reach without it: names, each with all names below it, addresses and ranges of addresses. It
   * becomes `no_proxy` of the loaders. @default []
   */
  readonly noProxy: readonly string[];
}

/** The proxy as an overlay writes it: at addresses, or in pods of the cluster. */
export type DownloadProxyInput = Pick<DownloadProxy, 'url'> &
  Partial<Pick<DownloadProxy, 'noProxy' | 'credentials'>> &
  (
    | { readonly addresses?: readonly string[]; readonly pods?: undefined }
    | { readonly pods: Peer & Partial<Pick<ProxyPods, 'port'>>; readonly addresses?: undefined }
  );

/** Addresses that loaders use unless the environment states others. */
export const usualSources = { hub: 'https://huggingface.co', registry: 'https://registry.ollama.ai' } as const;

/** What the loaders may reach. */
export interface Downloads {
  /** Base address of the hub or of a mirror of it. @default 'https://huggingface.co' */
  readonly hub: string;
  /** Base address of the Ollama registry or of a mirror of it. @default 'https://registry.ollama.ai' */
  readonly registry: string;
  /** Secret with a hub token for gated models; it must exist in the store's namespace. @default - none */
  readonly hubToken?: SecretKey;
  /** Tokens for models of the origin `web`, by address. @default [] */
  readonly tokens: readonly DownloadToken[];
  /**
   * Where loaders may connect beside the proxy.
   * @default - from the address of the source of each model, unless the proxy is in front of it: the address itself, or
   *   any public address for a name, on its port
   */
  readonly endpoints?: readonly Endpoint[];
  /** Proxy between the loaders and the sources. @default - none */
  readonly proxy?: DownloadProxy;
  /**
   * The authorities that loaders trust, instead of those of their image: those of a company or mirror, and the public
   * ones if a source has a public certificate. The ConfigMap must exist in the store's namespace.
   * @default - the public authorities
   */
  readonly caBundle?: ConfigMapKey;
}

/** The sources as an overlay writes them. */
export type DownloadsInput = Partial<Omit<Downloads, 'proxy'>> & { readonly proxy?: DownloadProxyInput };
