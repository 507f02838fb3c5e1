/** The matrix by groups states what the matrix of all pairs states. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { synthesise, type Manifest } from '../../lib';
import { connections, groupMatrix, portTexts } from '../../lib/reachability';
import { environments } from '../../overlays';
import { runs } from '../generators/runs';
import { broad } from '../report/support/broad';
import { team } from '../namespaced/team';
import { policySet } from './policy-sets';

/** Every pair that one of them allows, with its ports. */
const ofPairs = (manifests: readonly Manifest[]): readonly string[] =>
  connections(manifests)
    .map(({ from, to, ports }) => `${from.name} → ${to.name}: ${portTexts(ports).join(', ')}`)
    .sort();

const ofGroups = (manifests: readonly Manifest[]): readonly string[] =>
  groupMatrix(manifests)
    .connections.flatMap(({ from, to, ports }) =>
      from.members.flatMap((a) => to.members.map((b) => `${a} → ${b}: ${ports.join(', ')}`)),
    )
    .sort();

describe.each([...environments, team, broad].map((input) => [input.name, input] as const))('%s', (_, input) => {
  const manifests = synthesise(input).charts.flatMap((chart) => chart.manifests);

  test('has the same connections by groups', () => {
    expect(ofGroups(manifests)).toEqual(ofPairs(manifests));
  });

  test('has groups with names of their own, and every end in one of them', () => {
    const { groups } = groupMatrix(manifests);
    const names = groups.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const ends = groups.flatMap(({ members }) => members);
    expect(new Set(ends).size).toBe(ends.length);
    expect(groups.length).toBeLessThanOrEqual(ends.length);
  });
});

test('random policies allow the same by groups', () => {
  fc.assert(
    fc.property(policySet('set'), (manifests) => {
      expect(ofGroups(manifests)).toEqual(ofPairs(manifests));
    }),
    { numRuns: runs(60) },
  );
});

test('pods that are served alike are one group, named after their work', () => {
  const manifests = synthesise(broad).charts.flatMap((chart) => chart.manifests);
  expect(groupMatrix(manifests).groups.map(({ name, members }) => [name, members.length])).toContainEqual([
    'llm-serving/llama-server',
    4,
  ]);
});
