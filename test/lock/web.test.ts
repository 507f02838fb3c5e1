/**
 * `npm run lock -- https://…`: a file of a server that is no hub and that this machine has no copy of. Its header is
 * read by ranges before anything else, and it is hashed by a download that keeps nothing.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Model, ModelCatalog } from '../../lib/catalog/model';
import { architectureMetadata, modelTensors, vocabularyMetadata } from '../gguf/model-file';
import { projectorMetadata, projectorTensors } from '../gguf/projector-file';
import { writeSparseGguf } from '../gguf/writer';
import { lockByWords } from './by-words';
import { tiny, tinyProjector } from './tiny';

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/** How a server differs from one that sends all it is asked for. */
interface Behaviour {
  /** Sends every file whole. */
  readonly whole?: boolean;
  /** Cuts each download that is no small part after so many bytes. */
  readonly cut?: number;
  /** Token that it asks for. */
  readonly token?: string;
  /** Sends another file from the second download on. */
  readonly changes?: boolean;
  /** Redirects to the same path below `/moved`. */
  readonly moves?: boolean;
}

let folder: string;
let model: Buffer;
let projector: Buffer;
let server: Server | undefined;
/** `range authorization` of each request. */
let asked: string[];

beforeAll(() => {
  const place = mkdtempSync(join(tmpdir(), 'corral-web-files-'));
  const path = join(place, 'file.gguf');
  const read = (...file: Parameters<typeof writeSparseGguf> extends [string, ...infer Rest] ? Rest : never): Buffer => {
    writeSparseGguf(path, ...file);
    return readFileSync(path);
  };
  model = read(
    { ...architectureMetadata(tiny), ...vocabularyMetadata(tiny) },
    modelTensors(tiny, 'Q4_K_M', { tied: false }),
  );
  projector = read(projectorMetadata(tinyProjector), projectorTensors(tinyProjector));
  rmSync(place, { recursive: true });
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'corral-lock-web-'));
  writeFileSync(join(folder, 'models.lock.json'), '{}');
  asked = [];
});
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true });
});

