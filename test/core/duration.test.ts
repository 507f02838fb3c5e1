/** Lengths of time: their units, whole seconds, and their text. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDurations, ceilSeconds, durationText, hours, minutes, seconds } from '../../lib/core/duration';

test('units are seconds', () => {
  expect([seconds(30), minutes(2), hours(1.5), addDurations(minutes(1), seconds(3))]).toEqual([30, 120, 5400, 63]);
});

test.each([
  [0, '0 s'],
  [0.2, '1 s'],
  [59, '59 s'],
  [60, '1 min'],
  [3600, '1 h'],
  [3800, '1 h 3 min 20 s'],
  [86400, '24 h'],
])('%d seconds read %s', (count, text) => {
  expect(durationText(seconds(count))).toBe(text);
});

test('text adds up to the whole seconds, and names no part twice or empty', () => {
  const factor: Readonly<Record<string, number>> = { h: 3600, min: 60, s: 1 };
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e7, noNaN: true }), (count) => {
      const parts = durationText(seconds(count)).match(/\d+ \w+/g) ?? [];
      const sum = parts.reduce(
        (total, part) => total + Number.parseInt(part, 10) * (factor[part.split(' ')[1] ?? ''] ?? Number.NaN),
        0,
      );
      expect(sum).toBe(ceilSeconds(seconds(count)));
    }),
  );
});

test('whole seconds are rounded up, never minus nothing', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (count) => {
      const whole = ceilSeconds(seconds(count));
      expect(Number.isInteger(whole) && !Object.is(whole, -0) && whole >= count - 1e-8 && whole < count + 1).toBe(true);
    }),
  );
  expect(ceilSeconds(seconds(63 + 1e-12))).toBe(63);
});
