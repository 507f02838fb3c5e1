/** Address ranges of a cluster: what loaders may reach is never the inside of a machine, and seldom a whole network. */
import { childPath, mayHoldPods, parseCidr, type Path, reservedIn } from '../../core';
import type { Endpoint } from '../cluster';
import type { FaultList } from '../fault-codes';
import { refuseTwice } from './lists';

/** Pods that may connect to addresses outside, and the server that they connect to. */
interface Connecting {
  readonly pods: string;
  readonly server: string;
}

function checkEndpoint(faults: FaultList, { cidr, reason }: Endpoint, { pods, server }: Connecting, place: Path): void {
  const range = parseCidr(cidr);
  if (range === undefined) return;
  const reserved = reservedIn(range);
  if (reserved !== undefined) {
    faults.add('EndpointTooWide', childPath(place, 'cidr'), `'${cidr}' reaches ${reserved}`, {
      fix: [`the range of ${server} alone`, `leave out endpoints: ${pods} may then reach any public address`],
    });
  } else if (mayHoldPods(range) && reason === undefined) {
    faults.add(
      'EndpointTooWide',
      childPath(place, 'cidr'),
      `'${cidr}' is private and wide enough to hold the pods of a cluster`,
      {
        fix: [`the range of ${server} alone`, `state in reason why ${pods} may reach all of it`],
      },
    );
  }
}

/** A resolver has few addresses: a wide range would let a loader send data elsewhere. */
const narrow = { 4: 24, 6: 120 } as const;

function checkResolver(faults: FaultList, cidr: string, place: Path): void {
  const range = parseCidr(cidr);
  if (range === undefined || range.prefix >= narrow[range.family]) return;
  faults.add('EndpointTooWide', place, `'${cidr}' is more than the addresses of a resolver`, {
    allowed: `a prefix of at least ${narrow[range.family]} bits: '10.96.0.10/32'`,
  });
}

/** Checks where pods may connect; `place` is that of the list. */
function checkEndpointList(
  faults: FaultList,
  endpoints: readonly Endpoint[],
  connecting: Connecting,
  place: Path,
): void {
  refuseTwice(faults, endpoints, place, ({ cidr, port }) => `${cidr} port ${port}`);
  endpoints.forEach((endpoint, i) => checkEndpoint(faults, endpoint, connecting, childPath(place, i)));
}

/** Checks where loaders may connect; `place` is that of the cluster. */
export const checkEndpoints = (faults: FaultList, endpoints: readonly Endpoint[], place: Path): void =>
  checkEndpointList(
    faults,
    endpoints,
    { pods: 'loaders', server: 'the mirror' },
    childPath(place, 'downloads', 'endpoints'),
  );

/** Checks where backups may connect; `place` is that of the object store. */
export const checkBackupEndpoints = (faults: FaultList, endpoints: readonly Endpoint[], place: Path): void =>
  checkEndpointList(faults, endpoints, { pods: 'backups', server: 'the object store' }, childPath(place, 'endpoints'));

/** Checks where loaders may resolve names, as an overlay gives it; `place` is that of the cluster. */
export function checkResolvers(faults: FaultList, addresses: readonly string[], place: Path): void {
  refuseTwice(faults, addresses, childPath(place, 'dns', 'addresses'), (cidr) => cidr);
  addresses.forEach((cidr, i) => checkResolver(faults, cidr, childPath(place, 'dns', 'addresses', i)));
}
