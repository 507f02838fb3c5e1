/**
 * Serves bare repositories over HTTP on loopback, as a forge does: git's own backend behind a small server, for reading
 * only.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { plainEnvironment } from '../../../scripts/toolchain/leash';

const address = '127.0.0.1';

/** What a gateway program is told of a request. @see RFC 3875 */
function gatewayEnvironment(root: string, { method = '', url = '', headers }: IncomingMessage): NodeJS.ProcessEnv {
  const { pathname, search } = new URL(url, `http://${address}`);
  return plainEnvironment({
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: pathname,
    QUERY_STRING: search.slice(1),
    REQUEST_METHOD: method,
    REMOTE_ADDR: address,
    CONTENT_TYPE: headers['content-type'],
    HTTP_CONTENT_ENCODING: headers['content-encoding'],
    GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
  });
}

/** Sends what a gateway program wrote: header lines, an empty line, the body. */
function relay(output: Buffer, response: ServerResponse): void {
  const end = output.indexOf('\r\n\r\n');
  for (const line of output.subarray(0, end).toString().split('\r\n')) {
    const [name = '', value = ''] = line.split(/: (.*)/s);
    if (name === 'Status') response.statusCode = Number(value.slice(0, 3));
    else response.setHeader(name, value);
  }
  response.end(output.subarray(end + 4));
}

async function answer(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const backend = spawn('git', ['http-backend'], {
    env: gatewayEnvironment(root, request),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  request.pipe(backend.stdin);
  const chunks: Buffer[] = [];
  backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(backend, 'close');
  relay(Buffer.concat(chunks), response);
}

export interface GitServer {
  /** Address of a repository below the served folder. */
  urlOf(repository: string): string;
  stop(): Promise<void>;
}

/** @param root - folder that holds the bare repositories */
export async function serveGit(root: string): Promise<GitServer> {
  const server = createServer((request, response) => {
    answer(root, request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  }).listen(0, address);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    urlOf: (repository) => `http://${address}:${port}/${repository}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