/** Starts a server of the files below `/models`. */
async function serve(behaviour: Behaviour = {}): Promise<string> {
  const files = new Map<string, Buffer>([
    ['/models/Tiny.Q4_K_M.gguf', model],
    ['/models/mmproj.gguf', projector],
    ['/models/chat%2Btemplate.jinja', Buffer.from('{{ a }}')],
  ]);
  let downloads = 0;
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { range, authorization = '-' } = request.headers;
    asked.push(`${range ?? 'all'} ${authorization}`);
    const url = request.url ?? '';
    if (behaviour.token !== undefined && authorization !== `Bearer ${behaviour.token}`)
      return void response.writeHead(401).end();
    if (behaviour.moves === true && !url.startsWith('/moved'))
      return void response.writeHead(302, { location: `/moved${url}` }).end();
    const file = files.get(url.replace('/moved', ''));
    if (file === undefined) return void response.writeHead(404).end();
    const [, first = '0', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(behaviour.whole === true ? '' : (range ?? '')) ?? [];
    const from = Number(first);
    const part = file.subarray(from, last === '' ? undefined : Number(last) + 1);
    const isPart = range !== undefined && behaviour.whole !== true;
    if (last === '') downloads += 1;
    if (isPart && last === '' && behaviour.changes === true) return void response.writeHead(200).end(file);
    response.writeHead(isPart ? 206 : 200, {
      'content-length': part.length,
      etag: '"one"',
      ...(isPart ? { 'content-range': `bytes ${from}-${from + part.length - 1}/${file.length}` } : {}),
    });
    if (last === '' && behaviour.cut !== undefined && part.length > behaviour.cut)
      response.write(part.subarray(0, behaviour.cut), () => void setTimeout(() => response.destroy(), 20));
    else response.end(part);
  };
  server = createServer(answer);
  await new Promise<void>((resolve) => {
    server?.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/models`;
}

const written: string[] = [];
const lockFile = (): string => join(folder, 'models.lock.json');
const lock = (words: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<string> =>
  lockByWords([...words, '--into', lockFile()], variables, { write: (text) => written.push(text) });
const entry = (): Model | undefined => (JSON.parse(readFileSync(lockFile(), 'utf8')) as ModelCatalog)['tiny/Q4_K_M'];

describe('a file of a server', () => {
  test('becomes an entry with its address, its facts and its digest, and leaves nothing on this machine', async () => {
    const below = await serve();
    expect(await lock([`${below}/Tiny.Q4_K_M.gguf`])).toBe('tiny/Q4_K_M');
    expect(entry()).toMatchObject({
      origin: { from: 'web', folder: below },
      files: [{ path: 'Tiny.Q4_K_M.gguf', sha256: sha256(model), bytes: model.length, bytesFrom: 'stated' }],
      architecture: tiny,
    });
    expect(readdirSync(folder)).toEqual(['models.lock.json']);
    expect(asked.filter((each) => each.startsWith('all'))).toHaveLength(1);
    expect(asked[0]).toBe('bytes=0-0 -');
  });

  test('with a digest that is stated is not downloaded', async () => {
    const below = await serve();
    await lock([`${below}/Tiny.Q4_K_M.gguf`, '--sha256', 'a'.repeat(64)]);
    expect(entry()).toMatchObject({ files: [{ sha256: 'a'.repeat(64) }] });
    expect(asked.filter((each) => !/^bytes=\d+-\d+ /.test(each))).toEqual([]);
  });

  test('has its projector and its template beside it', async () => {
    const below = await serve();
    await lock([`${below}/Tiny.Q4_K_M.gguf`, '--projector', 'mmproj.gguf', '--template', 'chat+template.jinja']);
    expect(entry()).toMatchObject({
      projector: { file: { path: 'mmproj.gguf', sha256: sha256(projector), bytes: projector.length } },
      chatTemplate: { path: 'chat+template.jinja', sha256: sha256(Buffer.from('{{ a }}')) },
    });
  });

  test('that is cut off goes on where it was', async () => {
    const below = await serve({ cut: Math.ceil(model.length / 3) });
    await lock([`${below}/Tiny.Q4_K_M.gguf`]);
    expect(entry()?.files[0]?.sha256).toBe(sha256(model));
    expect(asked.filter((each) => /^(all|bytes=\d+-) /.test(each)).length).toBeGreaterThan(2);
  });

  test('gets the token of DOWNLOAD_TOKEN, and not that of the hub', async () => {
    const below = await serve({ token: 'secret' });
    await lock([`${below}/Tiny.Q4_K_M.gguf`], { DOWNLOAD_TOKEN: 'secret', HF_TOKEN: 'hf_other' });
    expect(entry()?.files[0]?.sha256).toBe(sha256(model));
    await expect(lock([`${below}/Tiny.Q4_K_M.gguf`], { HF_TOKEN: 'hf_other' })).rejects.toThrow(
      `${below}/Tiny.Q4_K_M.gguf: the server answers 401.\n` +
        '  fix: check the address · DOWNLOAD_TOKEN for a server that asks for a token\n  [FileNotFound]',
    );
  });

  test('that has moved is found', async () => {
    const below = await serve({ moves: true });
    await lock([`${below}/Tiny.Q4_K_M.gguf`]);
    expect(entry()).toMatchObject({ origin: { folder: below }, files: [{ sha256: sha256(model) }] });
  });
});

describe('is refused', () => {
  test.each<[string, Behaviour, string, string]>([
    [
      'from a server that sends files only whole, before it is downloaded',
      { whole: true },
      'Tiny.Q4_K_M.gguf',
      'ADDRESS: the server sends no part of a file, so its header cannot be read alone.\n' +
        '  fix: download the file, and lock it on this machine: npm run lock -- ./FILE --from ADDRESS\n  [NoRanges]',
    ],
    [
      'where there is none',
      {},
      'Other.Q4_K_M.gguf',
      'ADDRESS: the server answers 404.\n' +
        '  fix: check the address · DOWNLOAD_TOKEN for a server that asks for a token\n  [FileNotFound]',
    ],
    [
      'if it changes while it is read',
      { cut: 1000, changes: true },
      'Tiny.Q4_K_M.gguf',
      'ADDRESS: the file changed while it was read.\n  fix: lock it again\n  [InconsistentFile]',
    ],
  ])('%s', async (_, behaviour, name, report) => {
    const address = `${await serve(behaviour)}/${name}`;
    await expect(lock([address])).rejects.toThrow(report.replaceAll('ADDRESS', address));
    expect(readFileSync(lockFile(), 'utf8')).toBe('{}');
  });

  test('with a projector on another server', async () => {
    const below = await serve();
    await expect(
      lock([`${below}/Tiny.Q4_K_M.gguf`, '--projector', 'https://other.example/mmproj.gguf']),
    ).rejects.toThrow(
      `https://other.example/mmproj.gguf: it is not below ${below}/, where the model is.\n` +
        '  fix: put it beside the model, and give its name\n  [NoOrigin]',
    );
  });

  test.each<[string, readonly string[], string]>([
    ['a page', ['https://files.example/models/'], "'https://files.example/models/' is not the address of a GGUF file"],
    [
      'a query',
      ['https://files.example/a.gguf?x=1'],
      "'https://files.example/a.gguf?x=1' is not the address of a GGUF file",
    ],
    ['a repository', ['https://files.example/a.gguf', '--repo', 'a/b'], '--repo does not go with an address'],
    ['a place', ['https://files.example/a.gguf', '--from', 'claim:a'], '--from does not go with an address'],
    ['a hub', ['https://files.example/a.gguf', '--hub', 'https://hub.example'], '--hub does not go with an address'],
    ['a file', ['https://files.example/a.gguf', 'b.gguf'], "'b.gguf' is given behind an address"],
  ])('%s behind it', async (_, words, message) => {
    await expect(lock(words)).rejects.toThrow(message);
  });
});
