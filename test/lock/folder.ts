/** What is locked in a folder of its own, from real GGUF bytes. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { ArchitectureFacts, Model, ModelCatalog } from '../../lib/catalog/model';
import { architectureMetadata, modelTensors, vocabularyMetadata } from '../gguf/model-file';
import { modelOfShape } from '../gguf/model-of-shape';
import { writeSparseGguf, type HeaderValue, type TypedTensor } from '../gguf/writer';
import { lockByWords } from './by-words';
import { tiny } from './tiny';
import { startHub, type TestHub } from './hub';

export const metadata = { ...architectureMetadata(tiny), ...vocabularyMetadata(tiny) };
export const tensors = modelTensors(tiny, 'Q4_K_M', { tied: false });

/** As it stands in the lock: without fields that are not there. */
export const asWritten = (model: Model): Model => JSON.parse(JSON.stringify(model)) as Model;
export const shapeOf = (facts: ArchitectureFacts, mix: 'Q4_K_M' | 'Q8_0', tied = false): Model =>
  asWritten(modelOfShape(facts, mix, { tied }));
export const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

/** A folder with a small model and a lock, which is empty again after each test, and hubs that serve the folder. */
export function lockFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'corral-lock-'));
  const lockFile = join(folder, 'models.lock.json');
  const written: string[] = [];
  const terminal = { write: (text: string) => written.push(text) };
  const run = (...args: readonly string[]): Promise<string> => lockByWords([...args, '--into', lockFile], {}, terminal);
  const catalog = (): ModelCatalog => JSON.parse(readFileSync(lockFile, 'utf8')) as ModelCatalog;
  const entry = (key: string): Model => {
    const found = catalog()[key];
    if (!found) throw new Error(`no entry ${key}`);
    return found;
  };
  const file = (name: string): string => join(folder, name);

  /** A file with one of its tensors or keys changed. */
  function write(
    name: string,
    own: { readonly metadata?: Readonly<Record<string, HeaderValue>>; readonly tensors?: readonly TypedTensor[] } = {},
  ): string {
    writeSparseGguf(file(name), { ...metadata, ...own.metadata }, own.tensors ?? tensors);
    return file(name);
  }

  const hubs: TestHub[] = [];
  const hub = async (
    ...behaviour: Parameters<typeof startHub> extends [string, ...infer Rest] ? Rest : never
  ): Promise<TestHub> => {
    const started = await startHub(folder, ...behaviour);
    hubs.push(started);
    return started;
  };

  beforeAll(() => {
    write('Tiny.Q4_K_M.gguf');
  });
  afterEach(async () => {
    writeFileSync(lockFile, '{}');
    written.length = 0;
    await Promise.all(hubs.splice(0).map((each) => each.close()));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  writeFileSync(lockFile, '{}');
  return { lockFile, written, run, catalog, entry, file, write, hub };
}
