/** Which requirements on nodes can be said at all. */
import { expect, test } from '@jest/globals';
import { taintEffects, type LabelRequirement, type Taint } from '../../lib/core/node-selection';

test('a requirement has values exactly where its operator takes them', () => {
  // @ts-expect-error In needs values
  const without: LabelRequirement = { key: 'pool', operator: 'In' };
  // @ts-expect-error Exists takes none
  const beyond: LabelRequirement = { key: 'pool', operator: 'Exists', values: ['a'] };
  // @ts-expect-error no such operator
  const unknown: LabelRequirement = { key: 'pool', operator: 'Equals', values: ['a'] };
  // @ts-expect-error no such effect
  const effect: Taint = { key: 'team', effect: 'NoSchedul' };
  expect([without, beyond, unknown, effect]).toHaveLength(4);
  expect(taintEffects).toEqual(['NoSchedule', 'PreferNoSchedule', 'NoExecute']);
});
