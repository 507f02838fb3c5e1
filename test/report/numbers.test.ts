/** Every number of a page is one of the plan: what a reader compares with `plan --json` is the same. What it consists of. */
import { describe, expect, test } from '@jest/globals';
import { environments } from '../../overlays';
import { report, reportOverview, synthesise } from '../../lib';
import { team } from '../namespaced/team';
import { broad } from './support/broad';
import { sourcesOf, wrongMark } from './support/lookup';
import { readPage } from './support/page';
import { structureOf } from './support/structure';

const all = [...environments, broad, team];

describe.each(all.map(({ name }) => name))('the page of %s', (wanted) => {
  const input = all.find(({ name }) => name === wanted);
  if (input === undefined) throw new Error(wanted);
  const synthesis = synthesise(input);
  const page = readPage(report(synthesis));
  const sources = sourcesOf(synthesis);
  const marks = page.tags.filter(({ attributes }) => 'data-at' in attributes);

  test('is a page without any fault of its markup', () => {
    expect(page.errors).toEqual([]);
  });

  test('has no number without its source', () => {
    expect(page.unmarked).toEqual([]);
  });

  test('has numbers and reasons that are those of the plan, and texts of alerts that are those of the manifests', () => {
    expect(marks.flatMap((mark) => wrongMark(mark, sources))).toEqual([]);
    expect(marks.length).toBeGreaterThan(50);
  });

  test('has its sections, tables and their rows', () => {
    expect(structureOf(report(synthesis))).toMatchSnapshot();
  });

  test('has only links to what it contains', () => {
    const ids = page.tags.flatMap(({ attributes }) => attributes['id'] ?? []);
    const links = page.tags.flatMap(({ attributes }) => attributes['href'] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    expect(links.filter((link) => !ids.includes(link.replace(/^#/, '')))).toEqual([]);
  });

  test('is the same page each time, and at most a megabyte', () => {
    const again = report(synthesise(input));
    expect(again).toBe(report(synthesis));
    expect(Buffer.byteLength(again)).toBeLessThan(2 ** 20);
  });
});

test('the list of pages has no number that the plan of all of them does not print', () => {
  const syntheses = environments.map((each) => synthesise(each));
  const { tags, unmarked } = readPage(reportOverview(syntheses, (environment) => `${environment}.html`));
  const json = syntheses.map((each) => sourcesOf(each).json);
  const marks = tags.filter(({ attributes }) => 'data-at' in attributes);
  expect(unmarked).toEqual([]);
  const withoutPrice = syntheses.filter(
    ({ plan: { cost } }) => cost.unknown.length > 0 && cost.maximum.paid.high === 0,
  );
  expect(withoutPrice.map(({ name }) => name)).toEqual(['local', 'dev']);
  expect(marks).toHaveLength(3 * environments.length - withoutPrice.length);
  expect(marks.flatMap((mark) => wrongMark(mark, { json, manifests: [] }))).toEqual([]);
});
