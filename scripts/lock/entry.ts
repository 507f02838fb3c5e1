/** One entry of the model lock from a real file: key, files, facts; an entry that exists keeps where it comes from. */
import { FaultError, type Fault, type Model, type ModelCatalog } from '../../lib';
import { architectureFacts, counted, modelFaults, projectorFacts, refuse, tensorFacts } from '../../lib/internal';
import { adaptersOf } from './adapters';
import { factsOf } from './facts';
import { fileOf } from './file-of';
import { readHeader, shardPaths } from './header';
import { licenceOf } from './licence';
import { type LockRequest, type LockWorld, movedTo, pathBeside, statedOrigin } from './lock-request';
import type { FileSource } from './source';
import { templateOf } from './template';

export interface LockedEntry {
  readonly key: string;
  readonly model: Model;
}

/** A type at the end of a file's name: `Llama-3.3-70B-Instruct.Q4_K_M`, `qwen2.5-7b-instruct-q8_0`. */
const namedQuantisation = /[._-]((?:UD-)?(?:I?Q\d\w*|TQ\d_0|F16|F32|BF16|MXFP4(?:_MOE)?))$/i;

/** One file; `index` counts the shards, and the projector behind them. */
const source = (request: LockRequest, path: string, index: number, world: LockWorld): Promise<FileSource> =>
  fileOf(request, path, request.from === 'disk' ? undefined : request.sha256[index], world);

const sources = (request: LockRequest, world: LockWorld): Promise<readonly FileSource[]> =>
  Promise.all(shardPaths(request.file).map((path, index) => source(request, path, index, world)));

/** The path of a projector where a cluster gets it; the entry may know it by its bytes. */
function projectorPath(request: LockRequest, path: string, known: Model['projector']): string {
  return statedOrigin(request) === undefined ? (known?.file.path ?? path) : pathBeside(request, path);
}

/** The projector that is asked for; without one, what the entry has. */
async function projectorOf(
  request: LockRequest,
  shards: number,
  known: Model | undefined,
  world: LockWorld,
): Promise<Model['projector']> {
  if (request.projector === undefined) {
    const moved = movedTo(request, known);
    if (known?.projector === undefined || moved === undefined) return known?.projector;
    return refuse(
      'NoOrigin',
      request.file,
      `the entry has a projector, ${known.projector.file.path}, and it is not known whether ${moved} has it too`,
      {
        fix: '--projector with its file there',
      },
    );
  }
  const file = await source(request, request.projector, shards, world);
  const header = await readHeader([file], world.progress, world.fetch);
  const facts = factsOf(file.path, () => projectorFacts(header));
  const sha256 = await file.sha256();
  const path = projectorPath(
    request,
    file.path,
    known?.projector?.file.sha256 === sha256 ? known.projector : undefined,
  );
  return { file: { path, sha256, bytes: file.bytes, bytesFrom: 'stated' }, from: 'header', ...facts };
}

/** `Llama-3.3-70B-Instruct.Q4_K_M.gguf` → `llama-3.3-70b-instruct/Q4_K_M`; `undefined` without a quantisation. */
function keyIn(file: string): string | undefined {
  const name = (file.split('/').at(-1) ?? file).replace(/\.gguf$/i, '').replace(/-\d{5}-of-\d{5}$/, '');
  const quantisation = namedQuantisation.exec(name);
  return quantisation?.[1] && `${name.slice(0, quantisation.index).toLowerCase()}/${quantisation[1].toUpperCase()}`;
}

/** The file whose name gives the key: an address has its name with escapes. */
const nameOf = (request: LockRequest): string => (request.from === 'web' ? request.place.path : request.file);

/** The key that the name of a file gives. */
export const keyOf = (file: string): string =>
  keyIn(file) ??
  refuse('NoKey', file, 'its name does not end in a quantisation', {
    fix: "--entry with a name such as 'llama-3.3-70b-instruct/Q4_K_M'",
  });

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
    if (statedOrigin(request) === undefined && !sameFiles(named, digests)) {
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
    fix: [
      '--repo with the repository that has it',
      '--from with the address, the claim or the image that has it',
      '--entry of an entry with the same SHA-256',
    ],
  });

/** A value of the entry that no environment takes comes from the file or from the command line. */
const withFix = (each: Fault, fix: string): Fault =>
  each.remedies.some(({ label }) => label === 'fix')
    ? each
    : {
        ...each,
        remedies: [...each.remedies, { label: 'fix', options: [fix] }],
      };

const otherFile = 'get the file again, or lock another file of this model';

