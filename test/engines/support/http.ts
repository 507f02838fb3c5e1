/** Requests of a client: whole answers, and streams whose every piece counts. */
import { request } from 'node:http';

/** A whole answer. */
export interface Reply {
  readonly status: number;
  readonly body: string;
}

interface Call {
  readonly method: string;
  readonly port: number;
  readonly path: string;
  readonly json?: unknown;
  /** @default - none */
  readonly key?: string;
  readonly onData?: (piece: string) => void;
}

/** Resolves with what came until the end, or until the connection broke: then `cut` is true. */
const call = ({ method, port, path, json, key, onData }: Call) =>
  new Promise<Reply & { readonly cut: boolean }>((resolve, reject) => {
    const content = json === undefined ? undefined : Buffer.from(JSON.stringify(json));
    const headers = {
      ...(content === undefined ? {} : { 'content-type': 'application/json', 'content-length': content.length }),
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    };
    const sent = request({ host: '127.0.0.1', port, method, path, agent: false, headers }, (response) => {
      let body = '';
      response.on('data', (piece: Buffer) => {
        body += piece.toString();
        onData?.(piece.toString());
      });
      response.on('close', () => resolve({ status: response.statusCode ?? 0, body, cut: !response.complete }));
      response.on('error', () => undefined);
    });
    sent.on('error', reject);
    sent.end(content);
  });

export const fetchFrom = (port: number, method: string, path: string, json?: unknown, key?: string): Promise<Reply> =>
  call({ method, port, path, json, key });

/** How a stream ended. */
interface StreamEnd {
  /** Whether the server's last piece came: `[DONE]`, or the one with Ollama's durations. */
  readonly whole: boolean;
  /** Whether the connection broke. */
  readonly cut: boolean;
  /** The end of what came. */
  readonly last: string;
  /** When, in milliseconds. */
  readonly at: number;
}

/** A stream under way. */
export interface Stream {
  /** Resolves when the first piece is there. */
  readonly begun: Promise<void>;
  readonly end: Promise<StreamEnd>;
}

/** Asks for a stream. */
export function stream(port: number, path: string, json: unknown, key?: string): Stream {
  let begin: () => void;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const end = call({ method: 'POST', port, path, json, key, onData: () => begin() }).then(({ body, cut }) => ({
    whole: /data: \[DONE\]|"total_duration"/.test(body.slice(-4000)),
    cut,
    last: body.slice(-400),
    at: Date.now(),
  }));
  return { begun, end };
}
