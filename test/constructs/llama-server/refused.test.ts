/** Props that a llama-server refuses, and replicas. */
import { describe, expect, test } from '@jest/globals';
import { LlamaServer, type LlamaServerProps } from '../../../lib/constructs/serving/llama-server';
import { draw, fieldOf, refusal } from '../support/drawn';
import { from, settings, tag } from '../support/props';
import { add, smallest } from './smol';

describe('replicas', () => {
  test('a range leaves their number to the autoscaler', () => {
    const manifests = draw((chart) => add(chart, { ...smallest, replicas: { min: 1, max: 3 } }));
    expect(fieldOf(manifests, 'Deployment serving/smol: spec.replicas')).toBeUndefined();
    expect(fieldOf(manifests, 'HorizontalPodAutoscaler serving/smol: spec.scaleTargetRef')).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: 'smol',
    });
  });

  test.each([
    [3, 2],
    [0, 1],
    [1, 1.5],
  ])('from %d to %d is refused', (min, max) => {
    expect(refusal((chart) => add(chart, { ...smallest, replicas: { min, max } }))).toBe(
      `smol.replicas: from ${min} to ${max} is not a valid range of replicas.\n  allowed: whole numbers; min at least 1, max at least min\n  [ImpossibleRange]`,
    );
  });
});

describe('refused', () => {
  test('a name that no Service can have', () => {
    expect(refusal((chart) => new LlamaServer(chart, '7b', smallest))).toBe(
      "stranger/7b: '7b' is no name for a Service.\n  fix: lower-case letters, digits and hyphens, at most 63 characters, a letter or digit at both ends, a letter first\n  [BadName]",
    );
  });

  test('settings that contradict each other', () => {
    expect(refusal((chart) => add(chart, { ...smallest, settings: { ...settings, maxOutputLength: 5000 } }))).toContain(
      '[OutputBeyondContext]',
    );
  });

  test('flags that a setting stands for', () => {
    expect(refusal((chart) => add(chart, { ...smallest, flags: { '--parallel': 4 } }))).toContain(
      "smol.flags['--parallel']",
    );
  });
});

test('wrong props do not compile', () => {
  // @ts-expect-error settings name the context, the slots and the longest answer
  const without: LlamaServerProps = { ...smallest, settings: { contextLength: 1 } };
  // @ts-expect-error no such setting
  const misspelt: LlamaServerProps['settings'] = { ...settings, paralel: 2 };
  // @ts-expect-error a claim has a size
  const unsized: LlamaServerProps['weights'] = { kind: 'claim', storageClass: 'x', from };
  // @ts-expect-error the local disk of a fleet is no volume of a Deployment
  const local: LlamaServerProps['weights'] = { kind: 'static', from };
  // @ts-expect-error a number of replicas carries both ends
  const replicas: LlamaServerProps['replicas'] = { min: 1 };
  expect([without, misspelt, unsized, local, replicas, tag]).toHaveLength(6);
});
