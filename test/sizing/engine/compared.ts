/** Every start that the engine's own planner was asked about, beside ours. */
import type { Model } from '../../../lib/catalog/model';
import { bytes } from '../../../lib/core/bytes';
import type { CacheType, LlamaServerSettings } from '../../../lib/sizing/settings';
import { llamaServerMemory } from '../../../lib/sizing/memory/memory';
import type { DeviceMemory } from '../../../lib/sizing/memory/memory-term';
import { termBytes } from '../terms';
import { serverSettings } from '../server-settings';
import rowList from './rows.json';
import { recordedModel, shapes, type ShapeName } from './shapes';

/** Weights, cache with recurrent state, compute. */
export type Buffers = readonly [number, number, number];

export interface Row {
  readonly shape: ShapeName;
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

export const rows = rowList as unknown as readonly Row[];
const models: ReadonlyMap<string, Model> = new Map(
  Object.entries(shapes).map(([key, shape]) => [key, recordedModel(shape)]),
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

/** One device of one start, by the engine and by us. */
export interface Compared {
  readonly row: Row;
  /** A GPU by its number, or the host. */
  readonly where: string;
  readonly engine: Buffers;
  readonly ours: Buffers;
}

export const total = ([weights, cache, compute]: Buffers): number => weights + cache + compute;

/** Everything on GPUs, or everything on the host. */
export const complete = ({ gpus, gpuLayers, expertLayersOnHost }: Row): boolean =>
  gpus === 0 || (gpuLayers === 'all' && expertLayersOnHost === 0);

/**
 * All of them, computed by each test that asks: of what is computed once, a mutation run knows only the first test, and
 * of what is computed when a file is loaded, none.
 */
export const compared = (): readonly Compared[] =>
  rows
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
