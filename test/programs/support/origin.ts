/**
 * A hub, a registry and a mirror on loopback: serves bytes with ranges, and misbehaves once or for good when it is told
 * to.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { listen } from '../../components/ports';

/** One way to misbehave. */
export type Fault =
  | { readonly kind: 'cut'; readonly after: number; readonly delay?: number }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'corrupt'; readonly at: number }
  | { readonly kind: 'no ranges' }
  | { readonly kind: 'slow'; readonly bytes: number; readonly every: number }
  | { readonly kind: 'held'; readonly after: number; readonly until: Promise<unknown> }
  | { readonly kind: 'redirect'; readonly to: string };

/** Holds back what waits for it, until it is opened. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

/** What a client asked for. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
}

export class Origin {
  readonly asked: Asked[] = [];
  readonly files = new Map<string, Buffer>();
  private readonly faults = new Map<string, Fault[]>();
  private readonly always = new Map<string, Fault>();
  private port = 0;
  private readonly server: Server = createServer((request, response) => this.answer(request, response));

  async start(): Promise<this> {
    this.port = await listen(this.server);
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Misbehaves at the next requests for a path, one fault each. */
  once(path: string, ...faults: readonly Fault[]): void {
    this.faults.set(path, [...faults]);
  }

  /** Misbehaves at every request for a path. */
  whenever(path: string, fault: Fault): void {
    this.always.set(path, fault);
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const path = decodeURIComponent(request.url ?? '/');
    this.asked.push({
      method: request.method ?? '',
      path,
      range: request.headers.range,
      authorization: request.headers.authorization,
    });
    const fault = this.faults.get(path)?.shift() ?? this.always.get(path);
    const file = this.files.get(path);
    if (fault?.kind === 'redirect') {
      response.writeHead(302, { location: fault.to }).end('moved');
      return;
    }
    if (fault?.kind === 'status') {
      response.writeHead(fault.status).end('refused');
      return;
    }
    if (file === undefined) {
      response.writeHead(404).end('nothing here');
      return;
    }
    const from = fault?.kind === 'no ranges' ? 0 : Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (from >= file.length && file.length > 0) {
      response.writeHead(416, { 'content-range': `bytes */${file.length}` }).end();
      return;
    }
    const body = Buffer.from(file.subarray(from));
    if (fault?.kind === 'corrupt') body[fault.at - from] = (body[fault.at - from] ?? 0) ^ 1;
    response.writeHead(from > 0 ? 206 : 200, {
      'content-length': body.length,
      ...(from > 0 ? { 'content-range': `bytes ${from}-${file.length - 1}/${file.length}` } : {}),
    });
    if (fault?.kind === 'cut') {
      response.write(body.subarray(0, fault.after), () => {
        setTimeout(() => response.destroy(), fault.delay ?? 0);
      });
      return;
    }
    if (fault?.kind === 'held') {
      response.write(body.subarray(0, fault.after));
      void fault.until.then(() => response.end(body.subarray(fault.after)));
      return;
    }
    if (fault?.kind === 'slow') {
      void this.trickle(response, body, fault.bytes, fault.every);
      return;
    }
    response.end(body);
  }

  private async trickle(response: ServerResponse, body: Buffer, bytes: number, every: number): Promise<void> {
    for (let at = 0; at < body.length && !response.destroyed; at += bytes) {
      response.write(body.subarray(at, at + bytes));
      await new Promise((resolve) => {
        setTimeout(resolve, every);
      });
    }
    response.end();
  }
}
