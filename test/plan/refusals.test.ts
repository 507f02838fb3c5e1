/** Every way to be refused, told in whole sentences; and that what a refusal proposes really fits. */
import { describe, expect, test } from '@jest/globals';
import { FaultError } from '../../lib/core/fault';
import { planFaults } from '../../lib/plan';
import { planFaultCodes } from '../../lib/plan/fault-codes';
import { finding, type Change } from '../../lib/plan/finding';
import { withRemedies } from '../../lib/plan/remedies/accepted';
import { planFault } from '../../lib/plan/fault-codes';
import { environmentOf, l40s, cpus, large, planOf, refusal, small } from './fixtures/environment';
import { refusals } from './fixtures/refusals';

const byText = (a: string, b: string): number => (a < b ? -1 : 1);

const cases = Object.entries(refusals).map(([name, each]) => ({ name, ...each }));

describe.each(cases)('$name', ({ parts, says }) => {
  test('is refused in these words', () => {
    expect(refusal(parts)).toBe(says);
  });
});

test('every code has a refusal, and its meaning is one line', () => {
  const seen = new Set(cases.flatMap(({ says }) => [...says.matchAll(/^ {2}\[(\w+)\]$/gm)].map(([, code]) => code)));
  expect([...seen].map(String).sort(byText)).toEqual(Object.keys(planFaultCodes).sort(byText));
  for (const meaning of Object.values(planFaultCodes)) expect(meaning).toMatch(/^[A-Z][^\n]{10,110}\.$/);
});

describe('what is proposed', () => {
  const gpus = l40s(2, 4);
  const cpu = cpus(2);

  test.each([
    ['a shorter context', { big: large({ gpus: 1, settings: { contextLength: 1792, parallel: 4, maxOutputLength: 512 } }) }],
    ['two GPUs', { big: large({ gpus: 2, settings: { contextLength: 8192, parallel: 4, maxOutputLength: 512 } }) }],
  ])('%s fits', (_, models) => {
    expect(refusal({ pools: { gpus, cpu }, models })).toBe('');
  });

  test('is the smallest that does: one step more no longer fits', () => {
    expect(refusal({ pools: { gpus, cpu }, models: { big: large({ gpus: 1, settings: { contextLength: 1793, parallel: 4, maxOutputLength: 512 } }) } })).not.toBe('');
    expect(refusal({ pools: { gpus: l40s(4, 4), cpu }, models: { a: small({ replicas: 4 }), b: large({ gpus: 4 }) } })).not.toBe('');
    expect(refusal({ pools: { gpus: l40s(5, 4), cpu }, models: { a: small({ replicas: 4 }), b: large({ gpus: 4 }) } })).toBe('');
  });

  test('mends this without breaking something else', () => {
    const environment = environmentOf({ pools: { gpus, cpu }, models: { a: small() } });
    const broken = environmentOf({ pools: { gpus, cpu }, models: { a: small({ replicas: 9 }) } });
    const fault = planFault('FitUnproven', 'test', 'made up');
    const ladder = (...changes: readonly Change[]) => [() => changes];
    expect(withRemedies([finding(fault, ladder({ says: 'break it', to: broken }, { says: 'leave it', to: environment }))], environment, planFaults))
      .toMatchObject([{ remedies: [{ label: 'fits with', options: ['leave it'] }] }]);
    expect(withRemedies([finding(fault, ladder({ says: 'break it', to: broken }))], environment, planFaults)).toEqual([fault]);
    expect(withRemedies([finding(fault, ladder({ says: 'leave it', to: environment }))], environment, () => [fault])).toEqual([fault]);
  });
});

test('the faults of all workloads are told together', () => {
  try {
    planOf({ pools: { gpus: l40s(1, 4), cpu: cpus(1) }, models: { a: large({ gpus: 1 }), b: small({ gpus: 0, cpu: 40, pools: ['cpu'] }) } });
    throw new Error('was accepted');
  } catch (error) {
    expect(error).toBeInstanceOf(FaultError);
    expect((error as FaultError).faults.map(({ at, code }) => `${at} ${code}`)).toEqual(['test.models.a ModelDoesNotFit', 'test.models.b PodLargerThanNode']);
  }
});
