/** What a client sends: whole requests, streams, and bytes as they stand. */
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';

/** A whole answer. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Whether the answer ended as it should. */
  readonly whole: boolean;
}

export interface Question {
  /** @default '127.0.0.1' */
  readonly host?: string;
  readonly path: string;
  /** @default 'POST' where there is a body, else 'GET' */
  readonly method?: string;
  readonly key?: string;
  /** JSON, or a text as it stands. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request under way. */
export interface Asked {
  readonly reply: Promise<Reply>;
  /** Resolves with the first piece of the answer's body. */
  readonly begun: Promise<string>;
  /** Hangs up. */
  readonly leave: () => void;
  /** What has come until now. */
  readonly received: () => string;
}

/** Sends a request. */
export function send(port: number, { host = '127.0.0.1', path, method, key, body, headers = {} }: Question): Asked {
  const content = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  let received = '';
  let begin: (piece: string) => void;
  const begun = new Promise<string>((resolve) => {
    begin = resolve;
  });
  const sent = request({
    host,
    port,
    path,
    method: method ?? (content === undefined ? 'GET' : 'POST'),
    agent: false,
    headers: {
      ...(content === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': `${Buffer.byteLength(content)}` }),
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...headers,
    },
  });
  const reply = new Promise<Reply>((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (response) => {
      response.on('data', (piece: Buffer) => {
        received += piece.toString();
        begin(piece.toString());
      });
      response.on('error', () => undefined);
      response.on('close', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: received,
          whole: response.complete,
        }),
      );
    });
  });
  reply.catch(() => undefined);
  sent.end(content);
  return { reply, begun, leave: () => sent.destroy(), received: () => received };
}

export const ask = (port: number, question: Question): Promise<Reply> => send(port, question).reply;

/** Connects, and writes bytes as they stand. Resolves with everything that comes until the gateway hangs up. */
export async function raw(port: number, text: string, socket: Socket = connect(port, '127.0.0.1')): Promise<string> {
  let received = '';
  socket.on('data', (piece: Buffer) => {
    received += piece.toString();
  });
  socket.on('error', () => undefined);
  socket.write(text);
  await new Promise((resolve) => {
    socket.on('close', resolve);
  });
  return received;
}

/** The status of an answer in bytes; 0 where there is none. */
export const statusOf = (received: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(received)?.[1] ?? 0);
