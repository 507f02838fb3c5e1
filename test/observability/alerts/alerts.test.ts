/** Alerts: each has a situation in which it fires and one in which it does not, a page, and names that exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  alertMeanings,
  type AlertName,
  alertNames,
  metricOf,
  metricSources,
  ruleGroups,
  runbookName,
  seriesIn,
} from '../../../lib/observability';
import { gib } from '../../../lib';
import { planned, watched } from './fixture';
import { situations } from './situations';

const { plan, alerts } = planned(watched);
const groups = ruleGroups(plan, alerts);
const all = groups.flatMap((group) => group.alerts);
const runbooks = join(__dirname, '..', '..', '..', 'docs', 'runbooks');

test('the fixture has every alert', () => {
  expect([...new Set(all.map(({ name }) => name))].sort()).toEqual([...alertNames].sort());
});

test('no two of a group have the same name and labels, also where there are two of a kind', () => {
  const { databases, backup } = watched;
  const two = planned({
    ...watched,
    databases: { ...databases, notes: { ...databases.chat, databases: { notes: {} } } },
    backup: {
      ...backup,
      sources: [...backup.sources, { kind: 'database', server: 'chat', database: 'chat', room: gib(10) }],
    },
  });
  const found = ruleGroups(two.plan, two.alerts).map((group) =>
    group.alerts.map(({ name, severity, labels = {} }) => JSON.stringify([name, severity, labels])),
  );
  expect(found.flatMap((keys) => keys.filter((key, i) => keys.indexOf(key) < i))).toEqual([]);
  expect(found.flat().filter((key) => key.includes('DatabaseDown'))).toHaveLength(2);
});

test.each(alertNames.map((name) => [name]))('%s has situations in which it fires and in which it does not', (name) => {
  const about = situations.filter((each) => each.about === name);
  expect(about.some(({ fires }) => fires.some((each) => each.endsWith(` ${name}`)))).toBe(true);
  expect(about.some(({ fires }) => fires.length === 0)).toBe(true);
});

test('every series is of the registry, and every recorded one is written', () => {
  const expressions = groups.flatMap(({ records, alerts: rules }) => [
    ...records.map(({ expr }) => expr),
    ...rules.map(({ expression }) => expression.promql),
  ]);
  const names = [...new Set(expressions.flatMap(seriesIn))];
  expect(names.filter((name) => metricOf(name) === undefined)).toEqual([]);
  const written = groups.flatMap(({ records }) => records.map(({ record }) => record as string));
  expect(names.filter((name) => name in metricSources.records && !written.includes(name))).toEqual([]);
});

/** Pages that begin with no alert. */
const otherPages = ['README.md', 'restore.md', 'rotate-the-engine-key.md'];

describe('runbooks', () => {
  test('each alert has a page, and each page an alert', () => {
    const pages = readdirSync(runbooks).filter((name) => !otherPages.includes(name));
    expect(pages.sort()).toEqual(alertNames.map((name) => `${runbookName(name)}.md`).sort());
  });

  test.each(alertNames.map((name) => [name]))(
    'the page of %s begins with its meaning, and helps',
    (name: AlertName) => {
      const path = join(runbooks, `${runbookName(name)}.md`);
      const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
      expect(text.split('\n').slice(0, 3)).toEqual([`# ${name}`, '', alertMeanings[name]]);
      const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
      expect(headings).toEqual([
        'What it means',
        'What users notice',
        'What to look at first',
        'How to fix it',
        'When to ask others',
      ]);
      expect(text).toMatch(/```sh\n/);
    },
  );
});
