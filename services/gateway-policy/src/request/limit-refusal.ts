/** The answer to a client that has used a limit, with the headers by which OpenAI's clients wait. */
import type { GatewayClient } from 'corral';
import type { Charge, Decision, Standings } from '../limits/admissions';
import type { Refusal } from '../server/answer';
import { rateHeaders } from './rate-headers';

type Refused = Extract<Decision, { readonly refused: unknown }>;

/** The longest time for which OpenAI's clients wait; after a longer one they would ask again at once. */
const longestWait = 60;

function messageOf(
  refused: Refused['refused'],
  client: GatewayClient | undefined,
  tokens: number,
  left: number,
  seconds: number,
): string {
  const again = `try again in ${seconds} s`;
  if (refused === 'requests')
    return `this client has used its ${client?.requestsPerMinute} requests per minute: ${again}`;
  if (refused === 'concurrent')
    return `this client has used its ${client?.concurrent} requests at the same time: ${again}`;
  return (
    `this client has ${left} of its ${client?.tokensPerDay} tokens per day left, and this request may use ${tokens}: ` +
    `ask for a shorter answer, or ${again}, when the next day begins in UTC`
  );
}

export function limitRefusal(
  { refused, retryAfterSeconds }: Refused,
  client: GatewayClient | undefined,
  { tokens }: Pick<Charge, 'tokens'>,
  standings: Standings,
): Refusal {
  const seconds = Math.max(1, Math.ceil(retryAfterSeconds));
  return {
    status: 429,
    code: 'rate_limit_exceeded',
    message: messageOf(refused, client, tokens, standings.tokens?.remaining ?? 0, seconds),
    headers: {
      'retry-after': `${seconds}`,
      ...(seconds > longestWait ? { 'x-should-retry': 'false' } : {}),
      ...rateHeaders(standings),
    },
  };
}
