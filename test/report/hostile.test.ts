/** Texts of others stay texts: whatever stands in names, reasons and annotations, no markup comes out of it. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { report, synthesise, type EnvironmentInput } from '../../lib';
import { escapedText } from '../../lib/report/html/markup';
import { runs } from '../generators/runs';
import { broad, licensed } from './support/broad';
import { readPage } from './support/page';
import { harmlessOf, hostileText, lineOf } from './support/texts';
import { comparisonOf, written } from './support/written';

const whole = synthesise(licensed('Apache-2.0'));
const { [0]: first } = broad.exemptions ?? [];

/** Faults of the markup, and elements with the names of their attributes: what a page is made of, without its texts. */
function bonesOf(html: string) {
  const { errors, tags } = readPage(html);
  return { errors, elements: tags.map(({ name, attributes }) => `${name} ${Object.keys(attributes).join(' ')}`) };
}

describe('texts of others', () => {
  test('in names, reasons, images and revisions make no markup', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const html = report(written(whole, text), comparisonOf(whole, text));
        const same = harmlessOf(text);
        const { elements } = bonesOf(report(written(whole, same), comparisonOf(whole, same)));
        expect(bonesOf(html)).toEqual({ errors: [], elements });
        // Nothing of it is lost either: in a licence and in an alert it is a text.
        expect(html).toContain(`<bdi>Apache-2.0${escapedText(text)}</bdi>`);
        expect(html).toContain(`is available: no client gets an answer.${escapedText(text)}</span>`);
        expect(html).toContain(`compared with <bdi>main${escapedText(text)}</bdi>`);
      }),
      { numRuns: runs(4) },
    );
  });

  test('in every field of an overlay that takes a sentence make no markup', () => {
    const said = (text: string): EnvironmentInput => ({
      ...licensed(text),
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
        expect(html).toContain(`<bdi>${escapedText(text)}</bdi>`);
      }),
      { numRuns: runs(1) },
    );
  });

  test('that nobody can see are written as their codes', () => {
    expect(escapedText('a\u202eb\u0000c\u200bd\ud800')).toBe('a\\u202eb\\u0000c\\u200bd\\ud800');
    expect(escapedText(`<a href="x" b='y'>&`)).toBe('&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;');
  });
});
