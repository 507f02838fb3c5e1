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

test.each([
  ['of cert-manager is watched by its name', { issuer: { kind: 'ClusterIssuer', name: 'internal' } }, 2],
  ['that others made has no metric, and no alert', { secretName: 'llm-tls' }, 0],
] as const)('a certificate of a Gateway %s', (_, tls, count) => {
  const edge = planned({
    ...watched,
    databases: {},
    gateway: { ...watched.gateway, tls, expose: { by: 'gateway-api', className: 'envoy' } },
  });
  const found = ruleGroups(edge.plan, edge.alerts)
    .flatMap((group) => group.alerts)
    .flatMap(({ name, severity, expression, labels: { source } = {} }) =>
      name === 'CertificateExpires' || source === 'cert-manager' ? [`${severity}: ${expression.promql}`] : [],
    );
  const reported = 'certmanager_certificate_expiration_timestamp_seconds{namespace="llm-gateway",name="gateway-tls"}';
  const left = `min by (namespace, name) (${reported}) - time()`;
  expect(found).toEqual(
    count === 0 ? [] : [`ticket: ${left} < 1209600`, `page: ${left} < 172800`, `ticket: absent(${reported})`],
  );
});

test('pods of a backup are watched too where no model comes through a store', () => {
  const { models: _models, ollama: _ollama, ...others } = watched;
  const alone = planned({
    ...others,
    gateway: undefined,
    backup: {
      ...watched.backup,
      sources: [{ kind: 'database', server: 'chat', database: 'chat', room: gib(5) }],
    },
  });
  expect(ruleGroups(alone.plan, alone.alerts).map(({ name }) => name)).toContain('corral-pods-model-store');
});

/** Pages that begin with no alert. */
const otherPages = ['README.md', 'restore.md', 'rotate-the-engine-key.md'];

describe('runbooks', () => {
  test.each([
    ['WORKLOAD', 'workload'],
    ['CRONJOB', 'cronjob'],
  ])('a page that says %s is of an alert with the label %s', (word, label) => {
    const without = all.flatMap(({ name, labels = {} }) => {
      const text = readFileSync(join(runbooks, `${runbookName(name)}.md`), 'utf8');
      return new RegExp(`\\b${word}\\b`).test(text) && !(label in labels) ? [name] : [];
    });
    // It is about containers of everything, and its page says so.
    expect([...new Set(without)]).toEqual(word === 'WORKLOAD' ? ['OutOfMemory'] : []);
  });

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
