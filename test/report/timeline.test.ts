/** Time lines: their ticks, and that all of a table have one scale. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { report, synthesise } from '../../lib';
import { axisOf, ticksOf, timeline, type Lane } from '../../lib/report/svg/timeline';
import { production } from '../../overlays/production';
import { runs } from '../generators/runs';

const lane = (to: number): Lane => ({ title: 'pod', steps: [{ kind: 'startup', title: 'loads', from: 0, to }] });

describe('the ticks of an axis', () => {
  test.each([
    [1, [0, 1]],
    [4, [0, 1, 2, 3, 4]],
    [45, [0, 20, 40]],
    [190, [0, 50, 100, 150]],
    [900, [0, 500]],
    [1000, [0, 500, 1000]],
    [3600, [0, 1000, 2000, 3000]],
  ])('of %d seconds are round numbers', (end, ticks) => {
    expect(ticksOf(end)).toEqual(ticks);
  });

  test('begin at 0, are at most five, and show a scale', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (end) => {
        const ticks = ticksOf(end);
        expect(ticks[0]).toBe(0);
        expect(ticks.length).toBeGreaterThan(1);
        expect(ticks.length).toBeLessThanOrEqual(5);
        expect(Math.max(...ticks)).toBeLessThanOrEqual(end);
      }),
      { numRuns: runs(100) },
    );
  });
});

test('an axis ends with the last step of all of them', () => {
  expect(axisOf([[lane(10), lane(70)], [lane(30)]])).toBe(70);
  expect(axisOf([])).toBe(1);
});

test('a step is as long in each picture of an axis, and a short one is seen', () => {
  const widthOf = (to: number): number =>
    Number(/width="([\d.]+)"[^>]*class="startup"/.exec(timeline('a', [lane(to)], 10_000).markup)?.[1]);
  expect(widthOf(5000)).toBe(124);
  expect(widthOf(10_000)).toBe(248);
  expect(widthOf(3)).toBe(1);
});

test.each(['rollouts', 'drains'])('all time lines of section %s have the same ticks at the same places', (id) => {
  const html = report(synthesise(production));
  const start = html.indexOf(`<section id="${id}"`);
  const pictures =
    html.slice(start, html.indexOf('</section>', start)).match(/<svg[^>]*class="lanes"[^]*?<\/svg>/g) ?? [];
  const axes = pictures.map((picture) =>
    JSON.stringify([...picture.matchAll(/<tspan x="([\d.]+)">([\d ]+) s</g)].map(([, x, seconds]) => [x, seconds])),
  );
  expect(pictures.length).toBeGreaterThan(4);
  expect([...new Set(axes)]).toHaveLength(1);
  expect(axes[0]).toContain('"72","0"');
});