/** Whether a fault is about what the file itself holds, not about where it is. */
const isOfFile = ({ at }: Fault): boolean => /\.(architecture|tensors)\b/.test(at);

/** What to do about measured memory that no entry takes. */
const measuredFix = 'give --measured the output of corral measure for this file, or leave it out';

/** Whether a fault is about memory that was measured. */
const isMeasured = ({ at }: Fault): boolean => /\.memory\b/.test(at);

/** The fix of a fault, by what it is about. */
function fixOf(each: Fault, fix: string): string {
  if (isMeasured(each)) return measuredFix;
  return isOfFile(each) ? otherFile : fix;
}

/**
 * Refuses an entry that no environment takes: what stands in the lock is what an environment reads.
 *
 * @param fix of what the command line states
 */
function requireTakes(key: string, model: Model, file: string, fix: string): void {
  const faults = modelFaults(key, JSON.parse(JSON.stringify(model)), file);
  if (faults.length > 0) throw new FaultError(faults.map((each) => withFix(each, fixOf(each, fix))));
}

/** Stands for the digest in a check before the file is hashed. */
const anyDigest = '0'.repeat(64);
/** The same for the key, where the name of the file gives none. */
const anyKey = 'model/Q4_K_M';

/** Refuses a place that no environment takes before the file is hashed, which may take minutes. */
function checkPlace(
  request: LockRequest,
  paths: readonly string[],
  facts: Pick<Model, 'architecture' | 'tensors'>,
): void {
  const origin = statedOrigin(request);
  if (origin === undefined || request.from === 'hub') return;
  const files = paths.map((path) => ({ path, sha256: anyDigest, bytes: 1, bytesFrom: 'stated' as const }));
  requireTakes(
    request.key ?? keyIn(nameOf(request)) ?? anyKey,
    { origin, files, quantisation: 'Q4_K_M', memory: request.memory, ...facts },
    request.file,
    request.from === 'web' ? 'correct the address' : 'correct --from or --repo',
  );
}

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
  if (statedOrigin(request) !== undefined || Object.values(catalog).some((model) => mayBeSame(model, files))) return;
  refuseOrigin(request.file);
}

/** Paths of the files where a cluster gets them; `undefined` where the request does not state it. */
function statedPaths(request: LockRequest, files: readonly FileSource[]): readonly string[] | undefined {
  if (request.from !== 'disk') return files.map(({ path }) => path);
  if (request.place === undefined) return undefined;
  const paths = shardPaths(request.place.path);
  if (paths.length === files.length) return paths;
  return refuse(
    'ShardsDiffer',
    request.place.path,
    `it stands for ${counted(paths.length, 'file')}, and ${request.file} for ${files.length}`,
    { fix: 'give the files the same names in both places: shards are …-00001-of-00002.gguf' },
  );
}

/** Reads a file's header and makes its entry, or refreshes the one that the catalogue has. */
export async function lockEntry(request: LockRequest, catalog: ModelCatalog, world: LockWorld): Promise<LockedEntry> {
  const files = await sources(request, world);
  const header = await readHeader(files, world.progress, world.fetch);
  const { architecture, tensors } = factsOf(request.file, () => {
    const facts = architectureFacts(header, { measured: request.memory !== undefined });
    return { architecture: facts, tensors: tensorFacts(header.tensors, facts) };
  });
  requireOrigin(request, catalog, files);
  const paths = statedPaths(request, files);
  checkPlace(request, paths ?? [], { architecture, tensors });
  const digests: string[] = [];
  for (const file of files) digests.push(await file.sha256());
  const [name, known] = existing(catalog, request, digests) ?? [];
  const key = name ?? request.key ?? keyOf(nameOf(request));
  const origin = statedOrigin(request, files[0]?.revision) ?? known?.origin ?? refuseOrigin(request.file);
  const refreshed = known?.files;
  const model: Model = {
    origin,
    files: files.map(({ path, bytes }, index) => ({
      path: paths?.[index] ?? refreshed?.[index]?.path ?? path,
      sha256: digests[index] ?? '',
      bytes,
      bytesFrom: 'stated',
    })),
    quantisation: known?.quantisation ?? key.slice(key.lastIndexOf('/') + 1),
    architecture,
    tensors,
    memory: request.memory,
    projector: await projectorOf(request, files.length, known, world),
    chatTemplate: await templateOf(request, known, world),
    adapters: await adaptersOf(request, known, { architecture, tensors: header.tensors }, world),
    licence: licenceOf(header) ?? known?.licence,
    engines: known?.engines,
  };
  requireTakes(key, model, request.file, otherFile);
  return { key, model };
}
