/** Every start that the engine's own planner was asked about, against ours. */
import { describe, expect, test } from '@jest/globals';
import { mib } from '../../../lib/core/bytes';
import { compared, complete, rows, total, type Compared } from './compared';
import { shapes } from './shapes';

const name = ({ row, where }: Compared): string =>
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

  test('the sum on a device is never below the engine', () => {
    expect(compared.filter(({ engine, ours }) => total(ours) < total(engine) - mib(0.05)).map(name)).toEqual([]);
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
      return (
        own.reduce((sum, { ours }) => sum + total(ours), 0) / own.reduce((sum, { engine }) => sum + total(engine), 0)
      );
    });
    expect(ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length).toBeLessThan(1.015);
  });
});
