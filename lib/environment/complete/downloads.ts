/** Whether loaders can reach the sources of models, and whether tokens are encrypted on the way. */
import { childPath, holds, isAddress, parseCidr, type Path, rangeOf, reservedIn } from '../../core';
import type { ServedModel } from '../../workload';
import type { Cluster, Endpoint } from '../cluster';
import { hostOf, isProxied, sourceFieldOf } from '../downloads';
import type { FaultList } from '../fault-codes';
import { refuseTwice } from './lists';

/** Names that are only resolved to addresses inside a cluster or a machine. */
const isInside = (host: string): boolean => !host.includes('.') || /\.(svc|local|localhost)$|\.svc\./.test(host);

/** Why the endpoints of an environment would keep loaders away. */
function closed(host: string, port: number, endpoints: readonly Endpoint[]): string | undefined {
  const open = endpoints.filter((each) => each.port === port);
  if (open.length === 0) return `no endpoint opens port ${port}`;
  const isOpen = !isAddress(host) || open.some(({ cidr }) => holds(cidr, host));
  return isOpen ? undefined : `no endpoint opens ${host} on port ${port}`;
}

/** Why the policies would keep loaders away; absent where they do not, as far as an address shows it. */
function blocked(address: string, downloads: Cluster['downloads']): string | undefined {
  const place = hostOf(address);
  if (place === undefined) return 'it is no web address';
  const { host, port } = place;
  if (isProxied(host, downloads)) return undefined;
  if (downloads.endpoints !== undefined) return closed(host, port, downloads.endpoints);
  const range = isAddress(host) ? parseCidr(rangeOf(host)) : undefined;
  if (range === undefined) return isInside(host) ? 'without endpoints only public addresses are open' : undefined;
  if (range.family === 6) return 'without endpoints only IPv4 is open';
  const reserved = reservedIn(range);
  return reserved === undefined ? undefined : `it is in ${reserved}`;
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
  refuseTwice(faults, tokens, childPath(place, 'downloads', 'tokens'), ({ below }) => `token for ${below}`);
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

const fix = ['endpoints: [{ cidr, port }] of this source, and of what it redirects to'];

/**
 * Checks the sources that models come from; a source that no model comes from may be anything.
 *
 * @param place where the environment stands
 */
export function checkDownloads(
  faults: FaultList,
  { downloads }: Cluster,
  served: readonly ServedModel[],
  place: Path,
): void {
  const cluster = childPath(place, 'cluster');
  if (served.some(({ model }) => model.origin.from === 'huggingface')) checkToken(faults, downloads, cluster);
  checkTokens(faults, downloads, cluster);
  for (const field of ['hub', 'registry'] as const) {
    if (!served.some(({ model }) => sourceFieldOf(model.origin) === field)) continue;
    const address = downloads[field];
    const why = blocked(address, downloads);
    if (why === undefined) continue;
    faults.add('DownloadsBlocked', childPath(cluster, 'downloads', field), `loaders may not reach ${address}: ${why}`, {
      fix,
    });
  }
  for (const [key, { origin }] of new Map(served.map((each) => [each.key, each.model]))) {
    if (origin.from !== 'web') continue;
    const why = blocked(origin.folder, downloads);
    if (why === undefined) continue;
    faults.add(
      'DownloadsBlocked',
      childPath(place, 'catalog', 'models', key, 'origin', 'folder'),
      `loaders may not reach ${origin.folder}: ${why}`,
      { fix: ['cluster.downloads.endpoints: [{ cidr, port }] of this server, and of what it redirects to'] },
    );
  }
}
