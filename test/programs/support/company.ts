/** What a company has between its machines and a hub: an authority of its own, and an HTTP proxy that opens tunnels. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { required } from './debian';
import { sha256 } from './models';
import { listen } from '../../components/ports';

/** A name that no server of names knows. */
export const hubName = 'hub.corp.invalid';

/** Serves a file as a hub does: with its digest, and in ranges. */
function serve(bytes: Buffer | undefined, request: IncomingMessage, response: ServerResponse): void {
  if (bytes === undefined) {
    response.writeHead(404).end();
    return;
  }
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  const part = first === undefined ? bytes : bytes.subarray(Number(first), last ? Number(last) + 1 : undefined);
  response.writeHead(first === undefined ? 200 : 206, {
    'content-length': part.length,
    'x-linked-size': bytes.length,
    'x-linked-etag': `"${sha256(bytes)}"`,
    ...(first === undefined
      ? {}
      : { 'content-range': `bytes ${first}-${Number(first) + part.length - 1}/${bytes.length}` }),
  });
  response.end(request.method === 'HEAD' ? undefined : part);
}

/** Certificate and key for the hub, signed by an authority that no machine trusts by itself. */
function certify(folder: string): void {
  const openssl = (...args: readonly string[]) =>
    execFileSync(required('openssl'), args, { cwd: folder, stdio: 'ignore' });
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...curve, '-days', '2', '-keyout', 'ca.key', '-out', 'ca.crt', '-subj', '/CN=Corporate CA');
  openssl('req', ...curve, '-keyout', 'hub.key', '-out', 'hub.csr', '-subj', `/CN=${hubName}`);
  writeFileSync(join(folder, 'names'), `subjectAltName=DNS:${hubName},DNS:localhost,IP:127.0.0.1\n`);
  openssl(
    'x509',
    '-req',
    '-in',
    'hub.csr',
    '-CA',
    'ca.crt',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-days',
    '2',
    '-extfile',
    'names',
    '-out',
    'hub.crt',
  );
}

export class Company {
  /** Hosts to which the proxy opened a tunnel, in order. */
  readonly tunnels: string[] = [];
  /** Whether the proxy refuses every tunnel. */
  refuse = false;
  /** Name and password that the proxy asks for: `name:password`. */
  login: string | undefined;

  private constructor(
    private readonly folder: string,
    private readonly hub: Server,
    readonly port: number,
    private readonly through: Server,
    private readonly proxyPort: number,
    private readonly throughTls: Server,
    private readonly tlsPort: number,
  ) {}

  /** Opens a hub that serves files by their path, and the proxy to it. */
  static async open(files: Readonly<Record<string, Buffer>>): Promise<Company> {
    const folder = mkdtempSync(join(tmpdir(), 'corral-company-'));
    certify(folder);
    const tls = { key: readFileSync(join(folder, 'hub.key')), cert: readFileSync(join(folder, 'hub.crt')) };
    const hub = createHttpsServer(tls, (request, response) => serve(files[request.url ?? ''], request, response));
    const port = await listen(hub);
    const through = createHttpServer((_, response) => response.writeHead(501).end());
    const proxyPort = await listen(through);
    const throughTls = createHttpsServer(tls, (_, response) => response.writeHead(501).end());
    const company = new Company(folder, hub, port, through, proxyPort, throughTls, await listen(throughTls));
    for (const server of [through, throughTls])
      server.on('connect', (request: IncomingMessage, client: Socket) => company.tunnel(request, client));
    return company;
  }

  /** Address of the proxy. */
  get proxy(): string {
    return `http://127.0.0.1:${this.proxyPort}`;
  }

  /** Address of the same proxy by TLS; its certificate is of the authority. */
  get tlsProxy(): string {
    return `https://127.0.0.1:${this.tlsPort}`;
  }

  /** File with the certificate of the authority. */
  get authority(): string {
    return join(this.folder, 'ca.crt');
  }

  forget(): void {
    this.tunnels.length = 0;
    this.refuse = false;
    this.login = undefined;
  }

  close(): void {
    for (const server of [this.hub, this.through, this.throughTls]) {
      server.closeAllConnections();
      server.close();
    }
    rmSync(this.folder, { recursive: true });
  }

  /** Only the proxy knows where the hub is. */
  private tunnel({ url: to = '', headers }: IncomingMessage, client: Socket): void {
    client.on('error', () => client.destroy());
    const expected = this.login === undefined ? undefined : `Basic ${Buffer.from(this.login).toString('base64')}`;
    if (expected !== undefined && headers['proxy-authorization'] !== expected) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="company"\r\n\r\n');
      return;
    }
    if (this.refuse) {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    this.tunnels.push(to);
    if (to !== `${hubName}:443`) {
      client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const server = connect(this.port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      server.pipe(client);
      client.pipe(server);
    });
    server.on('error', () => client.destroy());
    client.on('close', () => server.destroy());
  }
}
