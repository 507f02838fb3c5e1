/** The second check: the body, rights and limits. What passes has a cluster, a hash, an admission, and the key of engines. */
import { randomUUID } from 'node:crypto';
import { chooseCluster } from '../request/choice';
import { limitRefusal } from '../request/limit-refusal';
import { rateHeaders } from '../request/rate-headers';
import type { Accepted, Job, Verdict } from '../request/judge';
import { allowed, type Answer, type Refusal, refused } from './answer';
import { caller } from './caller';
import type { CheckedRequest, Context, State } from './context';
import { header, headers, removedHeaders } from './headers';
import { notReady } from './key-check';
import { type EngineRoute, errorForm, routeOf, targetOf } from './routes';

/** Longest body that any model takes. */
const longest = 16 * 1024 * 1024;

/** `application/json`, with a charset that is UTF-8. */
const jsonType = /^application\/json *(?:; *charset="?utf-8"? *)?$/i;

function headProblem({ queries }: EngineRoute, query: string, request: CheckedRequest): Refusal | undefined {
  if (query !== '' && !queries.includes(query))
    return { status: 400, code: 'unknown_query', message: 'this path takes no query' };
  if (!jsonType.test(header(request.headers, 'content-type') ?? ''))
    return { status: 415, code: 'unsupported_media_type', message: 'the content-type must be application/json' };
  return header(request.headers, 'content-encoding') === undefined
    ? undefined
    : { status: 415, code: 'unsupported_encoding', message: 'the body must be sent without content-encoding' };
}

/** Most characters of a session id. */
const longestSession = 256;

/** A model that has just been added, or that has just gone. */
const notRouted: Refusal = {
  status: 503,
  code: 'model_not_ready',
  message: 'the gateway has this model in a few seconds: try again',
  headers: { 'retry-after': '5' },
};

async function admitted(accepted: Accepted, client: string, state: State, context: Context): Promise<Answer | Refusal> {
  const named = state.names.get(accepted.model);
  const hash = accepted.hash ?? randomUUID();
  const cluster =
    named === undefined
      ? undefined
      : chooseCluster(named, state.configuration.weights, hash, (each) => context.isRouted(each));
  if (named === undefined || cluster === undefined) return notRouted;
  const engineKey = context.engineKey();
  if (engineKey === 'unreadable') return notReady;
  const { key } = engineKey;
  const { admissions } = context;
  const { tokens } = accepted;
  const admission = await admissions.admit(client, { requests: 1, tokens });
  const standings = admissions.standings(client);
  if ('refused' in admission)
    return limitRefusal(admission, state.configuration.clients.get(client), { tokens }, standings);
  return allowed({
    ...rateHeaders(standings),
    [headers.model]: named.name,
    [headers.cluster]: cluster,
    [headers.hash]: hash,
    [headers.retryAfter]: `${named.model.loadSeconds}`,
    [headers.admission]: admission.admission,
    ...(accepted.edit === undefined ? {} : { [headers.edit]: accepted.edit }),
    ...(key === undefined
      ? { [removedHeaders]: 'authorization,x-api-key' }
      : { authorization: `Bearer ${key}`, [removedHeaders]: 'x-api-key' }),
  });
}

/** Reads a body. `size`: its length in bytes. */
export type ReadBody = (size: number) => Promise<Uint8Array>;

/** Reads and judges a body, while there is room for it. */
async function verdictOf(job: Omit<Job, 'body'>, size: number, read: ReadBody, context: Context): Promise<Verdict> {
  if (size > longest)
    return {
      refusal: { status: 413, code: 'request_too_large', message: `the body has more than ${longest} bytes` },
    };
  const giveBack = context.bodies.take(job.client, size);
  if (typeof giveBack !== 'function') return { refusal: giveBack };
  try {
    return await context.judges.judge({ ...job, body: await read(size) });
  } finally {
    giveBack();
  }
}

async function judged(request: CheckedRequest, read: ReadBody, context: Context): Promise<Answer | Refusal> {
  const { path, query } = targetOf(request.url);
  const route = routeOf(path);
  if (route?.to !== 'engine' || request.method !== route.method)
    return { status: 404, code: 'unknown_path', message: 'this path does not exist' };
  const state = context.state();
  if (state === undefined) return notReady;
  const from = caller(request, state, context.now());
  if ('status' in from) return from;
  const problem = headProblem(route, query, request);
  if (problem !== undefined) return problem;
  const session = header(request.headers, 'x-session-id');
  if (session !== undefined && session.length > longestSession)
    return {
      status: 400,
      code: 'invalid_header',
      message: `x-session-id must have at most ${longestSession} characters`,
    };
  const size = Number(header(request.headers, 'content-length') ?? 0);
  const job = { client: from.client, path, api: route.api, rights: from.rights, session };
  const verdict = await verdictOf(job, size, read, context);
  return 'refusal' in verdict ? verdict.refusal : admitted(verdict, from.client, state, context);
}

export async function requestCheck(request: CheckedRequest, read: ReadBody, context: Context): Promise<Answer> {
  const outcome = await judged(request, read, context);
  return 'code' in outcome ? refused(outcome, errorForm(targetOf(request.url).path)) : outcome;
}
