/** A page beside the revision before: every section shows what it was, or states that nothing changes or is known. */
import { describe, expect, test } from '@jest/globals';
import { difference, planFacts, report, synthesise, type EnvironmentInput, type Plan, type Synthesis } from '../../lib';
import { written } from '../../lib/report/html/figure';
import { production } from '../../overlays/production';
import { summarise } from '../../scripts/plan/summary';
import { broad } from './support/broad';
import { lookup } from './support/lookup';
import { readPage, sectionText } from './support/page';

const synthesis = synthesise(production);
const { cluster, models = {}, gateway, nodePools } = production;
/** Production as it was: another price, other replicas, a smaller store, a longer answer, a client less, an image of its own. */
const earlier = {
  ...production,
  cluster: { ...cluster, weights: { ...cluster.weights, capacity: 900 * 1024 ** 3 } },
  prerequisites: production.prerequisites?.map((each) => ({ ...each, providedBy: 'somebody else' })),
  nodePools: { ...nodePools, l40s: { ...nodePools['l40s'], usdPerNodeHour: 3 } },
  models: {
    ...models,
    legal: {
      ...models['legal'],
      replicas: { min: 1, max: 2 },
      settings: { ...models['legal']?.settings, maxOutputLength: 256 },
    },
    summary: { ...models['summary'], replicas: { min: 1, max: 4 } },
  },
  gateway: gateway && { ...gateway, clients: { ...gateway.clients, guest: { models: 'all', requestsPerMinute: 7 } } },
} as unknown as EnvironmentInput;
const was = synthesise(earlier);

const side = ({ name, charts, plan }: Synthesis) => ({ name, charts, facts: planFacts(plan) });
const comparedWith = (before: Synthesis, plan: Plan | undefined = before.plan): string =>
  report(synthesis, {
    name: 'main',
    plan,
    charts: before.charts,
    difference: difference(side(before), side(synthesis)),
  });
const html = comparedWith(was);
const section = (id: string): string => sectionText(html, id);
const ids = [...html.matchAll(/<section id="(\w+)"/g)].map(([, id = '']) => id).filter((id) => id !== 'change');

