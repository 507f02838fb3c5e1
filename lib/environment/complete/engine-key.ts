/** The key of llama-servers in an environment with a gateway: it has one unless the overlay states why not. */
import { childPath, type Path } from '../../core';
import { type Cluster, usualEngineKey } from '../cluster';
import type { FaultList } from '../fault-codes';
import type { Gateway } from '../gateway';

const beside = (path: string): string => path.replace(/[^/]*$/, usualEngineKey.secretName);

/** The cluster with the key that a gateway brings, and the gateway with the place of that key. */
export function withEngineKey(cluster: Cluster, gateway: Gateway): readonly [Cluster, Gateway] {
  if (cluster.apiKey !== undefined || cluster.withoutKey !== undefined) return [cluster, gateway];
  const { keys } = gateway;
  return [
    { ...cluster, apiKey: usualEngineKey },
    'from' in keys ? { ...gateway, keys: { ...keys, enginePath: keys.enginePath ?? beside(keys.path) } } : gateway,
  ];
}

/** Engines would read the keys of all clients, and the gateway would take the key of engines for that of a client. */
function checkSamePath(faults: FaultList, { keys }: Gateway, place: Path): void {
  if (!('from' in keys) || keys.enginePath !== keys.path) return;
  faults.add(
    'SecretTwice',
    childPath(place, 'gateway', 'keys', 'enginePath'),
    `'${keys.path}' is the place of the keys of the clients`,
    { fix: `another place, as '${beside(keys.path)}', or leave it out` },
  );
}

/** A place in the store for a key that nothing asks for. */
function checkPath(faults: FaultList, { withoutKey }: Cluster, { keys }: Gateway, place: Path): void {
  if (!('from' in keys) || keys.enginePath === undefined || withoutKey === undefined) return;
  faults.add(
    'EngineKeyUnused',
    childPath(place, 'gateway', 'keys', 'enginePath'),
    `'${keys.enginePath}' is the place of a key, and llama-servers ask for none`,
    { fix: ['leave it out', 'leave out cluster.apiKey'] },
  );
}

/** One Secret has one purpose. */
function checkTwice(faults: FaultList, { apiKey }: Cluster, { keys, tls }: Gateway, place: Path): void {
  if (apiKey === undefined) return;
  const others = [
    'secretName' in keys ? keys.secretName : 'gateway-keys',
    ...(typeof tls === 'object' && 'secretName' in tls ? [tls.secretName] : []),
  ];
  if (!others.includes(apiKey.secretName)) return;
  faults.add(
    'SecretTwice',
    childPath(place, 'cluster', 'apiKey', 'secretName'),
    `'${apiKey.secretName}' is another Secret of the gateway`,
    { fix: "name another Secret: 'engine-key'" },
  );
}

/** @param cluster with the key that the gateway brings */
export function checkEngineKey(faults: FaultList, cluster: Cluster, gateway: Gateway, place: Path): void {
  checkPath(faults, cluster, gateway, place);
  checkSamePath(faults, gateway, place);
  checkTwice(faults, cluster, gateway, place);
}
