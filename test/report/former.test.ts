/** A page beside the revision before: every section shows what it was, or states that nothing changes or is known. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { difference, planFacts, report, synthesise, type EnvironmentInput, type Plan, type Synthesis } from '../../lib';
import { monitoring } from '../../overlays/base';
import { production } from '../../overlays/production';
import { factsOf } from '../../scripts/diff/revision';
import { runs } from '../generators/runs';
import { broad } from './support/broad';
import { sourcesOf, wrongMark } from './support/lookup';
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
/** What `diff --json` prints of a comparison. */
const differenceOf = (before: Synthesis): unknown =>
  JSON.parse(JSON.stringify(difference(side(before), side(synthesis))));
const html = comparedWith(was);
const section = (id: string): string => sectionText(html, id);

/** The places of all values in a JSON, as lists of keys. */
const pathsOf = (value: unknown, at: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, each]) => [[...at, key], ...pathsOf(each, [...at, key])])
    : [];

function setAt(value: unknown, [key = '', ...rest]: readonly string[], to: unknown): void {
  const fields = value as Record<string, unknown>;
  if (rest.length > 0) setAt(fields[key], rest, to);
  else if (to === undefined) delete fields[key];
  else fields[key] = to;
}

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
    const [now, then] = [sourcesOf(synthesis), sourcesOf(was)];
    const page = readPage(html);
    expect(page.errors).toEqual([]);
    expect(page.unmarked).toEqual([]);
    const marks = page.tags.filter(({ attributes }) => 'data-was' in attributes || 'data-at' in attributes);
    const wrong = marks.flatMap((mark) => wrongMark(mark, 'data-was' in mark.attributes ? then : now));
    expect(wrong).toEqual([]);
    expect(marks.filter(({ attributes }) => 'data-was' in attributes).length).toBeGreaterThan(20);
  });

  test('numbers of what changes are those that the comparison prints', () => {
    const compared = readPage(html).tags.filter(({ attributes }) => 'data-diff' in attributes);
    expect(compared.flatMap((mark) => wrongMark(mark, { json: differenceOf(was), manifests: [] }))).toEqual([]);
    expect(section('change')).toMatch(/cost per month at minimum replicas \$18 250 \$16 498/);
    expect(compared.length).toBeGreaterThan(50);
  });

  test('an alert whose numbers change is shown as changed, and as neither gone nor new', () => {
    const shown = section('monitoring');
    expect(shown).toMatch(/RequestsWait: legal before ticket (\d+)s .* RequestsWait: legal after ticket (?!\1)\d+s/);
    expect(shown).toMatch(/AutoscalerAtMaximum: legal after ticket 10m .* all of its 8 pods/);
    expect(shown).not.toMatch(/ (gone|new) (ticket|page)/);
  });

  test('an alert that is no more is shown as gone, and one more as new', () => {
    const { prometheus } = production.monitoring ?? {};
    const without = synthesise({ ...production, monitoring: { scrape: monitoring.scrape, prometheus } });
    expect(sectionText(comparedWith(without), 'monitoring')).toMatch(/GatewayDown: gateway new page/);
    const { plan, charts } = synthesis;
    const page = report(without, {
      name: 'main',
      plan,
      charts,
      difference: difference(side(synthesis), side(without)),
    });
    expect(sectionText(page, 'monitoring')).toMatch(/GatewayDown: gateway gone page/);
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

  test('that lacks anything, or has it in another form, never fails, and shows no wrong number', () => {
    const json = JSON.stringify(was.plan);
    const paths = pathsOf(JSON.parse(json));
    const forms: readonly unknown[] = [undefined, null, 'text', 7, {}, [], [null]];
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.constantFrom(...forms), (path, form) => {
        const plan = JSON.parse(json) as Plan;
        setAt(plan, path, form);
        const facts = factsOf(plan);
        const page = report(synthesis, {
          name: 'main',
          plan,
          charts: was.charts,
          difference: difference({ name: 'main', charts: was.charts, facts }, side(synthesis)),
        });
        const shown = readPage(page);
        expect(shown.errors).toEqual([]);
        const texts = shown.tags.map(({ text }) => text);
        expect(texts[0]).not.toMatch(/NaN|undefined|Infinity|\[object/);
        expect(page).not.toMatch(/="[^"]*(NaN|undefined)/);
      }),
      { numRuns: runs(10) },
    );
  });

  test('in which one part has another form loses the tables that need it, and names them', () => {
    const { cost, ...rest } = was.plan;
    const page = comparedWith(was, { ...rest, cost: { ...cost, expected: {} } } as unknown as Plan);
    expect(sectionText(page, 'cost')).toContain(
      'Numbers of main are not known in these tables: Cost of each pool, Cost of each workload at the expected load. Its plan has another form, or there is none.',
    );
    expect(sectionText(page, 'hosts')).toMatch(/The store: what changes/);
    expect(sectionText(page, 'hosts')).not.toContain('are not known');
  });

  test('that is not there is reported once for the page', () => {
    const page = report(synthesis, { name: 'main', difference: difference(side(was), side(synthesis)) });
    expect(sectionText(page, 'change')).toContain(
      'The plan of main is not known: it has none, or another version of Corral made it.',
    );
    expect(sectionText(page, 'models')).toMatch(/What changes.*summary/);
  });
});
