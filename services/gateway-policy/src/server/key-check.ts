/** The first check: path, method and key, by the headers alone. No byte of a body is read for a wrong key. */
import { clientAddress, networkOf } from '../keys/address';
import { checkKey } from '../keys/check';
import { sentKey } from '../keys/key-text';
import { allowed, type Answer, type Refusal, refused } from './answer';
import type { CheckedRequest, Context } from './context';
import { header, headers, ownCluster, removedHeaders } from './headers';
import { errorForm, type Route, routeOf, targetOf } from './routes';

/** Headers that could carry a key of a client: no engine gets them. */
const keyHeaders = ['authorization', 'x-api-key'];

export const notReady: Refusal = {
  status: 503,
  code: 'not_ready',
  message: 'the gateway has not read its files yet',
  headers: { 'retry-after': '5' },
};

/** What is wrong with the path or the method. */
function routeProblem(method: string, route: Route | undefined): Refusal | undefined {
  if (route === undefined) return { status: 404, code: 'unknown_path', message: 'this path does not exist' };
  return method === route.method
    ? undefined
    : {
        status: 405,
        code: 'method_not_allowed',
        message: `this path takes ${route.method} only`,
        headers: { allow: route.method },
      };
}

function failedKey(request: CheckedRequest, context: Context, problem: string): Refusal {
  const address = networkOf(clientAddress(header(request.headers, 'x-forwarded-for'), context.trustedHops));
  const wait = context.failures.count(address, context.now());
  // A flood of wrong keys is counted, not written.
  if (wait === 0) context.log('warning', `key refused: ${problem}; address ${address}`);
  return wait > 0
    ? {
        status: 429,
        code: 'too_many_failed_keys',
        message: 'too many requests with a wrong key came from this address',
        headers: { 'retry-after': `${wait}` },
      }
    : { status: 401, code: 'invalid_api_key', message: problem, headers: { 'www-authenticate': 'Bearer' } };
}

export function keyCheck(request: CheckedRequest, context: Context): Answer {
  const { path } = targetOf(request.url);
  const form = errorForm(path);
  const route = routeOf(path);
  const problem = routeProblem(request.method, route);
  if (problem !== undefined) return refused(problem, form);
  const state = context.state();
  if (state === undefined) return refused(notReady, form);
  const sent = sentKey(header(request.headers, 'authorization'), header(request.headers, 'x-api-key'));
  const verdict = checkKey(sent, state.configuration.keys, context.now());
  if ('problem' in verdict) return refused(failedKey(request, context, verdict.problem), form);
  const { id, key } = verdict;
  if (!state.configuration.clients.has(key.client))
    return refused(failedKey(request, context, 'the client of this key does not exist'), form);
  return allowed({
    [headers.client]: key.client,
    [headers.key]: id,
    // Envoy asks for a list at `/list`, and for nothing else.
    ...(route?.to === 'list' ? { [headers.cluster]: ownCluster } : {}),
    [removedHeaders]: keyHeaders.join(','),
  });
}
