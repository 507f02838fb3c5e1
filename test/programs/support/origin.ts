/**
 * A hub, a registry and a mirror on loopback: serves bytes with ranges, and misbehaves once or for good when it is told
 * to.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Server as NetServer } from 'node:net';

/** One way to misbehave. */
export type Fault =
  | { readonly kind: 'cut'; readonly after: number; readonly delay?: number }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'corrupt'; readonly at: number }
  | { readonly kind: 'no ranges' }
  | { readonly kind: 'slow'; readonly bytes: number; readonly every: number }
  | { readonly kind: 'redirect'; readonly to: string };

/** What a client asked for. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
}

/** Takes a free port above 20000 on loopback, and names it. */
export async function listen(server: NetServer): Promise<number> {
  for (;;) {
    const port = 20_001 + Math.floor(Math.random() * 12_000);
    const listening = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (listening) return port;
  }
}

/** A port on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
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
