/** The servers: checks for Envoy on loopback, probes on the address of the pod. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, json } from './answer';
import { readBody } from './body';
import type { CheckedRequest, Context } from './context';
import { keyCheck } from './key-check';
import { lists } from './lists';
import { requestCheck } from './request-check';
import { headers } from './headers';
import { UnreadAdmissions } from './unread';

const internal = json(500, { error: { message: 'internal error', type: 'server_error', param: null, code: null } });
const notFound = json(404, { error: 'not found' });

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

/** A further path: of metrics, of peers. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void;
export type Handlers = Readonly<Record<string, Handler>>;

async function answerTo(request: IncomingMessage, context: Context): Promise<Answer> {
  const { method = '', url = '' } = request;
  const checked = (prefix: string): CheckedRequest => ({
    method,
    url: url.slice(prefix.length),
    headers: request.headers,
  });
  if (url.startsWith('/key/')) return keyCheck(checked('/key'), context);
  const read = (size: number) => readBody(request, size);
  if (url.startsWith('/request/')) return requestCheck(checked('/request'), read, context);
  return url.startsWith('/list/') ? lists(checked('/list'), read, context) : notFound;
}

/** The server that Envoy asks: `/key/…` and `/request/…` are checks, `/list/…` are answers. */
export function checksServer(context: Context, handlers: Handlers = {}): Server {
  const unread = new UnreadAdmissions(context.admissions, context.now);
  const server = createServer((request, response) => {
    const handler = handlers[request.url ?? ''];
    if (handler !== undefined) return handler(request, response);
    const { socket } = request;
    unread.asked(socket);
    answerTo(request, context).then(
      (answer) => {
        const admission = answer.headers[headers.admission];
        if (admission !== undefined) unread.sent(socket, admission);
        if (answer.reason !== undefined) context.refused(answer.reason);
        send(response, answer);
      },
      (error: unknown) => {
        // A message may quote what it is about.
        context.log('error', `internal error: ${error instanceof Error ? error.name : 'unknown'}`);
        send(response, internal);
      },
    );
  });
  // Envoy keeps its connections: one that is closed here at the wrong moment would fail a request.
  server.keepAliveTimeout = 0;
  return server;
}

/** What the probes ask. */
export interface Health {
  isStarted(): boolean;
  isReady(): boolean;
}

/** The server of the probes: live while it answers, started once all files are read, ready until it ends. */
export function probesServer(health: Health, handlers: Handlers = {}): Server {
  return createServer((request, response) => {
    const { url = '' } = request;
    const handler = handlers[url];
    if (handler !== undefined) return handler(request, response);
    const states: Readonly<Record<string, boolean>> = {
      '/live': true,
      '/startup': health.isStarted(),
      '/ready': health.isReady(),
    };
    const state = Object.hasOwn(states, url) ? states[url] : undefined;
    send(response, state === undefined ? notFound : json(state ? 200 : 503, { ok: state }));
  });
}

/** Listens. @returns the port, which the system chooses where 0 is given */
export const listen = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((listening, failed) => {
    server.once('error', failed);
    server.listen(port, host, () => listening((server.address() as AddressInfo).port));
  });
