/** The planned speed is a lower bound: no measured row is planned faster than it was, and none absurdly slower. */
import { describe, expect, test } from '@jest/globals';
import { gpus } from '../../lib/catalog/gpus';
import { plannedSpeed } from './speed-table';
import { measuredSpeeds, speedSources } from './speeds';

const compared = () =>
  measuredSpeeds.map((row) => ({
    ...row,
    kind: gpus[row.gpu].memoryType,
    ratio: plannedSpeed(row) / row.measured,
  }));
const shown = ({ gpu, count, name, contextLength, measured, ratio }: ReturnType<typeof compared>[number]): string =>
  `${name} on ${count} × ${gpu}, ${contextLength} tokens: measured ${measured}, planned ${(measured * ratio).toFixed(1)}`;

test('the rows are of both kinds of memory, of one GPU and of several, with and without experts, and each has a source', () => {
  expect(new Set(measuredSpeeds.map(({ source }) => source))).toEqual(new Set(Object.keys(speedSources)));
  for (const kind of ['HBM', 'GDDR']) {
    const own = compared().filter((row) => row.kind === kind);
    expect(own.some(({ count }) => count > 1)).toBe(true);
    expect(own.some(({ model }) => (model.architecture.expertCount ?? 0) > 0)).toBe(true);
  }
});

test('no row is planned faster than it was measured', () => {
  expect(
    compared()
      .filter(({ ratio }) => ratio > 1)
      .map(shown),
  ).toEqual([]);
});

describe.each([
  ['HBM', 0.55, 0.8],
  ['GDDR', 0.6, 0.85],
] as const)('on %s', (kind, least, mean) => {
  const ratios = () => compared().filter((row) => row.kind === kind);

  test(`no row is planned below ${least} of what was measured`, () => {
    expect(
      ratios()
        .filter(({ ratio }) => ratio < least)
        .map(shown),
    ).toEqual([]);
  });

  test(`on average more than ${mean} of what was measured is planned`, () => {
    const own = ratios();
    expect(own.reduce((sum, { ratio }) => sum + ratio, 0) / own.length).toBeGreaterThan(mean);
  });
});
