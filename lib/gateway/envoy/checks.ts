/**
 * The checks that the policy makes: first the key, by the headers alone; then, once the whole body is there, what is
 * asked for. Where the policy does not answer, no request passes.
 */
import { gatewayHeaders } from '../headers';
import { duration, extension, type Part, typed } from './parts';
import { envoyClusters, type EnvoySettings, envoyTimes } from './settings';

/** Names of the filters, and the paths under which the policy answers them. */
export const checkNames = { key: 'corral.key', body: 'corral.body', request: 'corral.request' } as const;

const exactly = (names: readonly string[]): Part => ({ patterns: names.map((exact) => ({ exact })) });

const always = ['x-forwarded-for', 'x-request-id'] as const;

/** Headers of every answer to a client with limits, as OpenAI has them: what is left of each. */
const standing = ['limit', 'remaining', 'reset'].flatMap((what) =>
  ['requests', 'tokens'].map((limit) => `x-ratelimit-${what}-${limit}`),
);

/** Headers of a refusal that the client gets; those of OpenAI say how long to wait. */
const answered = ['content-type', 'retry-after', 'x-should-retry', 'allow', 'www-authenticate', ...standing];

interface Check {
  readonly name: string;
  readonly path: string;
  /** Headers of the request that the policy sees, beside method, path, host and length. */
  readonly sees: readonly string[];
  /** Headers of its answer that the request goes on with. */
  readonly gives: readonly string[];
  /** Longest body that it sees. @default - it sees none */
  readonly maxBody?: number;
}

const check = ({ name, path, sees, gives, maxBody }: Check, { check: seconds }: { readonly check: number }): Part =>
  extension(name, 'extensions.filters.http.ext_authz.v3.ExtAuthz', {
    stat_prefix: name,
    transport_api_version: 'V3',
    // The route follows from what the policy answers.
    clear_route_cache: true,
    failure_mode_allow: false,
    status_on_error: { code: 'ServiceUnavailable' },
    allowed_headers: exactly([...always, ...sees]),
    ...(maxBody === undefined
      ? {}
      : { with_request_body: { max_request_bytes: maxBody, allow_partial_message: false } }),
    http_service: {
      server_uri: { uri: 'http://policy', cluster: envoyClusters.policy, timeout: duration(seconds) },
      path_prefix: path,
      authorization_response: {
        allowed_upstream_headers: exactly(gives),
        allowed_client_headers: exactly(answered),
        allowed_client_headers_on_success: exactly(standing),
      },
    },
  });

/** The filters of the checks, in their order. */
export function checks({ maxBody, times = envoyTimes }: EnvoySettings): readonly Part[] {
  const { client, key, model, cluster, hash, retryAfter, admission, edit } = gatewayHeaders;
  return [
    check(
      {
        name: checkNames.key,
        path: '/key',
        sees: ['authorization', 'x-api-key'],
        // `cluster` is the policy itself, for lists of models.
        gives: [client, key, cluster],
      },
      times,
    ),
    extension(checkNames.body, 'extensions.filters.http.buffer.v3.Buffer', { max_request_bytes: maxBody }),
    check(
      {
        name: checkNames.request,
        path: '/request',
        sees: ['content-type', 'content-encoding', 'x-session-id', client, key],
        gives: [model, cluster, hash, retryAfter, admission, edit, 'authorization'],
        maxBody,
      },
      times,
    ),
  ];
}

/** Of a route whose requests are not checked a second time. */
export const unchecked: Part = {
  [checkNames.request]: typed('extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute', { disabled: true }),
};
