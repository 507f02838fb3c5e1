/** Names of headers. Those of ours are checked by the type of the library. */
import type { GatewayHeaders } from 'corral';

export const headers: GatewayHeaders = {
  client: 'x-corral-client',
  key: 'x-corral-key',
  model: 'x-corral-model',
  cluster: 'x-corral-cluster',
  hash: 'x-corral-hash',
  retryAfter: 'x-corral-retry-after',
  admission: 'x-corral-admission',
  edit: 'x-corral-edit',
};

/** Name of Envoy's cluster that is this policy: where lists come from. */
export const ownCluster = 'policy';

/** Envoy removes the headers that this one names from the request. */
export const removedHeaders = 'x-envoy-auth-headers-to-remove';

/** One header of a request; one that was sent twice is not a header that means anything. */
export function header(all: Readonly<Record<string, string | readonly string[] | undefined>>, name: string) {
  const value = all[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
