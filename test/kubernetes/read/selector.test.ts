/** Label selectors, as the API server reads them. */
import { expect, test } from '@jest/globals';
import { matches, selectsAll, type LabelSelector } from '../../../lib/kubernetes/read/selector';

const labels = { app: 'qwen', tier: 'gpu' };
const where = (key: string, operator: string, ...values: readonly string[]): LabelSelector => ({
  matchExpressions: [{ key, operator, values }],
});

test.each<[string, LabelSelector, boolean]>([
  ['nothing', {}, true],
  ['a label', { matchLabels: { app: 'qwen' } }, true],
  ['two labels', { matchLabels: { app: 'qwen', tier: 'gpu' } }, true],
  ['another value', { matchLabels: { app: 'mistral' } }, false],
  ['a label that is not there', { matchLabels: { zone: 'a' } }, false],
  ['a property of every object', { matchLabels: { constructor: 'Object' } }, false],
  ['one of some values', where('app', 'In', 'qwen', 'mistral'), true],
  ['one of other values', where('app', 'In', 'mistral'), false],
  ['one of some values, without the label', where('zone', 'In', 'a'), false],
  ['none of some values', where('app', 'NotIn', 'mistral'), true],
  ['none of its own value', where('app', 'NotIn', 'qwen'), false],
  ['none of some values, without the label', where('zone', 'NotIn', 'a'), true],
  ['a label that exists', where('app', 'Exists'), true],
  ['a label that should exist', where('zone', 'Exists'), false],
  ['a label that should not exist', where('app', 'DoesNotExist'), false],
  ['a label that does not exist', where('zone', 'DoesNotExist'), true],
  ['an operator that Kubernetes does not have', where('app', 'Is', 'qwen'), false],
  ['an operator that Kubernetes does not have, without the label', where('zone', 'Is', 'a'), false],
  ['a label and an expression', { matchLabels: { app: 'qwen' }, ...where('tier', 'In', 'cpu') }, false],
])('%s', (_, selector, selected) => {
  expect(matches(selector, labels)).toBe(selected);
});

test('only a selector without conditions selects everything', () => {
  expect(selectsAll({})).toBe(true);
  expect(selectsAll({ matchLabels: {}, matchExpressions: [] })).toBe(true);
  expect(selectsAll({ matchLabels: { app: 'qwen' } })).toBe(false);
  expect(selectsAll(where('app', 'Exists'))).toBe(false);
});
