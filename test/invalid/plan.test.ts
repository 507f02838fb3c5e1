/**
 * Every way to be refused by the plan, in the very words that its fixture states; and that what a refusal proposes
 * really fits.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { FaultError } from '../../lib/core/fault';
import type { EnvironmentFaultCode } from '../../lib/environment/fault-codes';
import { planFaults } from '../../lib/plan/plan-environment';
import { planFaultCodes } from '../../lib/plan/fault-codes';
import { finding, type Change } from '../../lib/plan/finding';
import { withRemedies } from '../../lib/plan/remedies/accepted';
import { planFault } from '../../lib/plan/fault-codes';
import { sizingFaultCodes } from '../../lib/sizing/fault-codes';
import type { SizingFaultCode } from '../../lib/sizing/fault-codes';
import { cpus, environmentOf, l40s, large, planOf, refusal, small, type Parts } from '../plan/fixtures/environment';

const byText = (a: string, b: string): number => (a < b ? -1 : 1);

interface PlanFixture {
  readonly parts: Parts;
  readonly report: string;
}

const fixtures = readdirSync(join(__dirname, 'plan'))
  .filter((file) => file !== 'base.ts')
  .map((file) => ({ name: file.replace(/\.ts$/, ''), ...(require(`./plan/${file}`) as PlanFixture) }));

describe.each(fixtures)('$name', ({ parts, report }) => {
  test('is refused in these words', () => {
    expect(refusal(parts)).toBe(report);
  });
});

/** What sizing would refuse and the reader of environments refuses before it, by the reader's code. */
const refusedBefore = {
  LayersDoNotAddUp: 'ModelInconsistent',
  NotAPositiveNumber: 'OutOfRange',
  NotANumberOfGpus: 'OutOfRange',
  TensorSplitDoesNotMatchGpus: 'TensorSplit',
  NoExpertsToKeepOnHost: 'ExpertLayers',
  QuantisedValuesNeedFlashAttention: 'CacheNeedsFlashAttention',
  CacheTypeDoesNotDivide: 'CacheBlock',
  NoProjector: 'NoProjector',
  NoSuchAdapter: 'Adapter',
  MeasuredElsewhere: 'MeasuredWithOtherGpus',
  NotMeasuredFor: 'MeasuredByOtherEngine',
} as const satisfies Partial<Record<SizingFaultCode, EnvironmentFaultCode>>;
/** What is wrong with a question to a plan, not with an environment. */
const ofQuestions: readonly string[] = ['UnknownWorkload'];
/** Every image that a pod has is built for both kinds of processors: `test/architectures/pods.test.ts` changes one. */
const elsewhere: readonly string[] = ['ImageArchitecture'];

test('every code of the plan and of sizing has a fixture, unless it is refused before', () => {
  const seen = new Set(
    fixtures.flatMap(({ report }) => [...report.matchAll(/^ {2}\[(\w+)\]$/gm)].map(([, code]) => String(code))),
  );
  const before = Object.keys(refusedBefore);
  const wanted = [
    ...Object.keys(planFaultCodes).filter((code) => !ofQuestions.includes(code) && !elsewhere.includes(code)),
    ...Object.keys(sizingFaultCodes).filter((code) => !before.includes(code)),
  ];
  expect([...seen].sort(byText)).toEqual(wanted.sort(byText));
});

test('a meaning of a code is one line', () => {
  for (const meaning of [...Object.values(planFaultCodes), ...Object.values(sizingFaultCodes)])
    expect(meaning).toMatch(/^[A-Z][^\n]{10,110}\.$/);
});

describe('what is proposed', () => {
  const gpus = l40s(2, 4);
  const cpu = cpus(2);

  test.each([
    [
      'a shorter context',
      { big: large({ gpus: 1, settings: { contextLength: 1792, parallel: 4, maxOutputLength: 512 } }) },
    ],
    ['two GPUs', { big: large({ gpus: 2, settings: { contextLength: 8192, parallel: 4, maxOutputLength: 512 } }) }],
  ])('%s fits', (_, models) => {
    expect(refusal({ pools: { gpus, cpu }, models })).toBe('');
  });

  test('is the smallest that does: one step more no longer fits', () => {
    expect(
      refusal({
        pools: { gpus, cpu },
        models: { big: large({ gpus: 1, settings: { contextLength: 1793, parallel: 4, maxOutputLength: 512 } }) },
      }),
    ).not.toBe('');
    expect(
      refusal({ pools: { gpus: l40s(4, 4), cpu }, models: { a: small({ replicas: 4 }), b: large({ gpus: 4 }) } }),
    ).not.toBe('');
    expect(
      refusal({ pools: { gpus: l40s(5, 4), cpu }, models: { a: small({ replicas: 4 }), b: large({ gpus: 4 }) } }),
    ).toBe('');
  });

  test('fixes this without breaking something else; where nothing does, it is no more than a fix', () => {
    const environment = environmentOf({ pools: { gpus, cpu }, models: { a: small() } });
    const broken = environmentOf({ pools: { gpus, cpu }, models: { a: small({ replicas: 9 }) } });
    const fault = planFault('FitUnproven', 'test', 'made up');
    const series = (...changes: readonly Change[]) => [() => changes];
    expect(
      withRemedies(
        [finding(fault, series({ says: 'break it', to: broken }, { says: 'leave it', to: environment }))],
        environment,
        planFaults,
      ),
    ).toMatchObject([{ remedies: [{ label: 'fits with', options: ['leave it'] }] }]);
    expect(
      withRemedies([finding(fault, series({ says: 'break it', to: broken }))], environment, planFaults),
    ).toMatchObject([{ remedies: [{ label: 'fix', options: ['break it'] }] }]);
    expect(
      withRemedies([finding(fault, series({ says: 'leave it', to: environment }))], environment, () => [fault]),
    ).toEqual([fault]);
    const advice = planFault('FitUnproven', 'test', 'made up', { 'fits with': 'luck' });
    expect(withRemedies([finding(advice)], environment, planFaults)).toEqual([
      { ...fault, remedies: [{ label: 'fix', options: ['luck'] }] },
    ]);
  });
});

test('the faults of all workloads are told together', () => {
  try {
    planOf({
      pools: { gpus: l40s(1, 4), cpu: cpus(1) },
      models: { a: large({ gpus: 1 }), b: small({ gpus: 0, cpu: 40, pools: ['cpu'] }) },
    });
    throw new Error('was accepted');
  } catch (error) {
    expect(error).toBeInstanceOf(FaultError);
    expect((error as FaultError).faults.map(({ at, code }) => `${at} ${code}`)).toEqual([
      'test.models.a ModelDoesNotFit',
      'test.models.b PodLargerThanNode',
    ]);
  }
});
