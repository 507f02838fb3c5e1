/**
 * One request to the API server. The published client for Node serialises by its own types and drops what it does not
 * know, which is what strict field validation must see; it hands out no warnings either. So the wire is spoken
 * here.
 */
import { Agent, request as httpsRequest } from 'node:https';
import type { Json } from '../../../lib/kubernetes/read/manifest';

/** Where the API server is and who asks. */
export interface Endpoint {
  readonly server: string;
  /** Certificate to trust, in PEM. */
  readonly certificate: string;
  readonly token: string;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface RequestOptions {
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** Sent as JSON. @default - nothing */
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly text?: string;
  /** @default application/json */
  readonly contentType?: string;
}

export interface Response {
  readonly body: Json;
  /** Texts of the Warning headers: deprecated versions, pod security in warn mode, unknown fields. */
  readonly warnings: readonly string[];
}

/** The server refused; the message is the server's own. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    readonly reason: string,
    what: string,
    message: string,
  ) {
    super(`${what}: ${status} ${reason}: ${message}`);
  }
}

/** The server had closed a connection that was kept open: it has not seen the request. */
class ClosedWhileIdle extends Error {}

const requestMilliseconds = 60_000;
const idleMilliseconds = 20_000;

/** `299 - "text"`: the text, with its quotes taken off. */
function warningTexts(header: string | string[] | undefined): readonly string[] {
  return [header ?? []]
    .flat()
    .flatMap((line) =>
      [...line.matchAll(/\d{3} \S+ ("(?:[^"\\]|\\.)*")/g)].map(([, text]) => JSON.parse(text ?? '""') as string),
    );
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** Keeps connections open between requests. */
export class Connection {
  private readonly agent: Agent;

  constructor(private readonly endpoint: Endpoint) {
    // Idle connections are closed here before the server does it, which would meet a request on its way.
    this.agent = new Agent({ keepAlive: true, ca: endpoint.certificate, timeout: idleMilliseconds });
  }

  close(): void {
    this.agent.destroy();
  }

  async send(
    method: Method,
    path: string,
    { query = {}, body, text, contentType = 'application/json' }: RequestOptions = {},
  ): Promise<Response> {
    const url = new URL(path, this.endpoint.server);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
    const headers = {
      authorization: `Bearer ${this.endpoint.token}`,
      accept: 'application/json',
      'content-type': contentType,
    };
    const content = text ?? (body === undefined ? undefined : JSON.stringify(body));
    try {
      return await this.ask(method, url, headers, content);
    } catch (error) {
      if (error instanceof ClosedWhileIdle) return this.ask(method, url, headers, content);
      throw error;
    }
  }

  private ask(
    method: Method,
    url: URL,
    headers: Readonly<Record<string, string>>,
    content: string | undefined,
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      const request = httpsRequest(
        url,
        { method, headers, agent: this.agent, timeout: requestMilliseconds },
        (response) => {
          const chunks: Buffer[] = [];
          response
            .on('data', (chunk: Buffer) => chunks.push(chunk))
            .on('error', reject)
            .on('end', () => {
              const answer = parse(Buffer.concat(chunks).toString());
              const { statusCode = 0 } = response;
              if (statusCode < 300) resolve({ body: answer, warnings: warningTexts(response.headers.warning) });
              else reject(refusal(statusCode, `${method} ${url.pathname}`, answer));
            });
        },
      );
      request.on('error', (error: NodeJS.ErrnoException) => {
        const closed = request.reusedSocket && (error.code === 'EPIPE' || error.code === 'ECONNRESET');
        const Problem = closed ? ClosedWhileIdle : Error;
        reject(new Problem(`${method} ${url.href}: ${error.message}`));
      });
      request.on('timeout', () => request.destroy(new Error(`no answer within ${requestMilliseconds / 1000} s`)));
      request.end(content);
    });
  }
}

function refusal(status: number, what: string, answer: Json): ApiError {
  const { reason = '', message = JSON.stringify(answer) } =
    typeof answer === 'object' && answer !== null ? (answer as Partial<Record<'reason' | 'message', string>>) : {};
  return new ApiError(status, reason, what, message);
}
