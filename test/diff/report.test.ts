/** What people read: whole reports, for a terminal and for a pull request. */
import { expect, test } from '@jest/globals';
import { difference } from '../../lib/diff';
import { markdown } from '../../scripts/diff/markdown';
import { text } from '../../scripts/diff/text';
import { access, facts, foundation, model, object, side } from './support/sides';

const wide = { width: 400, colours: false };

const before = side(
  'main:production',
  [
    foundation(8),
    access(['get']),
    model('chat', { replicas: 3 }),
    model('old', { weights: 'old-1b/Q8_0', replicas: 1 }),
  ],
  facts('chat', 7),
);
const after = side(
  'production',
  [
    foundation(12),
    access(['get', 'patch']),
    model('chat', { image: 'engine:2', contextLength: 16384, replicas: { min: 2, max: 6 }, ingressFrom: 'edge' }),
    { name: 'fleet', wave: 4, manifests: [object('v1', 'ServiceAccount', 'fleet', 'llm')] },
  ],
  facts('chat', 8),
);

test('for a terminal', () => {
  expect(text([difference(before, after)], wide)).toMatchSnapshot();
});

test('for a pull request', () => {
  expect(markdown([difference(before, after)])).toMatchSnapshot();
});

test('no longer than a comment may be: lists of objects go first, then whole sections from the end on, and it says so', () => {
  const differences = [difference(before, after)];
  const whole = markdown(differences);
  expect(markdown(differences, whole.length)).toBe(whole);
  const details = whole.indexOf('<details>');
  expect(markdown(differences, whole.length - 1)).toBe(
    `${whole.slice(0, details)}_Cut: the objects are left out, since this may not be longer. \`npm run diff\` with the same two sides shows all._`,
  );
  for (let limit = 300; limit < whole.length; limit += 7) {
    const cut = markdown(differences, limit);
    expect(cut.length).toBeLessThanOrEqual(limit);
    const kept = cut.slice(0, cut.lastIndexOf('_Cut: '));
    expect(whole.startsWith(kept)).toBe(true);
    expect((kept.match(/```/g) ?? []).length % 2).toBe(0);
  }
  expect(markdown(differences, 900)).toMatch(/_Cut: the objects and \d+ more sections are left out, /);
});

test('nothing to tell', () => {
  expect(text([difference(before, before)], wide)).toBe('main:production → main:production: no object differs');
  expect(markdown([difference(before, before)])).toBe('### main:production → main:production: no object differs');
});
