/** Connections that leave from a network namespace of the stand, opened by this process. */
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Where a connection goes: an address or a name of the cluster's DNS. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** Milliseconds until a connection that is not answered counts as `ETIMEDOUT`. @default 5000 */
  readonly timeout?: number;
}

/** A connection that was not made, with the code of the system: `ECONNREFUSED`, `ETIMEDOUT`, `ENOTFOUND`. */
export class NotConnected extends Error {
  constructor(
    readonly code: string,
    { host, port }: Target,
  ) {
    super(`${host}:${port} was not reached: ${code}`);
  }
}

/** An answer, with its whole body. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds for the whole answer. @default 60000 */
  readonly timeout?: number;
}

async function firstLine(socket: Socket): Promise<string> {
  let line = '';
  for (;;) {
    const byte = socket.read(1) as Buffer | null;
    if (byte === null) {
      if (socket.readableEnded || socket.destroyed) return line === '' ? 'closed' : line;
      await Promise.race([once(socket, 'readable'), once(socket, 'end'), once(socket, 'close')]);
    } else if (byte[0] === 10) return line;
    else line += byte.toString('latin1');
  }
}

/** One network namespace, seen through the socket file of its `passage-server.cjs`. */
export class Passage {
  private readonly servers: Server[] = [];

  constructor(private readonly path: string) {}

  /** @throws NotConnected */
  async connect(target: Target): Promise<Socket> {
    const socket = connect({ path: this.path, allowHalfOpen: true });
    socket.on('error', () => undefined);
    socket.write(`${JSON.stringify(target)}\n`);
    const answer = await firstLine(socket);
    if (answer === 'connected') return socket;
    socket.destroy();
    throw new NotConnected(answer, target);
  }

  /** `connected`, or the code of the error. The connection is closed at once. */
  async probe(target: Target): Promise<string> {
    try {
      (await this.connect(target)).destroy();
      return 'connected';
    } catch (error) {
      if (error instanceof NotConnected) return error.code;
      throw error;
    }
  }

  /** Sends a request over a connection of its own; the answer's body is still to come. */
  async open(
    url: string,
    { method = 'GET', headers = {}, body, timeout = 60_000 }: Ask = {},
  ): Promise<IncomingMessage> {
    const { hostname, port, pathname, search } = new URL(url);
    const socket = await this.connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 80) });
    const request = httpRequest({
      createConnection: () => socket,
      method,
      path: `${pathname}${search}`,
      headers: {
        host: `${hostname}:${port || 80}`,
        ...headers,
        ...(body === undefined ? {} : { 'content-length': `${Buffer.byteLength(body)}` }),
      },
      timeout,
    });
    request.on('timeout', () => request.destroy(new Error(`${url} gave no answer within ${timeout} ms`)));
    request.end(body);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return response;
  }

  async ask(url: string, options: Ask = {}): Promise<Answer> {
    const response = await this.open(url, options);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return { status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') };
  }

  /** Listens on a port of loopback, outside of the namespaces, and passes each connection to a target inside. */
  async forward(port: number, target: Target): Promise<void> {
    const server = createServer({ allowHalfOpen: true }, (client) => {
      client.on('error', () => client.destroy());
      this.connect(target).then(
        (socket) => {
          client.pipe(socket).pipe(client);
          client.on('close', () => socket.destroy());
          socket.on('close', () => client.destroy());
        },
        () => client.destroy(),
      );
    });
    server.listen({ port, host: '127.0.0.1' });
    await once(server, 'listening');
    server.unref();
    this.servers.push(server);
  }

  close(): void {
    for (const server of this.servers) server.close();
  }
}
