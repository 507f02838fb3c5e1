/** Lengths of time are whole seconds: Kubernetes, Prometheus and the programs refuse `7.5s`, or cut it. */
import { expect, test } from '@jest/globals';
import { minutes } from '../../lib/core/duration';
import { parseEnvironment } from '../../lib/environment/complete';
import { changed, type Change } from '../invalid/base';
import { reportOf } from '../invalid/read';

const labels = { release: 'stack' };
const scraped = (interval: number): Change => [
  ['monitoring'],
  { scrape: { by: 'prometheus-operator', labels, interval } },
];

test.each<[string, Change, string]>([
  ['between two scrapes', scraped(7.5), 'monitoring.scrape.interval'],
  [
    'on a node with a taint',
    [['models', 'legal', 'pods'], { tolerations: [{ key: 'team', effect: 'NoExecute', seconds: 1.5 }] }],
    'models.legal.pods.tolerations[0].seconds',
  ],
  ['between two looks at a repository', [['gitops'], { tool: 'flux', interval: 90.5 }], 'gitops.interval'],
  [
    'of a model without requests',
    [['ollama', 'fleet', 'settings'], { contextLength: 4096, parallel: 2, maxOutputLength: 1024, keepAlive: 1.5 }],
    'ollama.fleet.settings.keepAlive',
  ],
])('a time %s is not half a second', (_, change, place) => {
  const report = reportOf(parseEnvironment(changed(change)).faults);
  expect(report).toContain(`test.${place}: `);
  expect(report).toContain('is out of range.\n  allowed: whole seconds from ');
  expect(report).toContain('[OutOfRange]');
});

test('what a product of fractions leaves beside a whole number is no fault', () => {
  const interval = minutes(0.1 + 0.2);
  expect(interval).not.toBe(18);
  const { environment, faults } = parseEnvironment(changed(scraped(interval)));
  expect(reportOf(faults)).toBe('');
  expect(environment?.monitoring?.scrape).toMatchObject({ interval: 18 });
});
