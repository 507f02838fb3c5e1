/** Whether loaders can reach the sources of models, and whether tokens are encrypted on the way. */
import { childPath, holds, isAddress, isPrivate, parseCidr, type Path, rangeOf, reservedIn } from '../../core';
import { isOfRegistry, type Model } from '../../catalog';
import type { ServedModel } from '../../workload';
import type { Cluster } from '../cluster';
import { hostOf, publicPort } from '../downloads';
import type { FaultList } from '../fault-codes';
import { refuseTwice } from './lists';

type Endpoints = Cluster['downloads']['endpoints'];

/** Names that are only resolved to addresses inside a cluster or a machine. */
const isInside = (host: string): boolean => !host.includes('.') || /\.(svc|local|localhost)$|\.svc\./.test(host);

/** Why the endpoints of an environment would keep loaders away. */
function closed(host: string, port: number, endpoints: NonNullable<Endpoints>): string | undefined {
  const open = endpoints.filter((each) => each.port === port);
  if (open.length === 0) return `no endpoint opens port ${port}`;
  const isOpen = !isAddress(host) || open.some(({ cidr }) => holds(cidr, host));
  return isOpen ? undefined : `no endpoint opens ${host} on port ${port}`;
}

/** Why the policies would keep loaders away; absent where they do not, as far as an address shows it. */
function blocked(address: string, endpoints: Endpoints): string | undefined {
  const place = hostOf(address);
  if (place === undefined) return 'it is no web address';
  const { host, port } = place;
  if (endpoints !== undefined) return closed(host, port, endpoints);
  const range = isAddress(host) ? parseCidr(rangeOf(host)) : undefined;
  if (port !== publicPort) return `without endpoints only port ${publicPort} is open, and this is port ${port}`;
  if (range?.family === 6) return 'without endpoints only IPv4 is open';
  const isOpen = range === undefined ? !isInside(host) : !isPrivate(range);
  return isOpen ? undefined : 'without endpoints only public addresses are open';
}

/** The same for a model with an address of its own, which opens its port, and its host where that is an address. */
function blockedAlone(address: string, endpoints: Endpoints): string | undefined {
  const place = hostOf(address);
  if (place === undefined || endpoints !== undefined) return blocked(address, endpoints);
  const range = isAddress(place.host) ? parseCidr(rangeOf(place.host)) : undefined;
  if (range === undefined) return isInside(place.host) ? 'without endpoints only public addresses are open' : undefined;
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

/** The field with the address that a model comes from, if it is one of these: a hub has tags of Ollama too. */
function sourceOf({ origin }: Model): 'hub' | 'registry' | undefined {
  if (origin.from === 'ollama') return isOfRegistry(origin.tag) ? 'registry' : 'hub';
  return origin.from === 'huggingface' ? 'hub' : undefined;
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
    if (!served.some(({ model }) => sourceOf(model) === field)) continue;
    const address = downloads[field];
    const why = blocked(address, downloads.endpoints);
    if (why === undefined) continue;
    faults.add('DownloadsBlocked', childPath(cluster, 'downloads', field), `loaders may not reach ${address}: ${why}`, {
      fix,
    });
  }
  for (const [key, { origin }] of new Map(served.map((each) => [each.key, each.model]))) {
    if (origin.from !== 'web') continue;
    const why = blockedAlone(origin.folder, downloads.endpoints);
    if (why === undefined) continue;
    faults.add(
      'DownloadsBlocked',
      childPath(place, 'catalog', 'models', key, 'origin', 'folder'),
      `loaders may not reach ${origin.folder}: ${why}`,
      { fix: ['cluster.downloads.endpoints: [{ cidr, port }] of this server, and of what it redirects to'] },
    );
  }
}
