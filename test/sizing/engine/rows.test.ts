/** Every start that the engine's own planner was asked about, against ours. */
import { describe, expect, test } from '@jest/globals';
import { architectures, type ArchitectureName } from '../../../lib/catalog/model';
import { mib } from '../../../lib/core/bytes';
import { architectureByName } from '../../../lib/gguf/architectures';
import { models } from '../../../overlays/models';
import { compared, complete, rows, total, type Compared } from './compared';
import { shapes } from './shapes';

const locked: ReadonlySet<string> = new Set(
  Object.values(models).map(({ architecture: { architecture } }) => architecture),
);

const name = ({ row, where }: Compared): string =>
  `${where} ${JSON.stringify({ ...row, host: undefined, devices: undefined })}`;

describe(`${rows.length} starts of build b11382`, () => {
  test('cover every architecture that has a shape, on none to four devices', () => {
    expect(new Set(rows.map(({ shape }) => shape)).size).toBe(Object.keys(shapes).length);
    expect(new Set(rows.map(({ gpus }) => gpus))).toEqual(new Set([0, 1, 2, 3, 4]));
  });

  /** What is recorded of an architecture, in words. */
  const recordedOf = (architecture: ArchitectureName): ReadonlySet<string> =>
    new Set(
      rows
        .filter(({ shape }) => shapes[shape].facts.architecture === architecture)
        .flatMap((row) => [
          `${row.gpus} GPUs`,
          row.flashAttention ? 'flash attention' : 'no flash attention',
          row.unified || row.parallel === 1 ? 'one stream' : 'several streams',
          row.cacheTypeK === 'f16' && row.cacheTypeV === 'f16' ? 'f16' : 'other cache types',
          ...(row.gpus > 0 && row.gpuLayers !== 'all' ? ['layers on the host'] : []),
          ...(row.expertLayersOnHost > 0 ? ['experts on the host'] : []),
          ...(row.embedding ? ['embeddings'] : []),
        ]),
    );

  /** What may not be split is on one GPU or on the CPU (SharedCacheCannotSplit, StatesCannotSplit). */
  const splits = (architecture: ArchitectureName): boolean =>
    architectureByName[architecture].staysWhole !== true &&
    Object.values(shapes).some(({ facts }) => facts.architecture === architecture && !facts.sharedKvLayers);

  test.each(architectures)('of %s are on the CPU, one GPU and several', (architecture) => {
    const recorded = recordedOf(architecture);
    const wanted = ['0 GPUs', '1 GPUs', ...(splits(architecture) ? ['2 GPUs'] : [])];
    expect(wanted.filter((text) => !recorded.has(text))).toEqual([]);
  });

  test.each(architectures.filter((name) => !locked.has(name)))(
    'of %s, which has no locked model, are of every kind of start',
    (architecture) => {
      const experts = Object.values(shapes).some(
        ({ facts }) => facts.architecture === architecture && (facts.expertCount ?? 0) > 0,
      );
      const wanted = architectureByName[architecture].encoder
        ? ['4 GPUs', 'flash attention', 'no flash attention', 'one stream', 'several streams', 'embeddings']
        : [
            ...(splits(architecture) ? ['4 GPUs', 'layers on the host'] : []),
            'flash attention',
            'no flash attention',
            'one stream',
            'several streams',
            'f16',
            'other cache types',
            'embeddings',
            ...(experts && splits(architecture) ? ['experts on the host'] : []),
          ];
      expect(wanted.filter((text) => !recordedOf(architecture).has(text))).toEqual([]);
    },
  );

  test('weights are those of the engine', () => {
    expect(
      compared()
        .filter(({ engine, ours }) => Math.abs(ours[0] - engine[0]) > mib(0.05))
        .map(name),
    ).toEqual([]);
  });

  test('cache and recurrent state are those of the engine, to the byte', () => {
    expect(
      compared()
        .filter(({ engine, ours }) => ours[1] !== engine[1])
        .map(name),
    ).toEqual([]);
  });

  test('compute is never below the engine', () => {
    expect(
      compared()
        .filter(({ engine, ours }) => ours[2] < engine[2])
        .map(name),
    ).toEqual([]);
  });

  test('the sum on a device is never below the engine', () => {
    expect(
      compared()
        .filter(({ engine, ours }) => total(ours) < total(engine) - mib(0.05))
        .map(name),
    ).toEqual([]);
  });

  test('the sum on a device is at most a tenth above the engine where nothing is split between GPU and host', () => {
    const much = compared().filter(
      ({ row, where, engine, ours }) =>
        complete(row) && (row.gpus === 0 || where !== 'host') && total(ours) > 1.1 * total(engine) + mib(16),
    );
    expect(much.map(name)).toEqual([]);
  });

  test('the sum over all devices is hardly above the engine', () => {
    const all = compared();
    const ratios = rows.filter(complete).map((row) => {
      const own = all.filter((each) => each.row === row);
      return (
        own.reduce((sum, { ours }) => sum + total(ours), 0) / own.reduce((sum, { engine }) => sum + total(engine), 0)
      );
    });
    expect(ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length).toBeLessThan(1.015);
  });
});
