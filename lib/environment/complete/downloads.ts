/** Whether loaders can reach the hub and the registry, and whether the token of the hub is encrypted on the way. */
import { childPath, holds, isAddress, isPrivate, parseCidr, type Path, rangeOf } from '../../core';
import { isOfRegistry, type Model } from '../../catalog';
import type { Cluster } from '../cluster';
import type { FaultList } from '../fault-codes';

/** Without `endpoints`, policies allow loaders to connect to every public IPv4 address on this port. */
const publicPort = 443;

const usualPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** Names that are only resolved to addresses inside a cluster or a machine. */
const isInside = (host: string): boolean => !host.includes('.') || /\.(svc|local|localhost)$|\.svc\./.test(host);

/** Why the policies would keep loaders away; absent where they do not, as far as an address shows it. */
function blocked(address: string, endpoints: Cluster['downloads']['endpoints']): string | undefined {
  // A port above 65535 has the form of one.
  if (!URL.canParse(address)) return 'it is no web address';
  const { protocol, port: stated, hostname } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, '');
  const port = stated === '' ? (usualPorts[protocol] ?? publicPort) : Number(stated);
  if (endpoints !== undefined) {
    const open = endpoints.filter((each) => each.port === port);
    if (open.length === 0) return `no endpoint opens port ${port}`;
    const isOpen = !isAddress(host) || open.some(({ cidr }) => holds(cidr, host));
    return isOpen ? undefined : `no endpoint opens ${host} on port ${port}`;
  }
  const range = isAddress(host) ? parseCidr(rangeOf(host)) : undefined;
  if (port !== publicPort) return `without endpoints only port ${publicPort} is open, and this is port ${port}`;
  if (range?.family === 6) return 'without endpoints only IPv4 is open';
  const isOpen = range === undefined ? !isInside(host) : !isPrivate(range);
  return isOpen ? undefined : 'without endpoints only public addresses are open';
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

/** The field with the address that a model comes from: a hub has tags of Ollama too. */
const sourceOf = ({ origin }: Model): 'hub' | 'registry' =>
  origin.from === 'ollama' && isOfRegistry(origin.tag) ? 'registry' : 'hub';

/** Checks the sources that models come from; a source that no model comes from may be anything. */
export function checkDownloads(faults: FaultList, { downloads }: Cluster, models: readonly Model[], place: Path): void {
  if (models.some((model) => model.origin.from === 'huggingface')) checkToken(faults, downloads, place);
  for (const field of ['hub', 'registry'] as const) {
    if (!models.some((model) => sourceOf(model) === field)) continue;
    const address = downloads[field];
    const why = blocked(address, downloads.endpoints);
    if (why === undefined) continue;
    faults.add('DownloadsBlocked', childPath(place, 'downloads', field), `loaders may not reach ${address}: ${why}`, {
      fix: ['endpoints: [{ cidr, port }] of this source, and of what it redirects to'],
    });
  }
}
