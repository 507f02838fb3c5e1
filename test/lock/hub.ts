/** A hub for tests: serves files of a folder over HTTP with ranges, behind the redirect and headers of a real one. */
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** How this hub differs from a real one. */
export interface HubBehaviour {
  /** Says digest and length before it redirects, as a hub does for large files. @default true */
  readonly pointers?: boolean;
  /** Digest that it says instead of the true one. */
  readonly digest?: string;
}

export interface TestHub {
  readonly url: string;
  /** Ranges that were asked for. */
  readonly ranges: readonly string[];
  readonly close: () => Promise<void>;
}

function sendFile(path: string, request: IncomingMessage, response: ServerResponse, ranges: string[]): void {
  const { size } = statSync(path);
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
  if (request.method === 'HEAD' || !range) {
    response.writeHead(200, { 'content-length': size, 'accept-ranges': 'bytes' });
    if (request.method === 'HEAD') response.end();
    else createReadStream(path).pipe(response);
    return;
  }
  const first = Number(range[1]);
  const last = Math.min(Number(range[2]), size - 1);
  ranges.push(`${first}-${last}`);
  response.writeHead(206, {
    'content-length': Math.max(0, last - first + 1),
    'content-range': `bytes ${first}-${last}/${size}`,
  });
  if (last < first) response.end();
  else createReadStream(path, { start: first, end: last }).pipe(response);
}

/** Starts a hub over `<folder>/<file>` at `/<any>/<repo>/resolve/<revision>/<file>`. */
export async function startHub(folder: string, { pointers = true, digest }: HubBehaviour = {}): Promise<TestHub> {
  const ranges: string[] = [];
  const server: Server = createServer((request, response) => {
    const [, , , kind, revision, ...rest] = (request.url ?? '').split('/');
    const path = join(folder, ...rest.map(decodeURIComponent));
    const exists = statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
    if (!exists) response.writeHead(404).end();
    else if (kind === 'resolve' && pointers) {
      const sha256 = digest ?? createHash('sha256').update(readFileSync(path)).digest('hex');
      response
        .writeHead(302, {
          location: (request.url ?? '').replace('/resolve/', '/storage/'),
          'x-repo-commit': `commit-of-${revision}`,
          'x-linked-size': statSync(path).size,
          'x-linked-etag': `"${sha256}"`,
        })
        .end();
    } else sendFile(path, request, response, ranges);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    ranges,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
