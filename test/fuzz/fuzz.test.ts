/**
 * A few mutated inputs of each subject, and proof that the verdict notices what is wrong. `npm run fuzz` runs
 * thousands.
 */
import { describe, expect, test } from '@jest/globals';
import { runs } from '../generators/runs';
import { mutatedOften } from './mutate';
import { printed } from './printed';
import { randomOf } from './random';
import { smaller } from './smaller';
import { line } from './options';
import { subjects } from './subjects';
import { ofError } from './verdict';

describe.each(Object.keys(subjects))('mutated %s', (name) => {
  test('are refused clearly, or valid', async () => {
    for (let number = 0; number < runs(2); number += 1) {
      const each = subjects[name]?.caseOf(1, number);
      expect({ number, steps: each?.steps, outcome: await each?.run() }).toMatchObject({
        outcome: { ended: expect.stringMatching(/^(refused|valid)$/) },
      });
    }
  });
});

test('a seed and a number give the same case again', () => {
  const value = { a: [1, 2, { b: 'x' }], c: { d: null } };
  const once = () => mutatedOften(value, [value], randomOf(7, 3, 'test'));
  expect(printed(once())).toBe(printed(once()));
  expect(value).toEqual({ a: [1, 2, { b: 'x' }], c: { d: null } });
});

test('a raw exception is wrong, and so is a fault without a place', () => {
  expect(ofError(new TypeError('x'))).toMatchObject({ ended: 'wrong', why: expect.stringMatching(/^TypeError: x/) });
});

test('a failing value is made small', async () => {
  const value = { a: [1, 2, 3], b: { c: 'x', d: { e: NaN, f: 1 } } };
  const fails = (each: unknown) => Promise.resolve(Number.isNaN((each as typeof value).b?.d?.e));
  expect(await smaller(value, fails)).toEqual({ b: { d: { e: NaN } } });
});

test('the help names every subject', () => {
  expect(line.options.subject.text).toBe(
    `inputs of this kind only: ${Object.keys(subjects).join(', ')} (default: all)`,
  );
});
