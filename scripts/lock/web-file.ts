/**
 * A GGUF file of a server that is no hub: its header is read by ranges, and its SHA-256 by a download from end to end
 * that keeps nothing.
 */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { FaultError } from '../../lib';
import { refuse } from '../../lib/internal';
import type { LockWorld } from './lock-request';
import { type FileSource, nextAddress, refuseStatus, requireWhole } from './source';

/** A server compresses nothing that is hashed. */
const asItIs = { 'accept-encoding': 'identity' } as const;

const mostRedirects = 20;
const partialContent = 206;

/** What the server reports of a file. */
interface Reported {
  readonly bytes: number;
  /** Changes with the content. @default - the server sends none */
  readonly tag?: string;
}

/** Asks for the first byte: the answer shows the length, and that the server sends parts. */
async function reportedOf(address: string, fetchFrom: typeof fetch): Promise<Reported> {
  let asked = address;
  for (let i = 0; i <= mostRedirects; i += 1) {
    const { status, headers, ok, body } = await fetchFrom(asked, {
      headers: { ...asItIs, range: 'bytes=0-0' },
      redirect: 'manual',
    });
    await body?.cancel();
    if (status >= 300 && status < 400) {
      asked = nextAddress(asked, headers.get('location'), 'use the https address to which the server redirects');
      continue;
    }
    const bytes = Number(/^bytes 0-0\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1] ?? 0);
    if (status === partialContent && bytes > 0) return { bytes, tag: headers.get('etag') ?? undefined };
    if (!ok)
      return refuseStatus(
        address,
        status,
        ['check the address', 'DOWNLOAD_TOKEN for a server that asks for a token'],
        'the server',
      );
    return refuse('NoRanges', address, 'the server sends no part of a file, so its header cannot be read alone', {
      fix: `download the file, and lock it on this machine: npm run lock -- ./FILE --from ${address}`,
    });
  }
  return refuse('HubRedirects', address, `the server redirects more than ${mostRedirects} times`, {
    fix: 'use the address to which it redirects',
  });
}

/** Tries without a new byte after which a download is given up. */
const mostTries = 5;

/** SHA-256 of a file, read once from end to end; a download that is cut off goes on where it was. */
async function hashOf(
  address: string,
  path: string,
  { bytes, tag }: Reported,
  { progress, fetch: fetchFrom }: LockWorld,
): Promise<string> {
  const hash = createHash('sha256');
  const step = progress.start(`downloading and hashing ${path}`, bytes);
  let [done, tries] = [0, 0];
  while (done < bytes) {
    const before = done;
    try {
      const rest = done === 0 ? {} : { range: `bytes=${done}-`, ...(tag === undefined ? {} : { 'if-range': tag }) };
      const answer = await fetchFrom(address, { headers: { ...asItIs, ...rest } });
      if (!answer.ok) return refuseStatus(address, answer.status, ['check the address'], 'the server');
      if (done > 0 && answer.status !== partialContent) return refuseChanged(address);
      for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
        done += chunk.length;
        if (done > bytes) return refuseChanged(address);
        hash.update(chunk);
        step.advance(chunk.length);
      }
    } catch (problem) {
      tries = done > before ? 0 : tries + 1;
      if (problem instanceof FaultError || tries >= mostTries) throw asFault(address, done, bytes, problem);
      await pause(1000 * tries);
    }
  }
  step.end();
  return hash.digest('hex');
}

const refuseChanged = (address: string): never =>
  refuse('InconsistentFile', address, 'the file changed while it was read', { fix: 'lock it again' });

const asFault = (address: string, done: number, bytes: number, problem: unknown): Error =>
  problem instanceof FaultError
    ? problem
    : new FaultError([
        {
          at: address,
          found: `the download ended after ${done} of ${bytes} bytes: ${String((problem as { readonly message?: string }).message)}`,
          remedies: [{ label: 'fix', options: ['try again later'] }],
          code: 'HubUnreachable',
        },
      ]);

/**
 * A file of a server.
 *
 * @param path below the folder of the model
 * @param sha256 digest that the caller knows: nothing is downloaded then
 */
export async function webFile(
  address: string,
  path: string,
  sha256: string | undefined,
  world: LockWorld,
): Promise<FileSource> {
  requireWhole(path, 'join the parts on the server: a cluster joins none');
  const reported = await reportedOf(address, world.fetch);
  return {
    uri: address,
    path,
    local: false,
    bytes: reported.bytes,
    sha256: () => (sha256 === undefined ? hashOf(address, path, reported, world) : Promise.resolve(sha256)),
  };
}
