/** A page beside the revision before: what its plan states is shown, and a plan of another form is left out. */
import { expect, test } from '@jest/globals';
import { difference, planFacts, report, synthesise, type EnvironmentInput, type Plan } from '../../lib';
import { production } from '../../overlays/production';
import { sectionText } from './support/page';

const synthesis = synthesise(production);
const fewer = synthesise({
  ...production,
  models: { ...production.models, summary: { ...production.models?.['summary'], replicas: { min: 1, max: 4 } } },
} as EnvironmentInput);
const side = ({ name, charts, plan }: typeof synthesis) => ({ name, charts, facts: planFacts(plan) });
const comparedWith = (plan: Plan | undefined): string =>
  report(synthesis, { name: 'main', plan, difference: difference(side(fewer), side(synthesis)) });

test('use of pools is shown before and after', () => {
  expect(sectionText(comparedWith(fewer.plan), 'hosts')).toMatch(/What changes.*cpu, memory.*\d+ % to \d+ %/);
});

test('a plan of other code, and none, show no bars before, and the rest of what changes', () => {
  for (const plan of [{} as Plan, { pools: [null], cost: {} } as unknown as Plan, undefined]) {
    const html = comparedWith(plan);
    expect(sectionText(html, 'hosts')).not.toContain('What changes');
    expect(sectionText(html, 'models')).toMatch(/What changes.*summary/);
  }
});
