/**
 * LoRA adapters on the real engine: which adapter a request gets, and what adapters take beside a model of each
 * architecture.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { imageReference } from '../../../lib/catalog/image';
import { images } from '../../../lib/catalog/images';
import type { Model } from '../../../lib/catalog/model';
import { inMib } from '../../../lib/core/bytes';
import {
  llamaServerArguments,
  llamaServerContract,
  llamaServerFlags,
} from '../../../lib/engines/llama-server/llama-server';
import { isEncoder } from '../../../lib/gguf/architecture-of';
import { llamaServerMemory } from '../../../lib/sizing/memory/memory';
import { adapterMetadata, adapterOfShape, adapterTensors, type AdapterShape } from '../../gguf/adapter-file';
import { modelTensors } from '../../gguf/model-file';
import { writeSparseGguf } from '../../gguf/writer';
import { freePort } from '../../components/ports';
import { serverSettings } from '../../sizing/server-settings';
import { termBytes } from '../../sizing/terms';
import { buffersIn } from '../support/buffers';
import { kinds, shapeOfKind, type KindName } from '../support/combinations';
import { here } from '../support/differences';
import { fetchFrom } from '../support/http';
import { answering } from '../support/kubelet';
import { Machine } from '../support/pod';
import { containerOf, render } from '../support/rendered';
import { placeServer, serve, type Served } from '../support/served';
import { cut, entryOf, writeShape, type Shape } from '../support/shape';
import { tinyEnvironment } from '../support/tiny-environment';
import { adapterEntry, hubEntry, quick, tinyAdapter, tinyFile } from '../support/tiny-model';

let machine: Machine;
beforeAll(async () => {
  machine = await Machine.start();
});
afterAll(() => machine.stop());

describe('a request', () => {
  const file = tinyFile(quick, 9);
  const shape: AdapterShape = { rank: 4 };
  const files = { always: tinyAdapter(quick, shape, 10), asked: tinyAdapter(quick, shape, 11) };
  const model: Model = {
    ...hubEntry(quick, file, 'quick.gguf'),
    adapters: {
      always: adapterEntry(quick, shape, files.always, 'adapter.gguf'),
      asked: { ...adapterEntry(quick, shape, files.asked, 'adapter.gguf'), origin: { repo: 'tests/other' } },
    },
  };
  const settings = { contextLength: 512, parallel: 1, maxOutputLength: 64 };
  const rendered = render(
    tinyEnvironment({
      catalog: { 'quick/F32': model },
      models: {
        plain: { weights: 'quick/F32', settings },
        adapted: {
          weights: 'quick/F32',
          settings: { ...settings, adapters: [{ name: 'always' }, { name: 'asked', scale: 0 }] },
        },
      },
    }),
  );
  const answer = async ({ pod }: Pick<Served, 'pod'>, lora?: readonly object[]): Promise<string> => {
    const { status, body } = await fetchFrom(pod.port, 'POST', '/completion', {
      prompt: 'w300 w301 w302',
      n_predict: 12,
      temperature: 0,
      cache_prompt: false,
      ignore_eos: true,
      lora,
    });
    expect(status).toBe(200);
    return (JSON.parse(body) as { readonly content: string }).content;
  };
  /** Both files of the command line: they are named in one flag, of which a placed file is the first. */
  const placed = async (): Promise<Served['pod']> => {
    const pod = await placeServer(machine, rendered, 'adapted', { '--model': file });
    const { args = [] } = containerOf(pod.rendered, 'llama-server');
    const paths = (args[args.indexOf('--lora-scaled') + 1] ?? '').split(',').map((each) => each.split(':')[0] ?? '');
    Object.values(files).forEach((content, i) =>
      writeFileSync((paths[i] ?? '').replace('/models', pod.volume('weights')), content, { mode: 0o444 }),
    );
    return pod;
  };

  test('gets what the settings say, or the adapters that it names', async () => {
    const plain = await serve(machine, rendered, 'plain', { '--model': file });
    const without = await answer(plain);
    await plain.server.kill();
    const pod = await placed();
    const server = await pod.start('llama-server');
    await answering(pod, server, '/health');
    const listed = JSON.parse((await fetchFrom(pod.port, 'GET', '/lora-adapters')).body) as readonly {
      readonly id: number;
      readonly path: string;
      readonly scale: number;
    }[];
    expect(listed.map(({ id, path, scale }) => [id, path.split('/').at(-1), scale])).toEqual([
      [0, 'lora-always.gguf', 1],
      [1, 'lora-asked.gguf', 0],
    ]);
    const always = await answer({ pod });
    const none = await answer({ pod }, [{ id: 0, scale: 0 }]);
    const asked = await answer({ pod }, [{ id: 1, scale: 1 }]);
    expect(none).toBe(without);
    expect(await answer({ pod }, [{ id: 0, scale: 1 }])).toBe(always);
    expect(new Set([without, always, asked]).size).toBe(3);
    await server.kill();
  });

  test('gets adapters of this build also with --lora-init-without-apply, which is why it is not offered', async () => {
    const pod = await placed();
    const { command = [], args = [] } = containerOf(pod.rendered, 'llama-server');
    const first = await pod.start('llama-server');
    await answering(pod, first, '/health');
    const always = await answer({ pod });
    await first.kill();
    const server = await pod.start('llama-server', [...command, ...args, '--lora-init-without-apply']);
    await answering(pod, server, '/health');
    expect(await answer({ pod })).toBe(always);
    await server.kill();
  });
});

