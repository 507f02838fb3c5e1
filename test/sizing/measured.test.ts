/** Rows of public logs and of runs of ours, each by the formula of its build. */
import { describe, expect, test } from '@jest/globals';
import { measuredRows } from './measured';
import { compare } from './tables';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe.each(measuredRows.map((row) => [`${row.name}, ${row.build}`, row] as const))('%s', (_name, row) => {
  const devices = compare(row);

  test('weights and cache agree within a mebibyte', () => {
    for (const { engine, ours } of devices) {
      expect(Math.abs(ours[0] - engine[0])).toBeLessThan(1);
      expect(Math.abs(ours[1] - engine[1])).toBeLessThan(1);
    }
  });

  test('the sum of the buffers is never below the measured one, and at most a tenth above', () => {
    const onDevices = row.gpus.length > 0 ? devices.filter(({ device }) => device !== 'host') : devices;
    for (const { engine, ours } of onDevices) {
      expect(sum(ours)).toBeGreaterThanOrEqual(sum(engine) - 0.02);
      expect(sum(ours)).toBeLessThanOrEqual(sum(engine) * 1.1);
    }
    const all = devices.map(({ engine, ours }) => [sum(engine), sum(ours)] as const);
    expect(sum(all.map(([, ours]) => ours))).toBeLessThanOrEqual(sum(all.map(([engine]) => engine)) * 1.1);
  });
});
