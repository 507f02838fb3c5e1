/** One entry of the model lock from a real file: key, files, facts; an entry that exists keeps where it comes from. */
import { FaultError, type Fault, type Model, type ModelCatalog } from '../../lib';
import { architectureFacts, modelFaults, projectorFacts, refuse, tensorFacts } from '../../lib/internal';
import { adaptersOf } from './adapters';
import { factsOf } from './facts';
import { readHeader, shardPaths } from './header';
import type { LockRequest, LockWorld } from './lock-request';
import { hubFile, localFile, type FileSource } from './source';
import { templateOf } from './template';

export interface LockedEntry {
  readonly key: string;
  readonly model: Model;
}

/** A type at the end of a file's name: `Llama-3.3-70B-Instruct.Q4_K_M`, `qwen2.5-7b-instruct-q8_0`. */
const namedQuantisation = /[._-]((?:UD-)?(?:I?Q\d\w*|TQ\d_0|F16|F32|BF16|MXFP4(?:_MOE)?))$/i;

/** One file; `index` counts the shards, and the projector behind them. */
const source = (
  request: LockRequest,
  path: string,
  index: number,
  { progress, fetch: fetchFrom }: LockWorld,
): Promise<FileSource> =>
  request.from === 'disk'
    ? Promise.resolve(localFile(path, progress))
    : hubFile({ ...request, path, sha256: request.sha256[index] }, fetchFrom);

const sources = (request: LockRequest, world: LockWorld): Promise<readonly FileSource[]> =>
  Promise.all(shardPaths(request.file).map((path, index) => source(request, path, index, world)));

/** The projector that is asked for; without one, what the entry has. */
async function projectorOf(
  request: LockRequest,
  shards: number,
  known: Model | undefined,
  world: LockWorld,
): Promise<Model['projector']> {
  if (request.projector === undefined) {
    const moved =
      request.repo !== undefined && known?.origin.from === 'huggingface' && known.origin.repo !== request.repo;
    if (known?.projector === undefined || !moved) return known?.projector;
    return refuse(
      'NoOrigin',
      request.file,
      `the entry has a projector, ${known.projector.file.path}, and it is not known whether ${request.repo} has it too`,
      {
        fix: '--projector with its file there',
      },
    );
  }
  const file = await source(request, request.projector, shards, world);
  const header = await readHeader([file], world.progress, world.fetch);
  const facts = factsOf(file.path, () => projectorFacts(header));
  const sha256 = await file.sha256();
  const path =
    request.repo === undefined && known?.projector?.file.sha256 === sha256 ? known.projector.file.path : file.path;
  return { file: { path, sha256, bytes: file.bytes, bytesFrom: 'stated' }, from: 'header', ...facts };
}

/** `Llama-3.3-70B-Instruct.Q4_K_M.gguf` → `llama-3.3-70b-instruct/Q4_K_M`. */
export function keyOf(file: string): string {
  const name = (file.split('/').at(-1) ?? file).replace(/\.gguf$/i, '').replace(/-\d{5}-of-\d{5}$/, '');
  const quantisation = namedQuantisation.exec(name);
  if (!quantisation?.[1])
    return refuse('NoKey', file, 'its name does not end in a quantisation', {
      fix: "--entry with a name such as 'llama-3.3-70b-instruct/Q4_K_M'",
    });
  return `${name.slice(0, quantisation.index).toLowerCase()}/${quantisation[1].toUpperCase()}`;
}

const sameFiles = ({ files }: Model, digests: readonly string[]): boolean =>
  Array.isArray(files) &&
  files.length === digests.length &&
  files.every(({ sha256 }, index) => sha256 === digests[index]);

/**
 * The entry under a key, else the one with the same bytes. A file on a disk refreshes an entry of other bytes only
 * under its repository.
 */
