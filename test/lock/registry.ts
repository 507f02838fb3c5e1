/** An Ollama registry for tests: manifests and blobs over HTTP, with ranges, at the addresses of a real one. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export const sha256 = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');

/** The layers of a tag, by the last part of their media type; several of a type in a list. */
export type Layers = Readonly<Record<string, Buffer | string | readonly string[]>>;

export interface TestRegistry {
  readonly url: string;
  /** Paths that were asked for, each once. */
  readonly asked: ReadonlySet<string>;
  /** Tokens that came with the requests, each once. */
  readonly authorizations: ReadonlySet<string>;
  /** Asks for a token, which is `Bearer secret`. */
  readonly lock: () => void;
  /** Adds a tag, and returns its manifest. */
  readonly put: (repository: string, tag: string, config: object, layers: Layers) => string;
  /** Answers a path with other bytes. */
  readonly replace: (path: string, content: string) => void;
  readonly close: () => Promise<void>;
}

export async function startRegistry(): Promise<TestRegistry> {
  const files = new Map<string, Buffer>();
  const asked = new Set<string>();
  const authorizations = new Set<string>();
  let isLocked = false;
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    asked.add(path);
    const { authorization } = request.headers;
    if (authorization !== undefined) authorizations.add(authorization);
    if (isLocked && authorization !== 'Bearer secret') return response.writeHead(401).end();
    const content = files.get(path);
    if (content === undefined) return response.writeHead(404).end();
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    if (range === null) return response.writeHead(200, { 'content-length': content.length }).end(content);
    const part = content.subarray(Number(range[1]), Number(range[2]) + 1);
    return response
      .writeHead(206, { 'content-range': `bytes ${range[1]}-${Number(range[1]) + part.length - 1}/${content.length}` })
      .end(part);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    authorizations,
    lock: () => {
      isLocked = true;
    },
    put: (repository, tag, config, layers) => {
      const described = (mediaType: string, content: Buffer | string) => {
        files.set(`/v2/${repository}/blobs/sha256:${sha256(content)}`, Buffer.from(content));
        return { mediaType, digest: `sha256:${sha256(content)}`, size: Buffer.byteLength(content) };
      };
      const manifest = JSON.stringify({
        schemaVersion: 2,
        mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
        config: described('application/vnd.docker.container.image.v1+json', JSON.stringify(config)),
        layers: Object.entries(layers).flatMap(([kind, content]) =>
          (Array.isArray(content) ? content : [content]).map((each: Buffer | string) =>
            described(`application/vnd.ollama.image.${kind}`, each),
          ),
        ),
      });
      files.set(`/v2/${repository}/manifests/${tag}`, Buffer.from(manifest));
      return manifest;
    },
    replace: (path, content) => {
      files.set(path, Buffer.from(content));
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
