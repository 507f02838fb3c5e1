import { describe, expect, test } from '@jest/globals';
import { formatFault } from '../../lib/core/fault';
import { codeOf, judge } from '../../lib/rules/judge';
import { rules } from '../../lib/rules';
import { shown, type Rule } from '../../lib/rules/rule';
import { changed } from './fixtures/verdict';

const says = (name: string, ...titles: readonly string[]): Rule => ({
  name,
  promise: '-',
  cluster: '-',
  check: ({ all }) =>
    all
      .filter(({ manifest }) => titles.includes(manifest.metadata.name))
      .map(({ manifest }) => ({ manifest, field: 'spec.size', found: '3 is too many', fix: 'take 2' })),
});

const loud = says('too-loud', 'interactive', 'gpu-cap');

test('a value is shown as it would be written, and what is not there as nothing', () => {
  expect([undefined, null, 'x', 3, ['a']].map(shown)).toEqual(['nothing', 'nothing', "'x'", '3', '["a"]']);
});

describe('judge', () => {
  test('the tiny platform keeps every rule', () => {
    expect(judge(changed(), []).map(formatFault)).toEqual([]);
  });

  test('a finding becomes a fault that names environment, object, field, remedy and code', () => {
    expect(judge(changed(), [], [says('too-loud', 'interactive')]).map(formatFault)).toEqual([
      'test: PriorityClass interactive spec.size: 3 is too many.\n  fix: take 2\n  [TooLoud]',
    ]);
  });

  test('all findings of all rules are told, in the order of the rules', () => {
    expect(judge(changed(), [], [loud, says('second', 'models')]).map(({ at }) => at)).toEqual([
      'test: PriorityClass interactive spec.size',
      'test: ValidatingAdmissionPolicy gpu-cap spec.size',
      'test: ValidatingAdmissionPolicyBinding gpu-cap spec.size',
      'test: StorageClass models spec.size',
      'test: PersistentVolumeClaim model-store/models spec.size',
    ]);
  });

  test('an exemption takes off the findings of one rule about one object', () => {
    const exemptions = [{ rule: 'too-loud', object: 'PriorityClass interactive', reason: 'wanted' }];
    expect(
      judge(changed(), exemptions, [loud, says('second', 'interactive')]).map(({ at, code }) => [at, code]),
    ).toEqual([
      ['test: ValidatingAdmissionPolicy gpu-cap spec.size', 'TooLoud'],
      ['test: ValidatingAdmissionPolicyBinding gpu-cap spec.size', 'TooLoud'],
      ['test: PriorityClass interactive spec.size', 'Second'],
    ]);
  });

  test('an exemption that nothing needs is a fault', () => {
    const exemptions = [
      { rule: 'too-loud', object: 'PriorityClass interactive', reason: 'wanted' },
      { rule: 'too-loud', object: 'PriorityClass batch', reason: 'wanted' },
    ];
    expect(judge(changed(), exemptions, [says('too-loud', 'interactive')]).map(formatFault)).toEqual([
      "test.exemptions[1]: rule 'too-loud' has nothing to say about 'PriorityClass batch'.\n" +
        '  fix: remove the exemption, or name the object as the finding does: `kind namespace/name`\n  [UnusedExemption]',
    ]);
  });

  test('an exemption from a rule that does not exist is told what it may have meant', () => {
    const exemptions = [{ rule: 'too-luod', object: 'PriorityClass interactive', reason: 'wanted' }];
    expect(judge(changed(), exemptions, [says('too-loud')]).map(formatFault)).toEqual([
      "test.exemptions[0]: no rule is called 'too-luod'.\n  did you mean: too-loud\n  allowed: too-loud\n  [UnusedExemption]",
    ]);
  });

  test('codes are names in PascalCase', () => {
    expect(codeOf({ name: 'no-gpu-in-limit-range' })).toBe('NoGpuInLimitRange');
  });
});

describe('rules', () => {
  test('have names of their own in kebab-case, a promise, and a word about the cluster', () => {
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    for (const { name, promise, cluster } of rules) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(promise).toMatch(/^[A-Z].*\.$/);
      expect(cluster).toMatch(/^[A-Z].*\.$/);
    }
  });
});
