/** Where the pods of a backup may connect: it follows from the address of the object store. */
import { isAddress, rangeOf } from '../core';
import type { BackupTarget } from './backup';
import { type DownloadRoute, hostOf, publicPort } from './downloads';

/** The connections of every pod that reads or writes copies. */
export function backupRoute({ endpoint, endpoints, pods }: BackupTarget): DownloadRoute {
  const inCluster = pods === undefined ? {} : { pods };
  if (endpoints !== undefined || pods !== undefined)
    return { to: 'endpoints', endpoints: endpoints ?? [], ...inCluster };
  const { host, port } = hostOf(endpoint) ?? { host: '', port: publicPort };
  return isAddress(host)
    ? { to: 'endpoints', endpoints: [{ cidr: rangeOf(host), port }] }
    : { to: 'public', ports: [port] };
}
