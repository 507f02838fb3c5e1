/**
 * The collector over a store that the real loader filled: what it removes, exactly, and everything that holds it back.
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, lutimesSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hours, seconds } from '../../lib/core/duration';
import { collector, type CollectorInputs } from '../../lib/programs/collector';
import { loader } from '../../lib/programs/loader';
import type { Weights } from '../../lib/programs/weights-layout';
import { Sandbox } from './support/container';
import { content, hubModel, registryModel, sha256 } from './support/models';
import { gate, Origin } from './support/origin';
import { blobsOf, brokenNames, namesOf, partialsOf } from './support/store';

let origin: Origin;
let sandbox: Sandbox;
let root: string;

beforeEach(async () => {
  origin = await new Origin().start();
  sandbox = new Sandbox();
  root = sandbox.volume('store');
});
afterEach(() => {
  origin.stop();
  sandbox.remove();
});

const loading = (...weights: CollectorInputs['current']) =>
  loader.run({
    weights,
    source: { from: 'origin', hub: origin.url, registry: origin.url },
    root,
    patience: seconds(5),
    firstPause: seconds(0),
  });
const load = (...weights: CollectorInputs['current']) => sandbox.run(loading(...weights));
const collecting = (inputs: Omit<CollectorInputs, 'root'>) =>
  collector.run({ mode: 'remove', grace: seconds(0), ...inputs, root });
const collect = (inputs: Omit<CollectorInputs, 'root'>) => sandbox.run(collecting(inputs));

/** Holds the lock of the store until it is let go. */
async function holdLock(how: '-s' | '-x'): Promise<{ readonly letGo: () => void; readonly ended: Promise<unknown> }> {
  const end = join(sandbox.folder, 'let-go');
  const script = `flock ${how} ${join(root, 'lock')} sh -c 'echo held; until [ -e ${end} ]; do sleep 0.02; done'`;
  const held = sandbox.start({ command: ['/bin/sh', '-c', script], env: {}, files: {} });
  await held.said('held');
  return { letGo: () => sandbox.file('let-go', ''), ended: held.ended };
}
const blob = (bytes: Buffer) => `sha256-${sha256(bytes)}`;
const hubFile = (key: string) => ({ key, bytes: content(key, 5000) });
const hub = ({ key, bytes }: ReturnType<typeof hubFile>) => hubModel(origin, key, { [`${key}.gguf`]: bytes });
const [one, two, three] = [hubFile('one'), hubFile('two'), hubFile('three')];

describe('what goes', () => {
  test('nothing, unless it is told to: a report says what would', async () => {
    await load(hub(one), hub(two));
    const { code, output } = await sandbox.run(
      collector.run({ current: [hub(one)], unnamed: 'drop', grace: seconds(0), root }),
    );
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringContaining(
        `would remove ${root}/blobs/${blob(two.bytes)} (4.9 KiB): neither a revision nor a name in the store needs it`,
      ),
    });
    expect(output).toContain('would remove 2 files with 4.9 KiB');
    expect({ blobs: blobsOf(root).length, names: namesOf(root).length }).toEqual({ blobs: 2, names: 2 });
  });

  test('what neither the current nor the previous revision names, and only that', async () => {
    await load(hub(one), hub(two), hub(three));
    const { code, output } = await collect({ current: [hub(one)], previous: [hub(two)], unnamed: 'drop' });
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('removed 2 files with 4.9 KiB') });
    expect({ blobs: blobsOf(root), names: namesOf(root), broken: brokenNames(root) }).toEqual({
      blobs: [blob(one.bytes), blob(two.bytes)].sort(),
      names: ['gguf/one/one.gguf', 'gguf/two/two.gguf'],
      broken: [],
    });
    expect(existsSync(join(root, 'verified', blob(three.bytes)))).toBe(false);
  });

  test('the old bytes of a name that now leads to new ones', async () => {
    const changed = { key: 'one', bytes: content('changed', 400) };
    await load(hub(one));
    await load(hub(changed));
    await collect({ current: [hub(changed)] });
    expect({ blobs: blobsOf(root), broken: brokenNames(root) }).toEqual({ blobs: [blob(changed.bytes)], broken: [] });
  });

  test('an Ollama model stays with manifest, layers and config, or goes with all of them', async () => {
    const kept = registryModel(origin, 'kept:1b', { model: content('kept', 900), params: Buffer.from('{"a":1}') });
    const gone = registryModel(origin, 'gone:1b', { model: content('gone', 900), params: Buffer.from('{"a":1}') });
    await load(kept, gone);
    expect(blobsOf(root)).toHaveLength(7);
    await collect({ current: [kept], unnamed: 'drop' });
    expect({ blobs: blobsOf(root).length, names: namesOf(root) }).toEqual({
      blobs: 4,
      names: ['manifests/registry.ollama.ai/library/kept/1b'],
    });
    expect((await load(kept)).output).not.toContain('published');
  });

  test('the revision before last: the store remembers what was current before', async () => {
    await load(hub(one), hub(two), hub(three));
    const dropping = (...current: readonly Weights[]) => collect({ current, unnamed: 'drop' });
    await dropping(hub(one), hub(two), hub(three));
    await dropping(hub(one), hub(two));
    // A run that changes nothing is no revision.
    await dropping(hub(two), hub(one));
    expect(blobsOf(root)).toHaveLength(3);
    // Back to the first, which is then the current one again, and forward.
    await dropping(hub(one), hub(two), hub(three));
    await dropping(hub(one));
    expect(blobsOf(root)).toHaveLength(3);
    expect(await dropping(hub(two))).toEqual({
      code: 0,
      output: expect.stringContaining(`removed ${root}/blobs/${blob(three.bytes)}`),
    });
    expect({ blobs: blobsOf(root), broken: brokenNames(root) }).toEqual({
      blobs: [blob(one.bytes), blob(two.bytes)].sort(),
      broken: [],
    });
  });

  test('the marker of a blob that is gone', async () => {
    await load(hub(one), hub(two));
    rmSync(join(root, 'blobs', blob(two.bytes)));
    rmSync(join(root, 'gguf/two/two.gguf'));
    await collect({ current: [hub(one)] });
    expect(readdirSync(join(root, 'verified'))).toEqual([blob(one.bytes)]);
  });

  test('a tag that moved keeps the previous manifest with all that it names, though no name leads there', async () => {
    const old = registryModel(origin, 'tag:1b', { model: content('old', 900) });
    await load(old);
    const next = registryModel(origin, 'tag:1b', { model: content('next', 900) });
    await load(next);
    await collect({ current: [next], previous: [old] });
    expect(blobsOf(root)).toHaveLength(6);
    await collect({ current: [next] });
    expect(blobsOf(root)).toHaveLength(3);
  });
});

