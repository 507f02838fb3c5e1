/** Where the loader of a model may connect, and which token it gets: both follow from the origin of the model. */
import { isAddress, rangeOf } from '../core';
import { isMounted, type ModelOrigin } from '../catalog';
import type { Downloads, Endpoint } from './cluster';

/** Port that policies open to every public IPv4 address where an environment states no endpoints. */
export const publicPort = 443;

/** Where a loader may connect. */
export type DownloadRoute =
  /** To these addresses: the environment states them, or the address of the model names one. */
  | { readonly to: 'endpoints'; readonly endpoints: readonly Endpoint[] }
  /** To every public IPv4 address on this port: a name does not show its addresses. */
  | { readonly to: 'public'; readonly port: number }
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

/** Where the loader of a model may connect. */
export function downloadRoute(origin: ModelOrigin, { endpoints }: Downloads): DownloadRoute {
  if (isMounted(origin)) return { to: 'nowhere' };
  if (endpoints !== undefined) return { to: 'endpoints', endpoints };
  const place = origin.from === 'web' ? hostOf(origin.folder) : undefined;
  if (place === undefined) return { to: 'public', port: publicPort };
  return isAddress(place.host)
    ? { to: 'endpoints', endpoints: [{ cidr: rangeOf(place.host), port: place.port }] }
    : { to: 'public', port: place.port };
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
