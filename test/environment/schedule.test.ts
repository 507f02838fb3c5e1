/** Windows of the week: their minutes, across midnight and across the end of the week. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { edgesOf, lastsAt, overlaps, type ScheduleWindow, weekdays, windowText } from '../../lib/workload/schedule';

const window = (days: ScheduleWindow['days'], from: string, to: string): ScheduleWindow => ({
  days,
  from: from as ScheduleWindow['from'],
  to: to as ScheduleWindow['to'],
  timeZone: 'Europe/Berlin',
  replicas: 1,
});
const hour = 60;
const day = 24 * hour;

test('a window lasts from its first minute to the one before its end', () => {
  const office = window(['mon', 'tue'], '07:00', '19:00');
  expect([7 * hour - 1, 7 * hour, 19 * hour - 1, 19 * hour].map((minute) => lastsAt(office, minute))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(lastsAt(office, 2 * day + 8 * hour)).toBe(false);
});

test('a window that ends before it begins ends on the next day, that of Sunday on Monday', () => {
  const night = window(['sun'], '22:00', '06:00');
  expect([6 * day + 23 * hour, 5 * hour, 6 * hour, day + 5 * hour].map((minute) => lastsAt(night, minute))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(edgesOf(night)).toEqual([6 * day + 22 * hour, 6 * hour]);
});

test('two windows overlap if some minute of the week is in both', () => {
  const time = fc
    .integer({ min: 0, max: 47 })
    .map((half) => `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`);
  const anyWindow = fc
    .tuple(fc.subarray([...weekdays], { minLength: 1 }), time, time)
    .filter(([, from, to]) => from !== to)
    .map(([days, from, to]) => window(days, from, to));
  fc.assert(
    fc.property(anyWindow, anyWindow, (a, b) => {
      const halves = Array.from({ length: 7 * 48 }, (_, i) => i * 30);
      expect(overlaps(a, b)).toBe(halves.some((minute) => lastsAt(a, minute) && lastsAt(b, minute)));
    }),
    { numRuns: 100 },
  );
});

describe('in words', () => {
  test.each([
    [['mon', 'tue', 'wed', 'thu', 'fri'], 'mon–fri'],
    [['sat', 'sun'], 'sat, sun'],
    [['wed', 'mon', 'fri'], 'mon, wed, fri'],
    [weekdays, 'mon–sun'],
  ] as const)('%s', (days, text) => {
    expect(windowText(window(days, '07:00', '19:00'))).toBe(`${text} 07:00–19:00 Europe/Berlin`);
  });
});
