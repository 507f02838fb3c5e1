/** Every rule, with amendments that break what it promises: each is refused by its full sentence, and what opens nothing passes. */
import { describe, expect, test } from '@jest/globals';
import { sentences } from './judged';
import { harmless, openings } from './patches';
import { expected } from './sentences';

describe('an amendment is refused that', () => {
  test.each(Object.entries(openings))('%s', (name, opening) => {
    expect(sentences(opening)).toEqual((expected[name] ?? []).map((sentence) => `staging: ${sentence}`));
    expect(expected[name]).not.toHaveLength(0);
  });
});

describe('an amendment passes that', () => {
  test.each(Object.entries(harmless))('%s', (_, opening) => {
    expect(sentences(opening)).toEqual([]);
  });
});
