import { expect, test } from '@jest/globals';
import { bucketOf, Window } from '../../../../services/gateway-policy/src/limits/window';

test('requests count for a minute, in any order in which they become known', () => {
  const window = new Window();
  window.put(bucketOf(50_000), 2, 1);
  window.put(bucketOf(0), 3, 2);
  window.add(bucketOf(50_100), 1, 3);
  expect(window.total(59_000)).toBe(6);
  expect(window.oldestEndsIn(59_000)).toBe(1250);
  expect(window.total(60_250)).toBe(3);
  expect(window.since(1)).toEqual([[200, 3]]);
  expect(window.total(110_250)).toBe(0);
  expect(window.oldestEndsIn(110_250)).toBeUndefined();
});

test('a request of a minute ago cannot be taken back', () => {
  const window = new Window();
  window.add(bucketOf(0), 1, 1);
  expect(window.total(70_000)).toBe(0);
  window.add(bucketOf(0), -1, 2);
  expect(window.total(70_000)).toBe(0);
});
