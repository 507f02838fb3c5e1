/** What a report prints of one changed object. */
import { expect, test } from '@jest/globals';
import { changedLines } from '../../scripts/diff/object-lines';

const lastLineOf = (count: number): string | undefined =>
  changedLines({
    object: 'ConfigMap llm/settings',
    fields: Array.from({ length: count }, (_, index) => ({ field: `data.key${index}`, before: 'a', after: 'b' })),
  } as unknown as Parameters<typeof changedLines>[0]).at(-1);

test('fields that are not shown are counted', () => {
  expect(lastLineOf(6)).toBe('    data.key5: a → b');
  expect(lastLineOf(7)).toBe('    and 1 more field');
  expect(lastLineOf(9)).toBe('    and 3 more fields');
});
