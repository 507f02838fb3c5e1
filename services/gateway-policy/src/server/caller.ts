/** Who sends a request, as the first check has found: Envoy removes these headers from what a client sends. */
import type { Rights } from '../request/names';
import { isCurrent } from '../keys/check';
import type { Refusal } from './answer';
import type { CheckedRequest, State } from './context';
import { header, headers } from './headers';

export interface Caller {
  readonly client: string;
  /** What the client may use, and what its key may: a model must be in both. */
  readonly rights: readonly Rights[];
}

const revoked: Refusal = { status: 401, code: 'invalid_api_key', message: 'the key is not valid' };

/** The caller; refused if key or client have gone since the first check. */
export function caller(
  request: CheckedRequest,
  { configuration: { keys, clients } }: State,
  now: number,
): Caller | Refusal {
  const name = header(request.headers, headers.client);
  const id = header(request.headers, headers.key);
  const key = id === undefined ? undefined : keys.get(id);
  if (name === undefined || key?.client !== name || !isCurrent(key, now)) return revoked;
  const client = clients.get(name);
  return client === undefined ? revoked : { client: name, rights: [client.models, key.models ?? 'all'] };
}
