/** The metrics of the policy. */
import type { FirstTokenBound } from 'corral';
import type { Configuration } from '../reload/configuration';
import { Registry } from './registry';

/** Those that an environment may name in an objective. */
const firstTokenBounds: readonly FirstTokenBound[] = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

export const policyMetrics = (registry = new Registry()) => ({
  registry,
  /** From the access log: requests that reached Envoy's router. */
  requests: registry.counter('corral_gateway_requests_total', 'Finished requests.', ['client', 'model', 'code']),
  firstToken: registry.histogram(
    'corral_gateway_first_token_seconds',
    'Seconds from the end of a request to the first token of its stream, the wait for a slot included.',
    ['model'],
    firstTokenBounds,
  ),
  /** `reason`: a constant of the policy. */
  refused: registry.counter('corral_gateway_refused_total', 'Requests that the policy refused.', ['reason']),
  tokens: registry.counter('corral_gateway_tokens_total', 'Tokens, as engines report them.', [
    'client',
    'model',
    'direction',
  ]),
  unreported: registry.counter(
    'corral_gateway_unreported_total',
    'Finished requests of which no engine reported tokens: their charge stays.',
    ['client', 'model'],
  ),
  accessLines: registry.counter('corral_gateway_access_lines_total', 'Lines read from the access log.', ['result']),
  freed: registry.counter(
    'corral_gateway_freed_total',
    'Requests whose slot was freed without a line of the access log.',
  ),
  inFlight: registry.gauge(
    'corral_gateway_in_flight',
    'Requests that this pod has admitted and that are not finished.',
    ['client'],
  ),
  used: registry.gauge('corral_gateway_limit_used', 'What a client uses of a limit, of all pods.', ['client', 'limit']),
  limit: registry.gauge('corral_gateway_limit', 'Limits of clients.', ['client', 'limit']),
  keyExpiry: registry.gauge('corral_gateway_key_expiry_seconds', 'Seconds until a key expires.', ['client', 'key']),
  /** 1: the newest content is in use. 0: it was broken, and the last good content is in use. */
  loaded: registry.gauge('corral_gateway_config_loaded', 'Whether the newest content of a file is in use.', ['file']),
  reloads: registry.counter('corral_gateway_config_reloads_total', 'Changes of files.', ['file', 'result']),
  peers: registry.gauge('corral_gateway_peers', 'Other pods of the gateway.', ['state']),
});

export type PolicyMetrics = ReturnType<typeof policyMetrics>;

/** Keeps the seconds until keys expire up to date. */
export const watchExpiry = (metrics: PolicyMetrics, configuration: Configuration, now: () => number): void => {
  metrics.registry.onCollect(() => {
    metrics.keyExpiry.clear();
    for (const [key, { client, expires }] of configuration.keys)
      if (expires !== undefined)
        metrics.keyExpiry.set({ client, key }, Math.round((Date.parse(expires) - now()) / 1000));
  });
};
