/** The LoRA adapters of an entry: each from the header of its own file, which may be in another repository. */
import type { ArchitectureFacts, Model } from '../../lib';
import { adapterFacts, refuse, type FileTensor } from '../../lib/internal';
import { factsOf } from './facts';
import { fileOf, fileOfHub } from './file-of';
import { readHeader } from './header';
import { type AdapterWord, type LockRequest, type LockWorld, movedTo, pathBeside } from './lock-request';
import type { FileSource } from './source';

type Adapters = NonNullable<Model['adapters']>;

/** `legal=legal-f16.gguf`, `legal=owner/name:legal-f16.gguf`: a name, a repository if it is another, and a file. */
const word = /^(?<name>[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)=(?:(?<repo>[\w-][\w.-]*\/[\w-][\w.-]*):)?(?<path>.+)$/;

/** Reads the words of `--adapter`; `undefined` for one that is none. */
export function adapterWord(text: string): AdapterWord | undefined {
  const { name, repo, path } = word.exec(text)?.groups ?? {};
  return name === undefined || path === undefined ? undefined : { name, repo, path };
}

const sourceOf = (request: LockRequest, { repo, path }: AdapterWord, world: LockWorld): Promise<FileSource> =>
  repo === undefined ? fileOf(request, path, undefined, world) : fileOfHub(request, repo, path, world);

/** The header of the model that the adapters change. */
export interface ChangedModel {
  readonly architecture: ArchitectureFacts;
  readonly tensors: readonly FileTensor[];
}

/** The adapters that are asked for, beside those that the entry has. */
export async function adaptersOf(
  request: LockRequest,
  known: Model | undefined,
  { architecture, tensors }: ChangedModel,
  world: LockWorld,
): Promise<Model['adapters']> {
  const asked = request.adapters ?? [];
  const moved = movedTo(request, known);
  const kept = Object.entries(known?.adapters ?? {}).filter(([name]) => !asked.some((each) => each.name === name));
  const lost = moved !== undefined ? kept.filter(([, { origin }]) => origin === undefined).map(([name]) => name) : [];
  if (lost.length > 0) {
    refuse(
      'NoOrigin',
      request.file,
      `the entry has adapters, ${lost.join(', ')}, and it is not known whether ${moved} has them too`,
      { fix: '--adapter NAME=FILE with the file of each there' },
    );
  }
  const found: Record<string, Adapters[string]> = Object.fromEntries(kept);
  for (const each of asked) {
    const file = await sourceOf(request, each, world);
    const header = await readHeader([file], world.progress, world.fetch);
    found[each.name] = {
      file: {
        path: each.repo === undefined ? pathBeside(request, file.path) : file.path,
        sha256: await file.sha256(),
        bytes: file.bytes,
        bytesFrom: 'stated',
      },
      origin: each.repo === undefined ? undefined : { repo: each.repo, revision: file.revision },
      tensors: factsOf(file.path, () => adapterFacts(header, architecture, tensors)),
    };
  }
  return Object.keys(found).length === 0 ? undefined : found;
}
