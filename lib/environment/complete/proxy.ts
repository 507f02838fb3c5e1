/** The proxy of the loaders, complete and checked: a policy allows addresses, so a name alone is not enough. */
import { childPath, holds, isAddress, mayHoldPods, parseCidr, type Path, rangeOf, reservedIn } from '../../core';
import type { DownloadProxy, DownloadProxyInput } from '../cluster';
import { hostOf, isInside, publicPort } from '../downloads';
import type { FaultList } from '../fault-codes';
import { refuseTwice } from './lists';

export function completeProxy(proxy: DownloadProxyInput | undefined): DownloadProxy | undefined {
  if (proxy === undefined) return undefined;
  const { url, pods, credentials, noProxy = [] } = proxy;
  const { host, port } = hostOf(url) ?? { host: '', port: publicPort };
  const addresses = proxy.addresses ?? (pods === undefined && isAddress(host) ? [rangeOf(host)] : []);
  return {
    url,
    addresses,
    noProxy,
    ...(pods === undefined ? {} : { pods: { ...pods, port: pods.port ?? port } }),
    ...(credentials === undefined ? {} : { credentials }),
  };
}

function checkAddress(faults: FaultList, cidr: string, place: Path): void {
  const range = parseCidr(cidr);
  if (range === undefined) return;
  const reserved = reservedIn(range);
  const found =
    reserved === undefined
      ? mayHoldPods(range)
        ? `'${cidr}' is private and wide enough to hold the pods of a cluster`
        : undefined
      : `'${cidr}' reaches ${reserved}`;
  if (found !== undefined) faults.add('EndpointTooWide', place, found, { fix: 'the addresses of the proxy alone' });
}

/** Checks a proxy; `place` is that of the proxy. */
export function checkProxy(faults: FaultList, proxy: DownloadProxy | undefined, place: Path): void {
  if (proxy === undefined) return;
  const { url, addresses, noProxy, pods } = proxy;
  const host = hostOf(url)?.host ?? '';
  const at = childPath(place, 'addresses');
  refuseTwice(faults, addresses, at, (cidr) => cidr);
  refuseTwice(faults, noProxy, childPath(place, 'noProxy'), (entry) => entry);
  if (pods !== undefined) return;
  if (isAddress(host) && !addresses.some((cidr) => holds(cidr, host))) {
    faults.add('ProxyAddressMissing', at, `no range holds ${host}, the address of the proxy`, {
      fix: ['leave addresses out: the address in url is allowed', `addresses: ['${rangeOf(host)}']`],
    });
  } else if (addresses.length === 0) {
    faults.add('ProxyAddressMissing', at, `'${host}' is a name, and a network policy allows only addresses`, {
      fix: [
        `addresses: ['10.0.0.7/32'] with each address that \`getent ahosts ${host}\` prints on a node`,
        ...(isInside(host) ? ['pods: { namespace, podLabels } of a proxy in the cluster'] : []),
      ],
    });
  }
  addresses.forEach((cidr, i) => checkAddress(faults, cidr, childPath(at, i)));
}