describe('what was and what is', () => {
  test.each([
    ['models', /What changes .*legal: .*replicas 1–2 2–8/],
    ['models', /Models and their settings: what changes .* legal before .* legal after/],
    ['hosts', /Use of each pool: what changes .*, memory before \d+ %[^.]*, memory after \d+ %/],
    ['hosts', /The store: what changes .* before [\d.]+ GiB 900\.0 GiB .* after [\d.]+ GiB/],
    ['hosts', /Quota of the namespace of the engines: what changes/],
    ['rollouts', /Rollout of each workload: what changes .* legal before .* legal after/],
    ['drains', /Pods that a drain takes at a time: what changes .* legal before .* legal after/],
    ['times', /Times of each workload: what changes .* legal before .* legal after/],
    ['gateway', /Clients and their limits: what changes .* guest gone all 7/],
    ['cost', /Cost of the environment: what changes .*maximum before \$[\d ]+.* maximum after \$[\d ]+/],
    ['accepted', /Prerequisites: what changes .* before .*somebody else/],
    ['verdicts', /Times follow from sizes .* before: ✓ holds|No verdict changes/],
    ['sums', /Cost of nodes \$16 498 a month.* before: \$18 250 a month/],
  ])('section %s shows it: %s', (id, shown) => {
    expect(section(id)).toMatch(shown);
  });

  test('a bar of each state stands in the rows that change', () => {
    const [changes = ''] = /What changes<\/h3>[^]*?<h3/.exec(html.slice(html.indexOf('<section id="hosts"'))) ?? [
      html.slice(html.indexOf('<section id="hosts"')),
    ];
    const rows = [...changes.matchAll(/<tr>.*?<\/tr>/gs)].map(([row]) => row);
    const states = rows.filter((row) => row.includes('<svg')).map((row) => />(before|after)</.exec(row)?.[1]);
    expect(states.filter((state) => state === 'before').length).toBeGreaterThan(2);
    expect(states.filter((state) => state === 'after').length).toBeGreaterThan(2);
  });

  test('bars of before and after have one scale', () => {
    const from = html.indexOf('Cost of the environment: what changes');
    const widths = [
      ...html.slice(from, html.indexOf('</table>', from)).matchAll(/width="([\d.]+)"[^<]*class="minimum"/g),
    ];
    const [before = 0, after = 0] = widths.map(([, width]) => Number(width));
    expect(before).toBe(320);
    expect(after / before).toBeCloseTo(16_498 / 18_250, 3);
  });

  test('numbers of the revision before are those of its own plan, and numbers of today those of the plan of today', () => {
    const [now, then] = [synthesis, was].map(({ plan }) => JSON.parse(JSON.stringify(summarise(plan))) as unknown);
    const page = readPage(html);
    expect(page.errors).toEqual([]);
    expect(page.unmarked).toEqual([]);
    const marks = page.tags.filter(({ attributes }) => 'data-was' in attributes || 'data-at' in attributes);
    const wrong = marks.flatMap(({ attributes, text }) => {
      const { 'data-was': former, 'data-at': at = former ?? '', 'data-unit': unit, value } = attributes;
      const planned = lookup(former === undefined ? now : then, at);
      const shown = value === undefined ? String(planned) : written[unit as keyof typeof written](Number(planned));
      return shown === text ? [] : [{ at, text, shown, former }];
    });
    expect(wrong).toEqual([]);
    expect(marks.filter(({ attributes }) => 'data-was' in attributes).length).toBeGreaterThan(20);
  });

  test('a gateway that is no more is shown as gone', () => {
    const prerequisites = broad.prerequisites?.map(({ kind, name, providedBy }) => ({ kind, name, providedBy }));
    const [whole, less] = [synthesise(broad), synthesise({ ...broad, gateway: undefined, prerequisites })];
    const { plan, charts } = whole;
    const page = report(less, { name: 'main', plan, charts, difference: difference(side(whole), side(less)) });
    expect(sectionText(page, 'gateway')).toMatch(
      /Clients and their limits: what changes .* gone .*There is no gateway\./,
    );
  });
});

describe('a revision that is the same', () => {
  // As a checkout of the revision writes it.
  const read = JSON.parse(JSON.stringify(synthesis)) as Synthesis;
  const same = comparedWith(synthesis, read.plan);

  test.each(ids)('changes nothing in section %s', (id) => {
    expect(sectionText(same, id)).toContain('Nothing changes here.');
    expect(sectionText(same, id)).not.toContain('What changes');
  });

  test('changes no verdict and no sum', () => {
    expect(same).toContain('No verdict changes.');
    expect(sectionText(same, 'sums')).not.toContain('before:');
    expect(sectionText(same, 'change')).toContain('No object differs.');
  });
});

test('without a comparison no section speaks of changes', () => {
  expect(report(synthesis)).not.toMatch(/Nothing changes here|What changes|data-was/);
});

describe('a plan of other code, and none', () => {
  test.each([
    ['nothing of it', {} as Plan],
    ['other forms', { pools: [null], cost: {}, servers: 3 } as unknown as Plan],
  ])('that states %s is reported in each section', (_, plan) => {
    const page = comparedWith(was, plan);
    // These two read manifests, which every version of Corral writes.
    for (const id of ids.filter((each) => !['reachability', 'monitoring'].includes(each)))
      expect(sectionText(page, id)).toContain('Numbers of main are not known');
    expect(sectionText(page, 'models')).toMatch(/What changes.*summary/);
  });

  test('that is not there is reported once for the page', () => {
    const page = report(synthesis, { name: 'main', difference: difference(side(was), side(synthesis)) });
    expect(sectionText(page, 'change')).toContain(
      'The plan of main is not known: it has none, or another version of Corral made it.',
    );
    expect(sectionText(page, 'models')).toMatch(/What changes.*summary/);
  });
});