describe('what stays', () => {
  test('a name that no revision has keeps its blobs, unless names are dropped', async () => {
    const pulled = registryModel(origin, 'pulled:1b', { model: content('pulled', 900) });
    await load(hub(one), hub(two), pulled);
    const { output } = await collect({ current: [hub(one)] });
    expect(output).toContain('removed 0 files');
    expect(blobsOf(root)).toHaveLength(5);
  });

  test('whatever is younger than the grace', async () => {
    await load(hub(one), hub(two));
    const { output } = await collect({ current: [hub(one)], unnamed: 'drop', grace: hours(1) });
    expect(output).toContain('removed 0 files');
    expect({ blobs: blobsOf(root).length, names: namesOf(root).length }).toEqual({ blobs: 2, names: 2 });
  });

  test('an old model that a loader wanted lately', async () => {
    const past = new Date(Date.now() - 7_200_000);
    const age = () => {
      for (const path of [`verified/${blob(two.bytes)}`, 'gguf/two/two.gguf'])
        lutimesSync(join(root, path), past, past);
    };
    const without = { current: [hub(one)], unnamed: 'drop', grace: hours(1) } as const;
    await load(hub(one), hub(two));
    // The marker goes with the blob's time, so the blob is made old first and proven anew.
    lutimesSync(join(root, 'blobs', blob(two.bytes)), past, past);
    await load(hub(two));
    age();
    await load(hub(two));
    expect((await collect(without)).output).toContain('removed 0 files');
    lutimesSync(join(root, 'gguf/two/two.gguf'), past, past);
    expect((await collect(without)).output).toContain(`keeping ${root}/blobs/${blob(two.bytes)}: younger than 3600 s`);
    await load(hub(two));
    age();
    expect((await collect(without)).output).toContain('removed 2 files');
  });

  test('the partial of a wanted blob; an abandoned one goes', async () => {
    await load(hub(one));
    sandbox.own(sandbox.file(`store/partials/${blob(two.bytes)}`, 'half'));
    sandbox.own(sandbox.file(`store/partials/${blob(three.bytes)}`, 'half'));
    await collect({ current: [hub(one), hub(two)] });
    expect(partialsOf(root)).toEqual([blob(two.bytes)]);
  });

  test('nothing that a loader holds the lock for; the run ends well when it was patient enough', async () => {
    await load(hub(one), hub(two));
    const held = await holdLock('-s');
    const without = { current: [hub(one)], unnamed: 'drop' } as const;
    expect(await collect({ ...without, patience: seconds(1) })).toEqual({
      code: 0,
      output: `collector: a loader holds the lock of ${root}: waiting up to 1 s\ncollector: loaders held the lock of ${root} for 1 s: nothing was removed, the next run tries again\n`,
    });
    expect(blobsOf(root)).toHaveLength(2);
    const patient = sandbox.start(collecting(without));
    await patient.said('waiting up to');
    held.letGo();
    expect((await patient.ended).output).toContain('removed 2 files');
    await held.ended;
  });
});

