/**
 * Every rule, with amendments that break what it promises: each is refused by its full sentence, and what opens nothing
 * passes.
 */
import { describe, expect, test } from '@jest/globals';
import { ruleCode, rules } from '../../lib/internal';
import { asksForMany } from '../generators/runs';
import { sentences } from './judged';
import { harmless, openings } from './patches';
import { expected } from './sentences';

/** A quarter of them; all where many are asked for. */
const some = <T>(all: Readonly<Record<string, T>>): readonly (readonly [string, T])[] =>
  Object.entries(all).filter((_, i) => asksForMany || i % 4 === 0);

describe('an amendment is refused that', () => {
  test.each(some(openings))('%s', (name, opening) => {
    expect(sentences(opening)).toEqual((expected[name] ?? []).map((sentence) => `staging: ${sentence}`));
    expect(expected[name]).not.toHaveLength(0);
  });
});

describe('an amendment passes that', () => {
  test.each(some(harmless))('%s', (_, opening) => {
    expect(sentences(opening)).toEqual([]);
  });
});

/**
 * Rules that no amendment reaches: it can neither add an object nor make one another. What is tried instead, and what
 * is said.
 */
const beyondReach: Readonly<Record<string, { readonly patch: object; readonly code: string }>> = {
  'unique-identity': { patch: { metadata: { name: 'risk' } }, code: 'AmendmentRenames' },
  'one-namespace': { patch: { metadata: { namespace: 'other' } }, code: 'AmendmentRenames' },
  // Staging may use the whole cluster, so it has no LimitRange of others.
  'existing-limits': { patch: { kind: 'LimitRange' }, code: 'AmendmentRenames' },
  // Staging asks for no monitoring.
  'monitors-selected': { patch: { kind: 'PodMonitor' }, code: 'AmendmentRenames' },
  // Staging has user ids of ours: test/rules/security/user-ids.test.ts gives it those of the cluster.
  'user-ids': { patch: { metadata: { name: 'risk' } }, code: 'AmendmentRenames' },
  // Staging has no gateway: test/rules/references/routes-reach-services.test.ts amends an environment that has one.
  'routes-reach-services': { patch: { kind: 'HTTPRoute' }, code: 'AmendmentRenames' },
  'custom-resources': { patch: { apiVersion: 'example.com/v1', kind: 'Own' }, code: 'AmendmentRenames' },
};

describe('every rule is broken by an amendment', () => {
  test.each(rules.map((rule) => [rule.name, rule] as const))('%s', (name, rule) => {
    const instead = beyondReach[name];
    if (instead !== undefined) {
      const [first] = sentences({ target: 'Deployment llm-serving/llama-3', patch: () => ({ ...instead.patch }) });
      expect(first).toMatch(new RegExp(`\\[${instead.code}\\]$`));
      return;
    }
    expect(
      Object.values(expected)
        .flat()
        .filter((sentence) => sentence.endsWith(`[${ruleCode(rule)}]`)),
    ).not.toEqual([]);
  });
});
