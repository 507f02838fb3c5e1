/** Whether loaders can reach the sources of models, and whether tokens are encrypted on the way. */
import {
  childPath,
  type Families,
  familyFacts,
  familyOf,
  hasFamily,
  holds,
  isAddress,
  parseCidr,
  type Path,
  rangeOf,
  reservedIn,
} from '../../core';
import { type ModelOrigin, originsOf } from '../../catalog';
import type { ServedModel } from '../../workload';
import type { Cluster, Endpoint } from '../cluster';
import { hostOf, isInside, isProxied, sourceFieldOf } from '../downloads';
import type { FaultList } from '../fault-codes';
import { refuseTwice } from './lists';

/** Why the endpoints of an environment would keep loaders away. */
function closed(host: string, port: number, endpoints: readonly Endpoint[]): string | undefined {
  const open = endpoints.filter((each) => each.port === port);
  if (open.length === 0) return `no endpoint opens port ${port}`;
  const isOpen = !isAddress(host) || open.some(({ cidr }) => holds(cidr, host));
  return isOpen ? undefined : `no endpoint opens ${host} on port ${port}`;
}

/**
 * Why policies would keep pods away from an address; absent where they do not, as far as an address shows it.
 *
 * @param endpoints where they may connect. Default: any public address
 */
export function blockedAddress(
  address: string,
  endpoints: readonly Endpoint[] | undefined,
  families: Families,
): string | undefined {
  const place = hostOf(address);
  if (place === undefined) return 'it is no web address';
  const { host, port } = place;
  if (endpoints !== undefined) return closed(host, port, endpoints);
  const range = isAddress(host) ? parseCidr(rangeOf(host)) : undefined;
  if (range === undefined) return isInside(host) ? 'without endpoints only public addresses are open' : undefined;
  if (!hasFamily(families, familyOf(host))) return `without endpoints only ${familyFacts(families).text} is open`;
  const reserved = reservedIn(range);
  return reserved === undefined ? undefined : `it is in ${reserved}`;
}

/** The same of the source of a loader: what goes through the proxy is not kept away. */
function blocked(address: string, { downloads, families }: Cluster): string | undefined {
  const place = hostOf(address);
  return place !== undefined && isProxied(place.host, downloads)
    ? undefined
    : blockedAddress(address, downloads.endpoints, families);
}

/** The loader would refuse it too, but knows neither the environment nor the field. */
function checkToken(faults: FaultList, { hub, hubToken }: Cluster['downloads'], place: Path): void {
  if (hubToken === undefined || !URL.canParse(hub) || new URL(hub).protocol === 'https:') return;
  faults.add(
    'HubTokenInClear',
    childPath(place, 'downloads', 'hub'),
    `loaders would send the token of hubToken to ${hub} unencrypted`,
    {
      fix: ['the https address of the hub', 'leave out hubToken, if the mirror needs no token'],
    },
  );
}

function checkTokens(faults: FaultList, { tokens }: Cluster['downloads'], place: Path): void {
  refuseTwice(
    faults,
    tokens,
    childPath(place, 'downloads', 'tokens'),
    ({ below }) => `token for ${below.replace(/\/+$/, '')}`,
  );
  tokens.forEach(({ below, secretName }, i) => {
    if (below.startsWith('https:')) return;
    faults.add(
      'HubTokenInClear',
      childPath(place, 'downloads', 'tokens', i, 'below'),
      `loaders would send the token of Secret ${secretName} to ${below} unencrypted`,
      { fix: ['the https address of the server', 'leave the token out, if the server needs none'] },
    );
  });
}

/** A name or an address by which a pod would reach itself. */
const isItself = (address: string): boolean => {
  const host = hostOf(address)?.host ?? '';
  return host === 'localhost' || host.startsWith('127.') || host === '::1';
};

const anotherAddress = ['an address that pods of the cluster can reach'];

const fix = ['endpoints: [{ cidr, port }] of this source, and of what it redirects to'];

/**
 * Checks the sources that models come from; a source that no model comes from may be anything.
 *
 * @param place where the environment stands
 */
export function checkDownloads(faults: FaultList, of: Cluster, served: readonly ServedModel[], place: Path): void {
  const cluster = childPath(place, 'cluster');
  const { downloads } = of;
  const origins: readonly ModelOrigin[] = served.flatMap(({ model }) => originsOf(model));
  if (origins.some(({ from }) => from === 'huggingface')) checkToken(faults, downloads, cluster);
  checkTokens(faults, downloads, cluster);
  for (const field of ['hub', 'registry'] as const) {
    if (!origins.some((origin) => sourceFieldOf(origin) === field)) continue;
    const address = downloads[field];
    const why = blocked(address, of);
    if (why === undefined) continue;
    faults.add('DownloadsBlocked', childPath(cluster, 'downloads', field), `loaders may not reach ${address}: ${why}`, {
      fix: isItself(address) ? anotherAddress : fix,
    });
  }
  for (const [key, { origin }] of new Map(served.map((each) => [each.key, each.model]))) {
    if (origin.from !== 'web') continue;
    const why = blocked(origin.folder, of);
    if (why === undefined) continue;
    faults.add(
      'DownloadsBlocked',
      childPath(place, 'catalog', 'models', key, 'origin', 'folder'),
      `loaders may not reach ${origin.folder}: ${why}`,
      { fix: ['cluster.downloads.endpoints: [{ cidr, port }] of this server, and of what it redirects to'] },
    );
  }
}