/** A loader that waits for its source, and holds no lock that the collector needs. */
describe('while a source is slow', () => {
  const path = '/org/model-GGUF/resolve/main/three.gguf';
  const partial = () => join(root, 'partials', blob(three.bytes));

  /** A loader whose source stands still until it is let go: curl writes four kibibytes at a time. */
  const stuck = (
    ...weights: readonly Weights[]
  ): { readonly letGo: () => void; readonly ended: ReturnType<typeof load> } => {
    const all = [...weights, hub(three)];
    const { opened, open } = gate();
    origin.whenever(path, { kind: 'held', after: 4500, until: opened });
    return { letGo: open, ended: load(...all) };
  };
  const begun = async (): Promise<void> => {
    while (!existsSync(partial()) || statSync(partial()).size === 0)
      await new Promise((resolve) => {
        setTimeout(resolve, 5);
      });
  };

  test('the collector gets its turn, keeps what is being brought, and the loader goes on', async () => {
    await load(hub(one), hub(two));
    let ended = false;
    const running = stuck();
    void running.ended.finally(() => {
      ended = true;
    });
    await begun();
    const { code, output } = await collect({ current: [hub(one)], unnamed: 'drop', patience: seconds(0) });
    expect({ code, output, ended }).toEqual({
      code: 0,
      output: expect.stringContaining(`keeping ${partial()}: a loader is downloading it`),
      ended: false,
    });
    expect(output).toContain('removed 2 files');
    running.letGo();
    expect(await running.ended).toMatchObject({ code: 0 });
    expect({ blobs: blobsOf(root), broken: brokenNames(root) }).toEqual({
      blobs: [blob(one.bytes), blob(three.bytes)].sort(),
      broken: [],
    });
  });

  test('what a loader found and the collector removed meanwhile is fetched again before anything is named', async () => {
    await load(hub(two));
    rmSync(join(root, 'gguf'), { recursive: true });
    const running = stuck(hub(two));
    await begun();
    expect((await collect({ current: [hub(one)], unnamed: 'drop', patience: seconds(0) })).output).toContain(
      `removed ${root}/blobs/${blob(two.bytes)}`,
    );
    running.letGo();
    expect(await running.ended).toEqual({
      code: 0,
      output: expect.stringContaining(`files under ${root} were removed in the meantime: downloading them again`),
    });
    expect({ blobs: blobsOf(root), names: namesOf(root), broken: brokenNames(root) }).toEqual({
      blobs: [blob(two.bytes), blob(three.bytes)].sort(),
      names: ['gguf/three/three.gguf', 'gguf/two/two.gguf'],
      broken: [],
    });
  });

  test('a loader that waits for another one holds no lock either', async () => {
    await load(hub(one), hub(two));
    const running = stuck();
    await begun();
    const second = sandbox.start(loading(hub(three)));
    await second.said('another process is downloading it: waiting');
    expect(await collect({ current: [hub(one)], unnamed: 'drop', patience: seconds(0) })).toEqual({
      code: 0,
      output: expect.stringContaining('removed 2 files'),
    });
    running.letGo();
    expect((await Promise.all([running.ended, second.ended])).map(({ code }) => code)).toEqual([0, 0]);
  });
});

describe('lists that cannot be meant', () => {
  test('nothing to keep is refused before it is rendered, and again where it runs', async () => {
    expect(() => collector.run({ current: [] })).toThrow(
      'current: names no weights.\n  fix: remove the collector where nothing is served\n  [CollectorWouldEmptyTheStore]',
    );
    await load(hub(one));
    const run = collector.run({ current: [hub(one)], mode: 'remove', grace: seconds(0), root });
    expect(await sandbox.run({ ...run, files: { ...run.files, 'current.list': '' } })).toEqual({
      code: 10,
      output: expect.stringContaining('nothing was removed'),
    });
    expect(await sandbox.run({ ...run, files: { ...run.files, 'previous.list': 'blob abc\n' } })).toEqual({
      code: 10,
      output: expect.stringContaining('nothing was removed'),
    });
    expect(await sandbox.run(run, { PREVIOUS_LIST: '/nowhere' })).toEqual({
      code: 10,
      output: expect.stringContaining('cannot read /nowhere; nothing was removed'),
    });
    expect(blobsOf(root)).toEqual([blob(one.bytes)]);
  });

  test('a loader that starts while the collector works waits for it', async () => {
    await load(hub(one));
    const held = await holdLock('-x');
    const running = sandbox.start(loading(hub(one)));
    await running.said('another program removes weights under');
    held.letGo();
    expect(await running.ended).toMatchObject({ code: 0 });
    await held.ended;
  });
});
