/** Where the loader of a model may connect, and which tokens it gets: both follow from the origins of its files. */
import { bypassesProxy, isAddress, rangeOf } from '../core';
import { isMounted, isOfRegistry, type Model, type ModelOrigin, ollamaName, originsOf } from '../catalog';
import type { Downloads, Endpoint, ProxyPods } from './cluster';

/** Port that policies open to every public address where an environment states no endpoints. */
export const publicPort = 443;

/** Where a loader may connect. */
export type DownloadRoute =
  /** To these addresses: the environment states them, or the address of the model names one. */
  | { readonly to: 'endpoints'; readonly endpoints: readonly Endpoint[]; readonly pods?: ProxyPods }
  /** To every public address on these ports, since a name does not show its addresses, and to those beside them. */
  | {
      readonly to: 'public';
      readonly ports: readonly number[];
      readonly beside?: readonly Endpoint[];
      /** Pods of the proxy. @default - none */
      readonly pods?: ProxyPods;
    }
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

/** Names that are only resolved to addresses inside a cluster or a machine. */
export const isInside = (host: string): boolean => !host.includes('.') || /\.(svc|local|localhost)$|\.svc\./.test(host);

/** What one source needs beside the proxy. */
type Opening = { readonly endpoint?: Endpoint; readonly publicPort?: number };

function openingOf(origin: ModelOrigin, downloads: Downloads): Opening {
  const field = sourceFieldOf(origin);
  const place = hostOf(field === undefined ? (origin.from === 'web' ? origin.folder : '') : downloads[field]);
  if (place === undefined) return { publicPort };
  if (isProxied(place.host, downloads)) return {};
  return isAddress(place.host)
    ? { endpoint: { cidr: rangeOf(place.host), port: place.port } }
    : { publicPort: place.port };
}

/** Equal endpoints are one; the first counts. */
const distinct = (endpoints: readonly Endpoint[]): readonly Endpoint[] =>
  endpoints.filter(
    ({ cidr, port }, i) => endpoints.findIndex((each) => each.cidr === cidr && each.port === port) === i,
  );

/** Where the loader of a model may connect: to the sources of all its files. */
export function downloadRoute(model: Pick<Model, 'origin' | 'adapters'>, downloads: Downloads): DownloadRoute {
  if (isMounted(model.origin)) return { to: 'nowhere' };
  const pods = downloads.proxy?.pods === undefined ? {} : { pods: downloads.proxy.pods };
  const proxies = proxyEndpoints(downloads);
  if (downloads.endpoints !== undefined)
    return { to: 'endpoints', endpoints: [...proxies, ...downloads.endpoints], ...pods };
  const openings = originsOf(model).map((origin) => openingOf(origin, downloads));
  const endpoints = distinct([...proxies, ...openings.flatMap(({ endpoint }) => endpoint ?? [])]);
  const ports = [...new Set(openings.flatMap((opening) => opening.publicPort ?? []))];
  if (ports.length === 0) return { to: 'endpoints', endpoints, ...pods };
  return { to: 'public', ports, ...(endpoints.length === 0 ? {} : { beside: endpoints }), ...pods };
}

/** A token that a loader sends, and the address below which it does. */
export interface SentToken {
  readonly secretName: string;
  readonly key: string;
  /** `https://files.example/private` */
  readonly below: string;
}

const withSlash = (address: string): string => `${address.replace(/\/+$/, '')}/`;

/** The address below which the files of an origin are; `undefined` if the token of the hub is for it, or none. */
function addressOf(origin: ModelOrigin, { hub, registry }: Downloads): string | undefined {
  if (origin.from === 'web') return origin.folder;
  if (origin.from !== 'ollama') return undefined;
  return `${withSlash(isOfRegistry(origin.tag) ? registry : hub)}v2/${ollamaName(origin.tag).repository}`;
}

/** The token for the files of an origin; of several that may be sent to its address, the one with the longest. */
function tokenFor(origin: ModelOrigin, downloads: Downloads): SentToken | undefined {
  const { hub, hubToken, tokens } = downloads;
  if (origin.from === 'huggingface') return hubToken && { ...hubToken, below: hub };
  const address = addressOf(origin, downloads);
  if (address === undefined) return undefined;
  return [...tokens]
    .sort((a, b) => b.below.length - a.below.length)
    .find(({ below }) => withSlash(address).startsWith(withSlash(below)));
}

/** The tokens that the loader of a model gets, each once: that of its own source first, then that of its adapters. */
export function downloadTokens(model: Pick<Model, 'origin' | 'adapters'>, downloads: Downloads): readonly SentToken[] {
  const all = originsOf(model).flatMap((origin) => tokenFor(origin, downloads) ?? []);
  return all.filter(({ below }, i) => all.findIndex((each) => each.below === below) === i);
}

/** Names of the Secrets that loaders mount, in the namespace of the store. */
export const downloadSecrets = ({ hubToken, tokens, proxy }: Downloads): readonly string[] => [
  ...new Set([
    ...[...(hubToken === undefined ? [] : [hubToken]), ...tokens].map(({ secretName }) => secretName),
    ...(proxy?.credentials === undefined ? [] : [proxy.credentials.secretName]),
  ]),
];
