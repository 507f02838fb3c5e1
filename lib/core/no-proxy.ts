/** Which hosts are reached without a proxy, by the entries of `NO_PROXY`, as curl reads them. */
import { holds, isAddress } from './cidr';

function matches(host: string, entry: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return holds(entry, host);
  const name = entry.replace(/^\*?\./, '').toLowerCase();
  return host === name || (!isAddress(host) && host.endsWith(`.${name}`));
}

/**
 * True if a host is reached without the proxy.
 *
 * @param host a name or an address, without brackets
 * @param noProxy names, each with all names below it; addresses; address ranges; `*` for every host
 */
export const bypassesProxy = (host: string, noProxy: readonly string[]): boolean =>
  noProxy.some((entry) => matches(host.toLowerCase(), entry));
