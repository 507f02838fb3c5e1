/** Numbers with reasons. */
import { expect, test } from '@jest/globals';
import { derived, largest } from '../../lib/core/derived';

test('the largest keeps its reason, and of equals the first', () => {
  expect(largest(derived(1, 'one'), derived(3, 'three'), derived(2, 'two'))).toEqual({ value: 3, because: 'three' });
  expect(largest(derived(1, 'first'), derived(1, 'second')).because).toBe('first');
});
