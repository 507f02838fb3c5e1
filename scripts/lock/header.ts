/**
 * Reads the header of a GGUF file, or of all its shards, and refuses a file that is cut off or does not agree with
 * itself.
 */
import { gguf, parseGgufShardFilename } from '@huggingface/gguf';
import { messageOf } from '../toolchain/errors';
import { FaultError } from '../../lib';
import {
  refuse,
  tensorBytes,
  tensorTypeByNumber,
  tensorTypes,
  type FileTensor,
  type Metadata,
  type ModelHeader,
} from '../../lib/internal';
import type { Progress } from './progress';
import type { FileSource } from './source';

const defaultAlignment = 32;
const padded = (size: number, alignment: number): number => Math.ceil(size / alignment) * alignment;

/** All shards that a file name stands for; the file itself when it is none. */
export function shardPaths(path: string): readonly string[] {
  const shard = parseGgufShardFilename(path);
  if (!shard) return [path];
  const total = Number(shard.total);
  return Array.from(
    { length: total },
    (_, index) => `${shard.prefix}-${`${index + 1}`.padStart(5, '0')}-of-${shard.total}.gguf`,
  );
}

function typed(
  { name, dtype, shape }: { readonly name: string; readonly dtype: number; readonly shape: readonly bigint[] },
  at: string,
): FileTensor {
  const dimensions = shape.map(Number);
  const type =
    tensorTypeByNumber(dtype) ??
    refuse('UnknownTensorType', `${at} ${name}`, `its type has number ${dtype}, whose size is not known`, {
      allowed: tensorTypes,
    });
  const bytes =
    tensorBytes(type, dimensions) ??
    refuse(
      'BrokenTensor',
      `${at} ${name}`,
      `a row of ${dimensions[0]} elements does not divide into blocks of ${type}`,
      {
        fix: 'get the file again',
      },
    );
  return { name, shape: dimensions, type, bytes };
}

/** Tensors follow each other on borders of the alignment, and the last one ends with the file. */
function checkLayout(
  source: FileSource,
  dataOffset: number,
  tensors: readonly (FileTensor & { readonly offset: number })[],
  alignment: number,
): void {
  if (source.bytes < dataOffset)
    refuse('TruncatedFile', source.path, `it has ${source.bytes} bytes, and its header alone ends at ${dataOffset}`, {
      fix: 'get the file again',
    });
  let expected = 0;
  for (const tensor of [...tensors].sort((a, b) => a.offset - b.offset)) {
    if (tensor.offset !== expected) {
      refuse(
        'InconsistentFile',
        `${source.path} ${tensor.name}`,
        `it begins at byte ${tensor.offset} of the data, and the tensors before it end at ${expected}`,
        { fix: 'get the file again' },
      );
    }
    expected = padded(tensor.offset + tensor.bytes, alignment);
  }
  const last = tensors.reduce((end, tensor) => Math.max(end, tensor.offset + tensor.bytes), 0);
  const [least, most] = [dataOffset + last, dataOffset + padded(last, alignment)];
  if (source.bytes < least)
    refuse(
      'TruncatedFile',
      source.path,
      `it has ${source.bytes} bytes, and its tensors end at ${least}: ${least - source.bytes} are missing`,
      { fix: 'get the file again' },
    );
  if (source.bytes > most)
    refuse('InconsistentFile', source.path, `it has ${source.bytes} bytes, and its tensors end at ${most}`, {
      fix: 'get the file again',
    });
}

/** A fetch that reports what it reads. */
function counted(fetchFrom: typeof fetch, advance: (bytes: number) => void): typeof fetch {
  return async (...request) => {
    const response = await fetchFrom(...request);
    advance(Number(response.headers.get('content-length') ?? 0));
    return response;
  };
}

async function readFile(source: FileSource, progress: Progress, fetchFrom: typeof fetch): Promise<ModelHeader> {
  const step = progress.start(`reading the header of ${source.path}`, 0);
  const parsed = await gguf(source.uri, {
    allowLocalFile: source.local,
    fetch: counted(fetchFrom, step.advance),
  }).catch((error: unknown) => {
    // A request that got no answer has its own fault.
    if (error instanceof FaultError) throw error;
    return refuse('UnreadableHeader', source.path, `its header cannot be read: ${messageOf(error)}`, {
      fix: 'get the file again',
    });
  });
  step.end();
  const tensors = parsed.tensorInfos.map((info) => ({ ...typed(info, source.path), offset: Number(info.offset) }));
  const metadata = parsed.metadata as unknown as Metadata;
  const alignment = Number(metadata['general.alignment'] ?? defaultAlignment);
  checkLayout(source, Number(parsed.tensorDataOffset), tensors, alignment);
  return { metadata, tensors };
}

/** The header of a model from all its files, in order. */
export async function readHeader(
  sources: readonly FileSource[],
  progress: Progress,
  fetchFrom: typeof fetch,
): Promise<ModelHeader> {
  const headers: ModelHeader[] = [];
  for (const source of sources) headers.push(await readFile(source, progress, fetchFrom));
  const [first] = headers;
  if (!first)
    return refuse('FileNotFound', 'lock', 'no file is given', { fix: 'give a repository and a file, or a path' });
  const tensors = headers.flatMap((header) => header.tensors);
  const stated = first.metadata['split.tensors.count'];
  if (stated !== undefined && Number(stated) !== tensors.length) {
    refuse(
      'InconsistentFile',
      sources.map(({ path }) => path).join(', '),
      `the first shard counts ${Number(stated)} tensors, and all of them have ${tensors.length}`,
      { fix: 'get the files again' },
    );
  }
  return { metadata: first.metadata, tensors };
}
