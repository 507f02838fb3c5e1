/**
 * Headers of GGUF files, mutated by value and by byte: each is refused clearly, or becomes an entry that an environment
 * takes.
 */
import { mkdtempSync, readFileSync, writeFileSync, openSync, writeSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelFaults } from '../../../lib/internal';
import type { ArchitectureFacts } from '../../../lib/catalog/model';
import { architectureMetadata, modelTensors, vocabularyMetadata } from '../../gguf/model-file';
import { writeSparseGguf, type HeaderValue, type TypedTensor } from '../../gguf/writer';
import { lockByWords } from '../../lock/by-words';
import { oddNumbers, oddTexts } from '../odd-values';
import { printed } from '../printed';
import { randomOf, type Random } from '../random';
import type { Outcome, Subject } from '../subject';
import { ofError } from '../verdict';

const tiny: ArchitectureFacts = {
  architecture: 'llama',
  blockCount: 2,
  contextLength: 4096,
  embeddingLength: 256,
  feedForwardLength: 512,
  headCount: 4,
  headCountKv: 2,
  keyLength: 64,
  valueLength: 64,
  vocabularySize: 64,
  ropeDimensionCount: 64,
};
const metadata: Readonly<Record<string, HeaderValue>> = { ...architectureMetadata(tiny), ...vocabularyMetadata(tiny) };
const tensors: readonly TypedTensor[] = modelTensors(tiny, 'Q4_K_M', { tied: false });

let folder: string | undefined;
const inFolder = (name: string): string => join((folder ??= mkdtempSync(join(tmpdir(), 'corral-fuzz-'))), name);

const unsigned = (value: number): number =>
  Number.isFinite(value) ? Math.trunc(Math.abs(value)) % 2 ** 32 : 0xffffffff;

function oddHeader(random: Random): HeaderValue {
  const number = random.pick(oddNumbers);
  return random.pick<HeaderValue>([
    { uint32: unsigned(number) },
    { uint32: unsigned(number) },
    { float32: number },
    { text: random.pick(oddTexts) },
    { bool: true },
    { texts: [] },
    { floats: [number, 1] },
    { integers: [1, -1, 0] },
    { bools: [true] },
  ]);
}

interface Mutated {
  readonly metadata: Record<string, HeaderValue>;
  readonly tensors: TypedTensor[];
  readonly bytes: readonly (readonly [number, number])[];
}

function change(into: Mutated, random: Random): string {
  const keys = Object.keys(into.metadata);
  switch (random.below(6)) {
    case 0: {
      const key = random.pick(keys);
      delete into.metadata[key];
      return `remove ${key}`;
    }
    case 1: {
      const i = random.below(into.tensors.length);
      const other = random.pick(into.tensors);
      into.tensors[i] = {
        ...(into.tensors[i] ?? other),
        name: random.pick([other.name, ...oddTexts, 'blk.4294967295.attn_q.weight', 'blk.9.attn_q.weight']),
      };
      return `rename tensor ${i} to ${into.tensors[i]?.name}`;
    }
    default: {
      const key = random.pick(keys.filter((each) => !each.startsWith('tokenizer')));
      into.metadata[key] = oddHeader(random);
      return `set ${key} to ${JSON.stringify(into.metadata[key]).slice(0, 80)}`;
    }
  }
}

export const headers: Subject = {
  caseOf(seed, number) {
    const random = randomOf(seed, number, 'headers');
    const value: Mutated = {
      metadata: { ...metadata },
      tensors: [...tensors],
      bytes: Array.from(
        { length: random.oneIn(2) ? 0 : random.below(4) + 1 },
        () => [random.below(4000), random.below(256)] as const,
      ),
    };
    const steps =
      value.bytes.length > 0 && random.oneIn(2)
        ? []
        : Array.from({ length: random.pick([1, 1, 2, 3]) }, () => change(value, random));
    return {
      steps: [...steps, ...value.bytes.map(([at, byte]) => `byte ${at} becomes ${byte}`)],
      async run(): Promise<Outcome> {
        const [path, lockFile] = [inFolder('Tiny.Q4_K_M.gguf'), inFolder('models.lock.json')];
        writeSparseGguf(path, value.metadata, value.tensors);
        const file = openSync(path, 'r+');
        for (const [at, byte] of value.bytes) writeSync(file, Buffer.from([byte]), 0, 1, at);
        closeSync(file);
        writeFileSync(lockFile, '{}\n');
        const started = process.cpuUsage();
        try {
          await lockByWords([path, '--repo', 'example/tiny', '--into', lockFile], {}, { write: () => true });
        } catch (error) {
          return readFileSync(lockFile, 'utf8') === '{}\n'
            ? ofError(error)
            : { ended: 'wrong', why: 'refused, and the lock was written' };
        }
        const { user, system } = process.cpuUsage(started);
        if (user + system > 2e6) return { ended: 'wrong', why: `it takes ${((user + system) / 1e6).toFixed(1)} s` };
        const [[key, entry] = ['', undefined]] = Object.entries(
          JSON.parse(readFileSync(lockFile, 'utf8')) as Record<string, unknown>,
        );
        const [fault] = modelFaults(key, entry, 'lock');
        return fault === undefined
          ? { ended: 'valid' }
          : { ended: 'wrong', why: `the lock has an entry that no environment takes: ${fault.at}: ${fault.found}` };
      },
      print: () =>
        printed({
          metadata: Object.fromEntries(Object.entries(value.metadata).filter(([key]) => !key.startsWith('tokenizer'))),
          bytes: value.bytes,
        }),
    };
  },
};
