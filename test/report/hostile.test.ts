/** Texts of others stay texts: whatever stands in names, reasons and annotations, no markup comes out of it. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { difference, planFacts, report, synthesise, type EnvironmentInput, type Synthesis } from '../../lib';
import { escapedText } from '../../lib/report/html/markup';
import { runs } from '../generators/runs';
import { broad } from './support/broad';
import { readPage } from './support/page';
import { changed, harmlessOf, hostileText, lineOf } from './support/texts';

const whole = synthesise(broad);
const { [0]: first } = broad.exemptions ?? [];

/** Faults of the markup, and elements with the names of their attributes: what a page is made of, without its texts. */
function bonesOf(html: string) {
  const { errors, tags } = readPage(html);
  return { errors, elements: tags.map(({ name, attributes }) => `${name} ${Object.keys(attributes).join(' ')}`) };
}

/** Fields that hold sentences and names of people. */
const sentences: ReadonlySet<string> = new Set([
  'because',
  'reason',
  'providedBy',
  'from',
  'source',
  'license',
  'licence',
  'assumes',
  'measured',
  'annotations',
  'labels',
  'holds',
  'quantisation',
  'repo',
  'revision',
  'path',
  'image',
  'target',
  'object',
]);

const namesOf = ({ plan: { environment, servers, loaders } }: Synthesis): ReadonlySet<string> =>
  new Set([
    environment.name,
    environment.cluster.id,
    ...Object.keys(environment.nodePools),
    ...Object.values(environment.nodePools).flatMap(({ nodeNames = [] }) => nodeNames),
    ...Object.keys(environment.gateway?.clients ?? {}),
    ...servers.flatMap(({ workload }) => [workload.key, workload.name, ...workload.served.map(({ key }) => key)]),
    ...loaders.map(({ key }) => key),
  ]);

/** The synthesis as if people had written a text into every name and every sentence of it. */
function written(synthesis: Synthesis, text: string): Synthesis {
  const names = namesOf(synthesis);
  const change = (each: string, key: string): string =>
    names.has(each) || sentences.has(key) ? `${each}${text}` : each;
  return {
    ...(changed({ name: synthesis.name, plan: synthesis.plan }, change) as Pick<Synthesis, 'name' | 'plan'>),
    charts: changed(synthesis.charts, (each, key) => (key === 'image' ? each + text : each)) as Synthesis['charts'],
  };
}

/** What differs from nothing, with the text in every line. */
function comparison(text: string) {
  const { plan, name, charts } = whole;
  const words: ReadonlySet<string> = new Set(['change', 'unit', 'away', 'how']);
  const found = difference({ name: 'before', charts: charts.slice(2) }, { name, charts, facts: planFacts(plan) });
  return {
    name: `main${text}`,
    difference: changed(found, (each, key) => (words.has(key) || key === '' ? each : each + text)) as typeof found,
    plan,
  };
}

describe('texts of others', () => {
  test('in names, reasons, images and revisions make no markup', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const html = report(written(whole, text), comparison(text));
        const same = harmlessOf(text);
        const { elements } = bonesOf(report(written(whole, same), comparison(same)));
        expect(bonesOf(html)).toEqual({ errors: [], elements });
        // Nothing of it is lost either.
        expect(html).toContain(`compared with <bdi class="name">main${escapedText(text)}</bdi>`);
      }),
      { numRuns: runs(4) },
    );
  });

  test('in every field of an overlay that takes a sentence make no markup', () => {
    const said = (text: string): EnvironmentInput => ({
      ...broad,
      prerequisites: broad.prerequisites?.map((each) => ({ ...each, providedBy: text })),
      exemptions: first && [{ ...first, reason: text }],
      amendments: broad.amendments?.map((each) => ({ ...each, reason: text })),
      objects: { annotations: { 'example.org/owner': text } },
      pods: { annotations: { 'example.org/contact': text } },
    });
    fc.assert(
      fc.property(hostileText.map(lineOf), (text) => {
        const html = report(synthesise(said(text)));
        const { elements } = bonesOf(report(synthesise(said(harmlessOf(text)))));
        expect(bonesOf(html)).toEqual({ errors: [], elements });
        expect(html).toContain(`<bdi class="name">${escapedText(text)}</bdi>`);
      }),
      { numRuns: runs(1) },
    );
  });

  test('that nobody can see are written as their codes', () => {
    expect(escapedText('a\u202eb\u0000c\u200bd\ud800')).toBe('a\\u202eb\\u0000c\\u200bd\\ud800');
    expect(escapedText(`<a href="x" b='y'>&`)).toBe('&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;');
  });
});
