/**
 * Where the bytes of a GGUF file come from: a disk, a hub or its mirror. Refuses what it cannot reach and what it
 * cannot check.
 */
import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { refuse } from '../../lib/internal';
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

/** `.gguf.part1of2`, `.gguf-split-a`, `.gguf.001`: raw parts, of which only the first begins with a header. */
const rawPart = /\.gguf[-._](?:(?:part|split)[-._]?(?:\d+(?:of\d+)?|[a-z]{1,2})|\d+(?:of\d+)?|[a-z]{1,2})$/i;

/** Refuses one part of a file that was cut into raw parts. */
export function requireWhole(path: string, fix: string): void {
  if (rawPart.test(path)) refuse('FilePart', path, 'it is one part of a file, and holds no model by itself', { fix });
}

/** `qwen3-coder:30b`, `hf.co/owner/name:Q4_K_M`: how Ollama names models. */
const ollamaTag = /^(?:(?:hf\.co|huggingface\.co)\/[\w.-]+\/[\w.-]+(?::[\w.-]+)?|[\w-][\w./-]*:[\w.-]+)$/;

/** There is no such file; a name of Ollama is none. */
function refuseNoFile(path: string): never {
  if (!ollamaTag.test(path))
    return refuse('FileNotFound', path, 'there is no such file', {
      fix: 'give the path of a GGUF file, or a repository and a file in it',
    });
  return refuse('FileNotFound', path, 'there is no such file, and it is written as Ollama names a model', {
    fix: [`for the tag of Ollama: npm run lock -- ollama ${path}`, 'give a repository and a GGUF file in it'],
  });
}

/** A file on this machine. */
export function localFile(path: string, progress: Progress): FileSource {
  const whole = path.replace(/\.gguf.*$/i, '.gguf');
  requireWhole(path, `join the parts in their order first: cat ${whole}[-.]* > ${whole}, then lock ${whole}`);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) return refuseNoFile(path);
  return {
    uri: path,
    path: basename(path),
    local: true,
    bytes: stat.size,
    sha256: () => hashFile(path, stat.size, progress),
  };
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

/** What the answers on the way to a file report of it. */
interface Pointer {
  readonly sha256?: string;
  readonly bytes?: number;
  readonly revision?: string;
  /** Status of the last answer that was asked for; a redirect that reports all there is to know is not followed. */
  readonly status: number;
}

/** As many redirects as a browser follows. */
const mostRedirects = 20;

const numberOf = (text: string | null): number | undefined =>
  text !== null && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;

export function nextAddress(
  from: string,
  location: string | null,
  fix = 'use the https address of the hub itself with --hub',
): string {
  if (location === null || !URL.canParse(location, from))
    return refuse('HubRedirects', from, 'the hub redirects to no address', { fix });
  const next = new URL(location, from);
  if (next.protocol === 'https:' || next.protocol === new URL(from).protocol) return next.href;
  return refuse('HubRedirects', from, `the hub redirects from https to ${next.protocol}//${next.host}`, { fix });
}

/**
 * Follows the redirects of a hub by hand, until an answer names length and digest of the file: a renamed repository and
 * a mirror redirect before the hub does. The storage behind it is then asked for nothing.
 */
async function pointerOf(uri: string, fetchFrom: typeof fetch): Promise<Pointer> {
  let address = uri;
  let known: Omit<Pointer, 'status'> = {};
  for (let i = 0; i <= mostRedirects; i += 1) {
    const { status, ok, headers } = await fetchFrom(address, { method: 'HEAD', redirect: 'manual' });
    known = {
      sha256: known.sha256 ?? sha256Pattern.exec(headers.get('x-linked-etag') ?? '')?.[1],
      bytes: known.bytes ?? numberOf(headers.get('x-linked-size')),
      revision: known.revision ?? headers.get('x-repo-commit') ?? undefined,
    };
    const redirects = status >= 300 && status < 400;
    if (!redirects)
      return { ...known, status, bytes: known.bytes ?? (ok ? numberOf(headers.get('content-length')) : undefined) };
    if (known.sha256 !== undefined && known.bytes !== undefined) return { ...known, status };
    address = nextAddress(address, headers.get('location'));
  }
  return refuse('HubRedirects', uri, `the hub redirects more than ${mostRedirects} times`, {
    fix: 'use the address of the hub itself with --hub',
  });
}

const firstServerError = 500;
const tooManyRequests = 429;

export function refuseStatus(
  uri: string,
  status: number,
  fix: readonly string[] = [
    'check repository, file and revision',
    'set HF_TOKEN for a repository that asks for a login',
  ],
  what = 'the hub',
): never {
  if (status >= firstServerError || status === tooManyRequests)
    return refuse('HubUnreachable', uri, `${what} answers ${status}`, { fix: 'try again later' });
  return refuse('FileNotFound', uri, `${what} answers ${status}`, { fix });
}

export const addressOf = ({ hub, repo, path, revision }: HubFile): string =>
  `${hub.replace(/\/$/, '')}/${repo}/resolve/${encodeURIComponent(revision)}/${path.split('/').map(encodeURIComponent).join('/')}`;

/**
 * A file of a hub, found by its headers alone: length and SHA-256 are those of the large-file pointer (`x-linked-size`,
 * `x-linked-etag`), which the hub sends before it redirects to its storage.
 */
export async function hubFile(file: HubFile, fetchFrom: typeof fetch): Promise<FileSource> {
  const { path, sha256 } = file;
  requireWhole(
    path,
    'choose a file of the repository that is whole, or cut into shards (…-00001-of-00002.gguf): a cluster joins no parts',
  );
  const uri = addressOf(file);
  const { bytes, sha256: stated, revision, status } = await pointerOf(uri, fetchFrom);
  if (status >= 400 && (stated === undefined || bytes === undefined)) return refuseStatus(uri, status);
  if (bytes === undefined)
    return refuse('UnknownLength', uri, 'the hub does not report the length of the file', {
      fix: 'use a hub or mirror that sends content-length',
    });
  if (sha256 && stated && sha256 !== stated)
    return refuse('ChecksumDiffers', uri, `the hub has sha256 ${stated}, not ${sha256}`, {
      fix: 'leave --sha256 out, or give the revision that has it',
    });
  return {
    uri,
    path,
    local: false,
    bytes,
    revision,
    sha256: () =>
      Promise.resolve(
        stated ??
          sha256 ??
          refuse('NoChecksum', uri, 'the hub does not report the SHA-256 of the file', {
            fix: '--sha256 with the digest from a source that you trust',
          }),
      ),
  };
}
