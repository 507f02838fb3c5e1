/**
 * Generated environments: each is refused with codes, or renders to manifests that pass every rule. The generator must
 * be honest.
 */
import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { FaultError, synthesise, type EnvironmentInput, type Manifest, type Synthesis } from '../../lib';
import { runs } from '../generators/runs';
import { usualEnvironment } from '../generators/usual';
import { llamaServersOf } from '../plan/fixtures/servers';

const count = Number(process.env['ENVIRONMENTS'] ?? runs(16));
const seed = Number(process.env['SEED'] ?? 20261121);

interface Outcome {
  readonly synthesis?: Synthesis;
  readonly codes: readonly string[];
}

function outcome(environment: EnvironmentInput): Outcome {
  try {
    return { synthesis: synthesise(environment), codes: [] };
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return { codes: error.faults.map(({ code }) => code) };
  }
}

const outcomes = fc.sample(usualEnvironment, { numRuns: count, seed }).map(outcome);
const accepted = outcomes.flatMap(({ synthesis }) => synthesis ?? []);

const features: Readonly<Record<string, (synthesis: Synthesis) => boolean>> = {
  'several GPUs per pod': ({ plan }) => llamaServersOf(plan).some(({ compute }) => (compute.gpus?.count ?? 0) > 1),
  'GPU sharing': ({ plan }) =>
    plan.servers.some(({ compute }) => compute.gpus !== undefined && compute.gpus.resource !== 'nvidia.com/gpu'),
  'an autoscaler': ({ charts }) =>
    charts.some(({ manifests }) => manifests.some(({ kind }) => kind === 'HorizontalPodAutoscaler')),
  'spot pools': ({ plan }) => Object.values(plan.environment.nodePools).some(({ capacity }) => capacity === 'spot'),
  'a ScaledObject': ({ charts }) =>
    charts.some(({ manifests }) => manifests.some(({ kind }) => kind === 'ScaledObject')),
  alerts: ({ plan }) => plan.environment.monitoring?.alerts !== undefined,
  dashboards: ({ plan }) => plan.environment.monitoring?.dashboards !== undefined,
  'a backup': ({ plan }) => plan.backup !== undefined,
  'a StatefulSet': ({ charts }) => charts.some(({ manifests }) => manifests.some(({ kind }) => kind === 'StatefulSet')),
};

const percent = (part: number, whole: number): number => Math.round((100 * part) / whole);

describe(`${count} generated environments (seed ${seed})`, () => {
  test('at least half are accepted, and a tenth of those have each feature', () => {
    const shares = Object.fromEntries(
      Object.entries(features).map(([name, has]) => [name, percent(accepted.filter(has).length, accepted.length)]),
    );
    process.stdout.write(
      `accepted ${percent(accepted.length, outcomes.length)} %; of those: ${Object.entries(shares)
        .map(([name, share]) => `${name} ${share} %`)
        .join(', ')}\n`,
    );
    expect(percent(accepted.length, outcomes.length)).toBeGreaterThanOrEqual(50);
    for (const share of Object.values(shares)) expect(share).toBeGreaterThanOrEqual(10);
  });

  test('a refusal has codes', () => {
    for (const { synthesis, codes } of outcomes) if (synthesis === undefined) expect(codes.length).toBeGreaterThan(0);
  });

  test('every object of one environment has a name of its own', () => {
    for (const { charts } of accepted) {
      const names = charts.flatMap(({ manifests }) =>
        manifests.map(({ kind, metadata }: Manifest) => `${kind}/${metadata.namespace ?? ''}/${metadata.name}`),
      );
      expect(new Set(names).size).toBe(names.length);
    }
  });
});
