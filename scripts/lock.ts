/** `npm run lock -- <repo> <file>` or `-- ./file.gguf`: makes or refreshes an entry of the model lock from a real GGUF header. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from './toolchain/errors';
import { refuse, type ModelCatalog } from '../lib';
import { lockEntry, type LockRequest } from './lock/entry';
import { formatLock } from './lock/format';
import { progressOn } from './lock/progress';

const usage = [
  'npm run lock -- <repository> <file> [--projector FILE] [--revision main] [--hub URL] [--sha256 HEX] [--key NAME/QUANT]',
  'npm run lock -- ./file.gguf [--projector ./mmproj.gguf] [--repo REPOSITORY] [--key NAME/QUANT]',
];
const publicHub = 'https://huggingface.co';

/** A token for repositories that ask for a login, sent to the hub alone. */
const fetchWith =
  (hub: string, token: string | undefined): typeof fetch =>
    (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      return fetch(
        input,
        token && url.startsWith(hub)
          ? { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), authorization: `Bearer ${token}` } }
          : init,
      );
    };

interface Options {
  readonly repo?: string;
  readonly projector?: string;
  readonly hub: string;
  readonly revision: string;
  readonly sha256: readonly string[];
  readonly key?: string;
}

function readRequest(positionals: readonly string[], { repo, projector, hub, revision, sha256, key }: Options): LockRequest {
  const [first, second, ...rest] = positionals;
  if (first === undefined || rest.length > 0)
    return refuse('Usage', 'lock', 'a repository and a file, or the path of a file, is expected', { usage });
  return second === undefined
    ? { from: 'disk', file: first, projector, repo, key }
    : { from: 'hub', repo: first, file: second, projector, hub, revision, sha256, key };
}

function argumentsOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        repo: { type: 'string' },
        projector: { type: 'string' },
        hub: { type: 'string', default: publicHub },
        revision: { type: 'string', default: 'main' },
        sha256: { type: 'string', multiple: true, default: [] },
        key: { type: 'string' },
        lock: { type: 'string', default: join(__dirname, '..', 'overlays', 'models.lock.json') },
      },
    });
  } catch (error) {
    const [said = ''] = (error as { readonly message: string }).message.split('. ');
    return refuse('Usage', 'lock', said, { usage });
  }
}

/** Runs the command; the lock is written once everything has been read and checked. Returns the key of the entry. */
export async function lock(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  terminal: Parameters<typeof progressOn>[0],
): Promise<string> {
  const { values, positionals } = argumentsOf(args);
  const request = readRequest(positionals, values);
  const catalog = JSON.parse(readFileSync(values.lock, 'utf8')) as ModelCatalog;
  const world = { progress: progressOn(terminal), fetch: fetchWith(values.hub, environment['HF_TOKEN']) };
  const { key, model } = await lockEntry(request, catalog, world);
  writeFileSync(values.lock, formatLock({ ...catalog, [key]: model }));
  terminal.write(`${key} in ${values.lock}\n`);
  return key;
}

if (require.main === module) {
  const args = process.argv.slice(2);
  if (args.includes('--help')) process.stdout.write(`${usage.join('\n')}\n`);
  else {
    lock(args, process.env, process.stderr).catch((error: unknown) => {
      process.stderr.write(`${messageOf(error)}\n`);
      process.exitCode = 1;
    });
  }
}
