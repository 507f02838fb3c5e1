/** Where the bytes of a GGUF file come from: a disk, a hub or its mirror. Refuses what it cannot reach and what it cannot check. */
import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { refuse } from '../../lib';
import type { Progress } from './progress';

/** One file of a model. */
export interface FileSource {
  /** What `@huggingface/gguf` reads: a URL or a path. */
  readonly uri: string;
  /** Path in the repository; a local file's own name. */
  readonly path: string;
  readonly local: boolean;
  readonly bytes: number;
  readonly sha256: () => Promise<string>;
  /** Commit that the hub resolved, where it says. */
  readonly revision?: string;
}

const sha256Pattern = /^"?([0-9a-f]{64})"?$/;

/** SHA-256 of a local file, read once from end to end. */
function hashFile(path: string, bytes: number, progress: Progress): Promise<string> {
  return new Promise((resolve, reject) => {
    const hash = createHash('sha256');
    const step = progress.start(`hashing ${basename(path)}`, bytes);
    createReadStream(path, { highWaterMark: 4 * 1024 * 1024 })
      .on('data', (chunk) => {
        hash.update(chunk);
        step.advance(chunk.length);
      })
      .on('error', reject)
      .on('end', () => {
        step.end();
        resolve(hash.digest('hex'));
      });
  });
}

/** A file on this machine. */
export function localFile(path: string, progress: Progress): FileSource {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile())
    return refuse('FileNotFound', path, 'there is no such file', {
      fix: 'give the path of a GGUF file, or a repository and a file in it',
    });
  return { uri: path, path: basename(path), local: true, bytes: stat.size, sha256: () => hashFile(path, stat.size, progress) };
}

/** A place on a hub. */
export interface HubFile {
  readonly hub: string;
  readonly repo: string;
  readonly path: string;
  readonly revision: string;
  /** Digest that the caller knows, for a mirror that does not say it. */
  readonly sha256?: string;
}

/**
 * A file of a hub, found by its headers alone: length and SHA-256 are those of the large-file pointer (`x-linked-size`,
 * `x-linked-etag`), which the hub sends before it redirects to its storage.
 */
export async function hubFile({ hub, repo, path, revision, sha256 }: HubFile, fetchFrom: typeof fetch): Promise<FileSource> {
  const uri = `${hub.replace(/\/$/, '')}/${repo}/resolve/${encodeURIComponent(revision)}/${path.split('/').map(encodeURIComponent).join('/')}`;
  const first = await fetchFrom(uri, { method: 'HEAD', redirect: 'manual' });
  const redirected = first.status >= 300 && first.status < 400;
  const last = redirected ? await fetchFrom(uri, { method: 'HEAD' }) : first;
  if (!last.ok) {
    return refuse('FileNotFound', uri, `the hub answers ${last.status}`, {
      fix: ['check repository, file and revision', 'set HF_TOKEN for a repository that asks for a login'],
    });
  }
  const bytes = Number(first.headers.get('x-linked-size') ?? last.headers.get('content-length') ?? Number.NaN);
  if (!Number.isSafeInteger(bytes))
    return refuse('UnknownLength', uri, 'the hub does not say how long the file is', {
      fix: 'use a hub or mirror that sends content-length',
    });
  const stated = sha256Pattern.exec(first.headers.get('x-linked-etag') ?? '')?.[1];
  if (sha256 && stated && sha256 !== stated)
    return refuse('ChecksumDiffers', uri, `the hub has sha256 ${stated}, not ${sha256}`, {
      fix: 'leave --sha256 out, or give the revision that has it',
    });
  return {
    uri,
    path,
    local: false,
    bytes,
    revision: first.headers.get('x-repo-commit') ?? undefined,
    sha256: () =>
      Promise.resolve(
        stated ??
          sha256 ??
          refuse('NoChecksum', uri, 'the hub does not say the SHA-256 of the file', {
            fix: '--sha256 with the digest from a source that you trust',
          }),
      ),
  };
}
