/** The answer to a client that has used a limit, with the headers by which OpenAI's clients wait. */
import type { GatewayClient } from 'corral';
import type { Decision } from '../limits/admissions';
import type { Refusal } from '../server/answer';

type Refused = Extract<Decision, { readonly refused: unknown }>;

const what = {
  requests: 'requests per minute',
  concurrent: 'requests at the same time',
  tokens: 'tokens per day',
} as const;

/** Headers of one limit: `requests` or `tokens`. */
const headersOf = (limit: 'requests' | 'tokens', most: number | undefined, seconds: number) =>
  most === undefined
    ? {}
    : {
        [`x-ratelimit-limit-${limit}`]: `${most}`,
        [`x-ratelimit-remaining-${limit}`]: '0',
        [`x-ratelimit-reset-${limit}`]: `${seconds}s`,
      };

export function limitRefusal({ refused, retryAfterSeconds }: Refused, client: GatewayClient | undefined): Refusal {
  const seconds = Math.max(1, Math.ceil(retryAfterSeconds));
  const most = { requests: client?.requestsPerMinute, concurrent: client?.concurrent, tokens: client?.tokensPerDay };
  return {
    status: 429,
    code: 'rate_limit_exceeded',
    message: `this client has used its ${most[refused] ?? ''} ${what[refused]}: try again in ${seconds} s`,
    headers: {
      'retry-after': `${seconds}`,
      ...(refused === 'concurrent' ? {} : headersOf(refused, most[refused], seconds)),
    },
  };
}
