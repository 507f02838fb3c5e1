/** Which of its statistics Envoy keeps: with a thousand models all of them would take more memory than the requests. */
import type { Part } from './parts';

const prefixes = [
  'http.clients.',
  'server.',
  'overload.',
  'cluster_manager.',
  'listener_manager.',
  'main_thread',
] as const;

/** Of each cluster. */
const ofClusters = [
  'membership_(healthy|total)',
  'upstream_cx_(active|connect_fail|none_healthy|total)',
  'upstream_rq_(active|time|total|timeout|pending_active|pending_overflow|retry|retry_success|completed)',
  'upstream_rq_[1-5]xx',
  'circuit_breakers\\.default\\.(rq_open|rq_pending_open)',
  // The policy is not ready before each name was answered.
  'update_(success|failure|empty)',
] as const;

export const statistics: Part = {
  stats_matcher: {
    inclusion_list: {
      patterns: [
        ...prefixes.map((prefix) => ({ prefix })),
        { safe_regex: { regex: `cluster\\..*\\.(${ofClusters.join('|')})` } },
        // The preStop program counts the requests in progress.
        { safe_regex: { regex: 'http\\..*\\.downstream_rq_active' } },
        { safe_regex: { regex: 'listener\\..*\\.(downstream_cx_active|downstream_cx_overflow|ssl\\.handshake)' } },
      ],
    },
  },
};
