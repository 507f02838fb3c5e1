/** Where the loader of a model may connect, and which token it gets: both follow from the origin of the model. */
import { bypassesProxy, isAddress, rangeOf } from '../core';
import { isMounted, isOfRegistry, type ModelOrigin } from '../catalog';
import type { Downloads, Endpoint } from './cluster';

/** Port that policies open to every public IPv4 address where an environment states no endpoints. */
export const publicPort = 443;

/** Where a loader may connect. */
export type DownloadRoute =
  /** To these addresses: the environment states them, or the address of the model names one. */
  | { readonly to: 'endpoints'; readonly endpoints: readonly Endpoint[] }
  /** To every public IPv4 address on this port, since a name does not show its addresses, and to those of the proxy. */
  | { readonly to: 'public'; readonly port: number; readonly beside?: readonly Endpoint[] }
  /** Nowhere: the files are copied from a volume. */
  | { readonly to: 'nowhere' };

const usualPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': publicPort };

/** Host and port of a web address; `undefined` if it is none: a port above 65535 has the form of one. */
export function hostOf(address: string): { readonly host: string; readonly port: number } | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, port, hostname } = new URL(address);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (usualPorts[protocol] ?? publicPort) : Number(port),
  };
}

/** The field with the address that a model comes from, if it is one of these: a hub has tags of Ollama too. */
export function sourceFieldOf(origin: ModelOrigin): 'hub' | 'registry' | undefined {
  if (origin.from === 'ollama') return isOfRegistry(origin.tag) ? 'registry' : 'hub';
  return origin.from === 'huggingface' ? 'hub' : undefined;
}

/** Whether requests to a host go through the proxy. */
export const isProxied = (host: string, { proxy }: Downloads): boolean =>
  proxy !== undefined && !bypassesProxy(host, proxy.noProxy);

/** The addresses of the proxy: what a source without it redirects to may be behind it. */
const proxyEndpoints = ({ proxy }: Downloads): readonly Endpoint[] =>
  (proxy?.addresses ?? []).map((cidr) => ({ cidr, port: hostOf(proxy?.url ?? '')?.port ?? publicPort }));

/** Where the loader of a model may connect. */
export function downloadRoute(origin: ModelOrigin, downloads: Downloads): DownloadRoute {
  if (isMounted(origin)) return { to: 'nowhere' };
  const proxies = proxyEndpoints(downloads);
  const { endpoints } = downloads;
  if (endpoints !== undefined) return { to: 'endpoints', endpoints: [...proxies, ...endpoints] };
  const field = sourceFieldOf(origin);
  const place = hostOf(field === undefined ? (origin.from === 'web' ? origin.folder : '') : downloads[field]);
  if (place === undefined) return { to: 'public', port: publicPort };
  if (isProxied(place.host, downloads)) return { to: 'endpoints', endpoints: proxies };
  return isAddress(place.host)
    ? { to: 'endpoints', endpoints: [...proxies, { cidr: rangeOf(place.host), port: place.port }] }
    : { to: 'public', port: place.port, ...(proxies.length === 0 ? {} : { beside: proxies }) };
}

/** A token that a loader sends, and the address below which it does. */
export interface SentToken {
  readonly secretName: string;
  readonly key: string;
  /** `https://files.example/private` */
  readonly below: string;
}

const withSlash = (address: string): string => `${address.replace(/\/+$/, '')}/`;

/** The token that the loader of a model gets; of several that may be sent to its address, the one with the longest. */
export function downloadToken(origin: ModelOrigin, { hub, hubToken, tokens }: Downloads): SentToken | undefined {
  if (origin.from === 'huggingface') return hubToken && { ...hubToken, below: hub };
  if (origin.from !== 'web') return undefined;
  return [...tokens]
    .sort((a, b) => b.below.length - a.below.length)
    .find(({ below }) => withSlash(origin.folder).startsWith(withSlash(below)));
}
