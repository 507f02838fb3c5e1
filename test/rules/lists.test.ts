import { describe, expect, test } from '@jest/globals';
import { groupBy, orNone } from '../../lib/rules/lists';

describe('lists', () => {
  test('what is left out is empty', () => {
    expect(orNone(undefined)).toEqual([]);
    expect(orNone([1])).toEqual([1]);
  });

  test('groups keep their order', () => {
    expect([...groupBy(['ab', 'cd', 'ae'], ([first = '']) => first)]).toEqual([
      ['a', ['ab', 'ae']],
      ['c', ['cd']],
    ]);
  });
});