function existing(
  catalog: ModelCatalog,
  request: LockRequest,
  digests: readonly string[],
): readonly [string, Model] | undefined {
  const named = request.key === undefined ? undefined : catalog[request.key];
  if (request.key !== undefined && named) {
    if (request.from === 'disk' && request.repo === undefined && !sameFiles(named, digests)) {
      refuse(
        'ChecksumDiffers',
        request.file,
        `'${request.key}' has sha256 ${named.files.map(({ sha256 }) => sha256).join(', ')}, this file ${digests.join(', ')}`,
        {
          fix: ['give the file of this entry', 'give another --entry', '--repo with the repository that has this file'],
        },
      );
    }
    return [request.key, named];
  }
  return Object.entries(catalog).find(([, model]) => sameFiles(model, digests));
}

const refuseOrigin = (file: string): never =>
  refuse('NoOrigin', file, 'no repository is known from which a cluster gets this file', {
    fix: ['--repo with the repository that has it', '--entry of an entry with the same SHA-256'],
  });

function originOf(request: LockRequest, revision: string | undefined, known: Model | undefined): Model['origin'] {
  if (request.repo !== undefined) return { from: 'huggingface', repo: request.repo, revision };
  return known?.origin ?? refuseOrigin(request.file);
}

/** A value of the entry that no environment takes comes from the file. */
const withFix = (each: Fault): Fault =>
  each.remedies.some(({ label }) => label === 'fix')
    ? each
    : {
        ...each,
        remedies: [
          ...each.remedies,
          { label: 'fix', options: ['get the file again, or lock another file of this model'] },
        ],
      };

/**
 * Whether an entry may be of the same bytes, by its sizes: a hash takes minutes. Computed sizes may differ from the
 * real ones.
 */
const mayBeSame = ({ files: known }: Model, files: readonly FileSource[]): boolean =>
  Array.isArray(known) &&
  known.length === files.length &&
  known.every(({ bytes, bytesFrom }, i) => bytesFrom !== 'stated' || bytes === files[i]?.bytes);

/** Refuses a file on a disk that no cluster could get, before it is hashed. */
function requireOrigin(request: LockRequest, catalog: ModelCatalog, files: readonly FileSource[]): void {
  if (request.repo !== undefined || Object.values(catalog).some((model) => mayBeSame(model, files))) return;
  refuseOrigin(request.file);
}

/** Reads a file's header and makes its entry, or refreshes the one that the catalogue has. */
export async function lockEntry(request: LockRequest, catalog: ModelCatalog, world: LockWorld): Promise<LockedEntry> {
  const files = await sources(request, world);
  const header = await readHeader(files, world.progress, world.fetch);
  const { architecture, tensors } = factsOf(request.file, () => {
    const facts = architectureFacts(header);
    return { architecture: facts, tensors: tensorFacts(header.tensors, facts) };
  });
  requireOrigin(request, catalog, files);
  const digests: string[] = [];
  for (const file of files) digests.push(await file.sha256());
  const [name, known] = existing(catalog, request, digests) ?? [];
  const key = name ?? request.key ?? keyOf(request.file);
  const origin = originOf(request, files[0]?.revision, known);
  const refreshed = known && request.repo === undefined ? known.files : undefined;
  const model: Model = {
    origin,
    files: files.map(({ path, bytes }, index) => ({
      path: refreshed?.[index]?.path ?? path,
      sha256: digests[index] ?? '',
      bytes,
      bytesFrom: 'stated',
    })),
    quantisation: known?.quantisation ?? key.slice(key.lastIndexOf('/') + 1),
    architecture,
    tensors,
    projector: await projectorOf(request, files.length, known, world),
    chatTemplate: await templateOf(request, known, world),
    adapters: await adaptersOf(request, known, { architecture, tensors: header.tensors }, world),
    engines: known?.engines,
  };
  // What stands in the lock is what an environment takes.
  const faults = modelFaults(key, JSON.parse(JSON.stringify(model)), request.file);
  if (faults.length > 0) throw new FaultError(faults.map(withFix));
  return { key, model };
}
