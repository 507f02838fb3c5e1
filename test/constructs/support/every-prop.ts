/** Shows that each prop of a construct reaches its output: one prop is changed at a time, and one field must follow. */
import { expect, test } from '@jest/globals';
import type { Chart } from 'cdk8s';
import { draw, fieldOf } from './drawn';

/** A change of one prop: its new value, and what stands where in the output then, and did not before. */
export interface Change<T> {
  readonly to: T;
  readonly shows: Readonly<Record<string, unknown>>;
}

/** A change for every prop, `elsewhere` for those that others outweigh: leaving one out does not compile. */
export type Changes<P> = { readonly [K in keyof Required<P>]: Change<P[K]> | 'elsewhere' };

/** Adds a test for each prop; one that shows `elsewhere` has a test of its own beside this one. */
export function everyProp<P extends object>(
  add: (chart: Chart, props: P) => unknown,
  all: Required<P>,
  changes: Changes<P>,
): void {
  const before = draw((chart) => add(chart, all));
  const shown = Object.entries<Change<unknown> | 'elsewhere'>(changes).flatMap(([prop, change]) =>
    change === 'elsewhere' ? [] : [{ prop, change }],
  );
  test.each(shown)('$prop shows', ({ prop, change: { to, shows } }) => {
    const after = draw((chart) => add(chart, { ...all, [prop]: to }));
    expect(Object.keys(shows)).not.toEqual([]);
    for (const [place, value] of Object.entries(shows)) {
      expect({ [place]: fieldOf(after, place) }).toEqual({ [place]: value });
      expect({ [place]: missingOr(() => fieldOf(before, place)) }).not.toEqual({ [place]: value });
    }
  });
}

/** A field of an object that only the change brings. */
function missingOr<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
