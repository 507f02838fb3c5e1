/** What people read: whole reports, for a terminal and for a pull request. */
import { expect, test } from '@jest/globals';
import { difference } from '../../lib/diff';
import { markdown } from '../../scripts/diff/markdown';
import { text } from '../../scripts/diff/text';
import { access, facts, foundation, model, object, side } from './support/sides';

const before = side('main:production', [foundation(8), access(['get']), model('chat', { replicas: 3 }), model('old', { weights: 'old-1b/Q8_0', replicas: 1 })], facts('chat', 7));
const after = side('production', [
  foundation(12), access(['get', 'patch']),
  model('chat', { image: 'engine:2', contextLength: 16384, replicas: { min: 2, max: 6 }, ingressFrom: 'edge' }),
  { name: 'fleet', wave: 4, manifests: [object('v1', 'ServiceAccount', 'fleet', 'llm')] },
], facts('chat', 8));

test('for a terminal', () => {
  expect(text([difference(before, after)])).toMatchSnapshot();
});

test('for a pull request', () => {
  expect(markdown([difference(before, after)])).toMatchSnapshot();
});

test('nothing to tell', () => {
  expect(text([difference(before, before)])).toBe('main:production → main:production: no object differs');
  expect(markdown([difference(before, before)])).toBe('### main:production → main:production: no object differs');
});
