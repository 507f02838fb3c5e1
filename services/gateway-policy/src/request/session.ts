/** What requests of one session have in common, as a hash: nobody reads a prompt or a user from it. */
import { createHash } from 'node:crypto';
import type { GatewayApi } from 'corral';
import type { Json, JsonObject } from '../fields/check';

const isText = (value: Json | undefined): value is string => typeof value === 'string' && value !== '';

/** The messages up to the first one of the user: they stay the same while a session goes on. */
function beginning(messages: Json | undefined): string | undefined {
  if (!Array.isArray(messages)) return undefined;
  const list = messages as readonly Json[];
  const first = list.findIndex(
    (message) =>
      typeof message === 'object' &&
      message !== null &&
      !Array.isArray(message) &&
      (message as JsonObject).role === 'user',
  );
  return JSON.stringify(list.slice(0, first + 1 || 1));
}

/** Characters of a prompt that count: a prompt grows at its end. */
const promptBeginning = 1024;

/** Embeddings and ranks have no session: no request reuses the cache of another. */
const hasSession = (path: string, api: GatewayApi): boolean =>
  api !== 'embeddings' && api !== 'rerank' && path !== '/api/embed';

function own(body: JsonObject): string | undefined {
  if (isText(body.prompt_cache_key)) return `key ${body.prompt_cache_key}`;
  return isText(body.user) ? `user ${body.user}` : undefined;
}

function content({ messages, input, prompt, system, instructions }: JsonObject): string | undefined {
  const text = isText(prompt) ? prompt : isText(input) ? input : undefined;
  if (text !== undefined) return `text ${JSON.stringify([system, instructions])} ${text.slice(0, promptBeginning)}`;
  const messagesText = beginning(messages ?? input);
  return messagesText === undefined ? undefined : `messages ${JSON.stringify([system, instructions])} ${messagesText}`;
}

export interface SessionOf {
  readonly client: string;
  readonly path: string;
  readonly api: GatewayApi;
  /** Value of `x-session-id`. */
  readonly sent: string | undefined;
}

/** The hash of a session: by `x-session-id`, else by `prompt_cache_key` or `user`, else by the first message. */
export function sessionHash({ client, path, api, sent }: SessionOf, body: JsonObject): string | undefined {
  if (!hasSession(path, api)) return undefined;
  const of = sent === undefined ? (own(body) ?? content(body)) : `sent ${sent}`;
  return of === undefined ? undefined : createHash('sha256').update(`${client}\0${of}`).digest('hex').slice(0, 32);
}