describe('memory', () => {
  const settings = serverSettings({
    contextLength: 2048,
    parallel: 2,
    maxOutputLength: 128,
    gpuLayers: 0,
    splitMode: 'none',
    adapters: [
      { name: 'first', scale: 1 },
      { name: 'second', scale: 0.5 },
    ],
  });
  const adapters: Readonly<Record<string, AdapterShape>> = {
    first: { rank: 16 },
    second: { rank: 8, changes: /^blk\.\d+\.attn_[qv]\.weight$|^output\.weight$/ },
  };
  const sample: readonly KindName[] = ['llama', 'qwen3', 'gemma3', 'qwen3moe', 'phi3', 'bert', 'granitemoe', 'lfm2'];
  // Adapters of a Gemma 4 with experts are refused.
  const all = Object.keys(kinds).filter(
    (kind) => !kind.includes('ranks') && kind !== 'gemma4 with experts',
  ) as readonly KindName[];

  /** Starts a server with both adapters and has it read a prompt, for which the graph is laid out with them. */
  async function start(shape: Shape, own: typeof settings): Promise<string> {
    const tensors = modelTensors(shape.facts, shape.mix, shape.variant);
    const [model, ...loras] = ['model', ...Object.keys(adapters)].map((name) =>
      join(machine.leash.folder, `${shape.facts.architecture}-${name}.gguf`),
    ) as [string, ...string[]];
    writeShape(model, shape);
    Object.values(adapters).forEach((each, i) =>
      writeSparseGguf(loras[i] ?? '', adapterMetadata(shape.facts), adapterTensors(tensors, each)),
    );
    const port = await freePort();
    const flags = llamaServerFlags(own, {
      modelPath: '/model.gguf',
      adapterPaths: ['/first.gguf', '/second.gguf'],
      alias: 'model',
      threads: 2,
      gpus: 0,
      model: { architecture: shape.facts, adapters: entriesOf(shape) },
    });
    const place = {
      image: (await machine.image(imageReference(images.llamaServer))).folder,
      mounts: new Map([
        ['/model.gguf', model],
        ['/first.gguf', loras[0] ?? ''],
        ['/second.gguf', loras[1] ?? ''],
      ]),
      ports: new Map([[llamaServerContract.port, port]]),
      services: new Map(),
    };
    const { command, env } = here(
      {
        container: 'llama-server',
        gpus: true,
        command: ['/app/llama-server', ...llamaServerArguments(flags)],
        env: {},
      },
      place,
    );
    // Paths stand between commas and colons here.
    const moved = command.map((text) =>
      text.startsWith('/first.gguf:')
        ? text.replace('/first.gguf', loras[0] ?? '').replace('/second.gguf', loras[1] ?? '')
        : text,
    );
    const server = await machine.run(moved, env);
    const asked = (path: string, json?: unknown) => fetchFrom(port, json === undefined ? 'GET' : 'POST', path, json);
    while (
      server.ended === undefined &&
      (await asked('/health').then(
        ({ status }) => status !== 200,
        () => true,
      ))
    )
      await sleep(100);
    const { status } =
      own.embedding === undefined
        ? await asked('/completion', { prompt: 'w300', n_predict: 1 })
        : await asked('/v1/embeddings', { input: 'w300' });
    expect(status).toBe(200);
    server.signal('SIGTERM');
    const { code, output } = await server.end;
    expect(code).toBe(0);
    return output;
  }

  const entriesOf = ({ facts, mix, variant }: Shape): NonNullable<Model['adapters']> =>
    Object.fromEntries(
      Object.entries(adapters).map(([name, each]) => [
        name,
        {
          file: { path: `${name}.gguf`, sha256: '0'.repeat(64), bytes: 1, bytesFrom: 'stated' },
          tensors: adapterOfShape(facts, modelTensors(facts, mix, variant), each),
        },
      ]),
    );

  // Without flash attention, with a quantised cache, and in larger batches as well.
  const further: readonly (readonly [KindName, string, Partial<typeof settings>])[] = [
    ['llama', 'without flash attention', { flashAttention: false }],
    ['qwen3', 'with a quantised cache', { cacheTypeK: 'q8_0', cacheTypeV: 'q8_0' }],
    ['llama', 'in batches of 1024', { ubatchSize: 1024 }],
  ];
  const starts = [
    ...(process.env.ALL === undefined ? sample : all).map((kind) => [kind, 'with the defaults', {}] as const),
    ...further,
  ];

  test.each(starts)('of adapters beside %s, %s, is what the plan says', async (kind, _, other) => {
    const whole = shapeOfKind(kind);
    const shape = cut(whole, Math.max(3, kinds[kind].period));
    const own = isEncoder({ architecture: whole.facts })
      ? { ...settings, embedding: 'mean' as const, contextLength: 512, batchSize: 512, ubatchSize: 512 }
      : { ...settings, ...other };
    const memory = llamaServerMemory({ ...entryOf(shape), adapters: entriesOf(shape) }, own, 0, kind);
    const output = await start(shape, own);
    const loaded = [...output.matchAll(/LoRA buffer size =\s+([\d.]+) MiB/g)].map(([, size]) => Number(size));
    expect(loaded.reduce((sum, size) => sum + size, 0)).toBeCloseTo(inMib(termBytes(memory.host, 'adapters')), 1);
    const compute = inMib(termBytes(memory.host, 'compute'));
    const engine = buffersIn(output).compute;
    expect(engine).toBeLessThanOrEqual(compute + 0.01);
    expect(compute).toBeLessThanOrEqual(1.1 * engine + 16);
  });
});
