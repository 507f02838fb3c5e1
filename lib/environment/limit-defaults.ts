/** What the API server adds to an entry of a LimitRange, as it stores it. */
import type { ExistingLimit } from './scope';

/**
 * An entry with its defaults: of containers, the maximum is the default limit, and the default limit the default
 * request.
 *
 * @see `SetDefaults_LimitRangeItem` of Kubernetes
 */
export function withLimitDefaults(limit: ExistingLimit): ExistingLimit {
  if (limit.type !== 'Container') return limit;
  const limits = { ...limit.max, ...limit.default };
  return { ...limit, default: limits, defaultRequest: { ...limit.min, ...limits, ...limit.defaultRequest } };
}
