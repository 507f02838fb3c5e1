/** What an environment asks of monitoring: what it has without a word, and who scrapes a range of replicas. */
import { expect, test } from '@jest/globals';
import { parseEnvironment } from '../../lib/environment/complete';
import { base, changed } from '../invalid/base';
import { reportOf } from '../invalid/read';

const labels = { release: 'kube-prometheus-stack' };
const monitoringOf = (monitoring: object) => {
  const { environment, faults } = parseEnvironment(changed([['monitoring'], monitoring]));
  expect(reportOf(faults)).toBe('');
  return environment?.monitoring;
};

test('an environment without it has none', () => {
  expect(parseEnvironment(base).environment).not.toHaveProperty('monitoring');
});

test('the least that an overlay states, completed', () => {
  expect(monitoringOf({ scrape: { by: 'annotations' } })).toEqual({ scrape: { by: 'annotations' } });
  expect(monitoringOf({ scrape: { by: 'prometheus-operator', labels }, alerts: {} })).toEqual({
    scrape: { by: 'prometheus-operator', labels, interval: 15 },
    alerts: { labels, errors: { objective: 0.999 }, firstToken: { seconds: 2.5, objective: 0.95 } },
  });
});

test('a time until the first token is an upper bound of the histogram', () => {
  const alerts = { firstToken: { seconds: 3, objective: 0.95 } };
  const input = changed([['monitoring'], { scrape: { by: 'prometheus-operator', labels }, alerts }]);
  expect(reportOf(parseEnvironment(input).faults)).toBe(
    [
      'test.monitoring.alerts.firstToken.seconds: 3 is not among what is allowed.',
      '  allowed: 0.25 · 0.5 · 1 · 2.5 · 5 · 10 · 30 · 60',
      '  [NotAllowed]',
    ].join('\n'),
  );
});

test('monitors that are rendered are a scraper for a range of replicas', () => {
  const input = changed(
    [['prerequisites'], [{ kind: 'StorageClass', name: 'topolvm', providedBy: 'the TopoLVM chart' }]],
    [['monitoring'], { scrape: { by: 'prometheus-operator', labels } }],
  );
  expect(reportOf(parseEnvironment(input).faults)).toBe('');
});

test('labels of monitors, alerts and dashboards are not those by which Corral finds its objects', () => {
  const own = { 'app.kubernetes.io/name': 'x' };
  const input = changed([
    ['monitoring'],
    { scrape: { by: 'prometheus-operator', labels: own }, alerts: { labels: own }, dashboards: { labels: own } },
  ]);
  expect(parseEnvironment(input).faults.map(({ code, at }) => `${code} ${at}`)).toEqual(
    ['scrape', 'alerts', 'dashboards'].map(
      (part) => `ReservedMetadata test.monitoring.${part}.labels['app.kubernetes.io/name']`,
    ),
  );
});
