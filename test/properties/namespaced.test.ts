/**
 * Generated environments whose rights end at one namespace: what is planned is enough for the quota, and nothing less
 * is; and nothing is drawn outside of the namespace.
 */
import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { FaultError, gib, gigabytes, synthesise, type EnvironmentInput, type Synthesis } from '../../lib';
import { runs } from '../generators/runs';
import { usualEnvironment } from '../generators/usual';

const seed = Number(process.env['SEED'] ?? 20261129);

interface Quota {
  readonly name: string;
  readonly hard: Readonly<Record<string, string>>;
}

/** The same environment in a namespace that exists. */
const within = (input: EnvironmentInput, existingQuotas: readonly Quota[] = []): EnvironmentInput => ({
  ...input,
  cluster: {
    id: 'generated',
    scope: 'namespaced',
    namespace: 'team',
    metrics: input.cluster.metrics,
    requestsFrom: input.cluster.requestsFrom,
    monitoring: input.cluster.monitoring,
    dns: input.cluster.dns,
    weights: { kind: 'class', storageClass: 'cephfs', capacity: gib(600), bandwidth: gigabytes(2) },
    existingQuotas,
  },
});

/** The synthesis, or the codes of the faults. */
function outcome(input: EnvironmentInput): Synthesis | readonly string[] {
  try {
    return synthesise(input);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return error.faults.map(({ code }) => code);
  }
}

const isSynthesis = (found: Synthesis | readonly string[]): found is Synthesis => 'charts' in found;

const inputs = fc.sample(usualEnvironment, { numRuns: runs(6), seed });
const accepted = inputs.flatMap((input) => {
  const found = outcome(within(input));
  return isSynthesis(found) ? [{ input, synthesis: found }] : [];
});

test('most are accepted, without preemption', () => {
  expect(accepted.length * 3).toBeGreaterThanOrEqual(inputs.length);
});

test('every object is in the namespace, and no pod names a PriorityClass', () => {
  for (const { synthesis } of accepted) {
    const manifests = synthesis.charts.flatMap((chart) => chart.manifests);
    expect([...new Set(manifests.map(({ metadata }) => metadata.namespace))]).toEqual(['team']);
    expect(JSON.stringify(manifests)).not.toContain('priorityClassName');
  }
});

test('a quota of what is planned is enough, for the plan and for the rules', () => {
  for (const { input, synthesis } of accepted) {
    const hard = Object.fromEntries(Object.entries(synthesis.plan.quota).map(([key, { value }]) => [key, value]));
    expect(isSynthesis(outcome(within(input, [{ name: 'exact', hard }])))).toBe(true);
  }
});

test('one pod less is too little', () => {
  for (const { input, synthesis } of accepted) {
    const pods = String(Number(synthesis.plan.quota['pods']?.value) - 1);
    expect(outcome(within(input, [{ name: 'short', hard: { pods } }]))).toEqual(['QuotaTooSmall']);
  }
});
