/** Every start that the engine's own planner was asked about, against ours. */
import { describe, expect, test } from '@jest/globals';
import type { ArchitectureFacts } from '../../../lib/catalog/model';
import { bytes, mib } from '../../../lib/core/bytes';
import type { CacheType, LlamaServerSettings } from '../../../lib/engines/llama-server-settings';
import { llamaServerMemory, termBytes, type DeviceMemory, type MixVariant, type StandardMix, type TensorVariant } from '../../../lib/sizing';
import { modelOfShape } from '../../gguf/model-of-shape';
import { serverSettings } from '../server-settings';
import rowList from './rows.json';
import shapeList from './shapes.json';

interface Shape extends TensorVariant, MixVariant {
  readonly mix: StandardMix;
  readonly facts: ArchitectureFacts;
}

/** Weights, cache with recurrent state, compute. */
type Buffers = readonly [number, number, number];

interface Row {
  readonly shape: string;
  readonly gpus: number;
  readonly contextLength: number;
  readonly parallel: number;
  readonly ubatchSize: number;
  readonly batchSize: number;
  readonly cacheTypeK: CacheType;
  readonly cacheTypeV: CacheType;
  readonly flashAttention: boolean;
  readonly unified: boolean;
  readonly embedding: boolean;
  readonly tensorSplit: readonly number[];
  readonly gpuLayers: 'all' | number;
  readonly expertLayersOnHost: number;
  readonly host: Buffers;
  readonly devices: readonly Buffers[];
}

const shapes = shapeList as unknown as Readonly<Record<string, Shape>>;
const rows = rowList as unknown as readonly Row[];
const models = new Map(
  Object.entries(shapes).map(([key, { facts, mix, ...variant }]) => [key, modelOfShape(facts, mix, variant)]),
);

const settingsOf = ({
  contextLength,
  parallel,
  ubatchSize,
  batchSize,
  cacheTypeK,
  cacheTypeV,
  flashAttention,
  unified,
  embedding,
  tensorSplit,
  gpuLayers,
  expertLayersOnHost,
  gpus,
}: Row): LlamaServerSettings =>
  serverSettings({
    contextLength,
    parallel,
    ubatchSize,
    batchSize,
    cacheTypeK,
    cacheTypeV,
    flashAttention,
    tensorSplit,
    gpuLayers,
    expertLayersOnHost,
    kvCache: unified ? 'unified' : 'split',
    embedding: embedding ? 'mean' : undefined,
    splitMode: gpus > 1 ? 'layer' : 'none',
    loadMode: 'none',
  });

const buffers = (memory: DeviceMemory): Buffers => [
  termBytes(memory, 'weights'),
  bytes(termBytes(memory, 'KV cache') + termBytes(memory, 'recurrent state')),
  termBytes(memory, 'compute'),
];

const total = ([weights, cache, compute]: Buffers): number => weights + cache + compute;

/** Everything on GPUs, or everything on the host. */
const complete = ({ gpus, gpuLayers, expertLayersOnHost }: Row): boolean => gpus === 0 || (gpuLayers === 'all' && expertLayersOnHost === 0);

const compared = rows
  .map((row) => {
    const model = models.get(row.shape);
    if (!model) throw new Error(`no shape ${row.shape}`);
    const memory = llamaServerMemory(model, settingsOf(row), row.gpus, row.shape);
    const devices = row.devices.map((engine, gpu) => ({
      row,
      where: `GPU ${gpu}`,
      engine,
      ours: buffers(memory.devices[gpu] ?? memory.host),
    }));
    return [...devices, { row, where: 'host', engine: row.host, ours: buffers(memory.host) }];
  })
  .flat();

const name = ({ row, where }: (typeof compared)[number]): string =>
  `${where} ${JSON.stringify({ ...row, host: undefined, devices: undefined })}`;

describe(`${rows.length} starts of build b11382`, () => {
  test('cover every architecture that has a shape, on none to four devices', () => {
    expect(new Set(rows.map(({ shape }) => shape)).size).toBe(Object.keys(shapes).length);
    expect(new Set(rows.map(({ gpus }) => gpus))).toEqual(new Set([0, 1, 2, 3, 4]));
  });

  test('weights are those of the engine', () => {
    expect(compared.filter(({ engine, ours }) => Math.abs(ours[0] - engine[0]) > mib(0.05)).map(name)).toEqual([]);
  });

  test('cache and recurrent state are those of the engine, to the byte', () => {
    expect(compared.filter(({ engine, ours }) => ours[1] !== engine[1]).map(name)).toEqual([]);
  });

  test('compute is never below the engine', () => {
    expect(compared.filter(({ engine, ours }) => ours[2] < engine[2]).map(name)).toEqual([]);
  });

  test('the sum on a device is at most a tenth above the engine where nothing is split between GPU and host', () => {
    const much = compared.filter(
      ({ row, where, engine, ours }) =>
        complete(row) && (row.gpus === 0 || where !== 'host') && total(ours) > 1.1 * total(engine) + mib(16),
    );
    expect(much.map(name)).toEqual([]);
  });

  test('the sum over all devices is hardly above the engine', () => {
    const ratios = rows.filter(complete).map((row) => {
      const own = compared.filter((each) => each.row === row);
      return own.reduce((sum, { ours }) => sum + total(ours), 0) / own.reduce((sum, { engine }) => sum + total(engine), 0);
    });
    expect(ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length).toBeLessThan(1.015);
  });
});
