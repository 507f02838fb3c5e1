/** Rules of alerts as an object: the smallest props, and every prop. */
import { describe, expect, test } from '@jest/globals';
import { AlertRules, type AlertRulesProps } from '../../lib/constructs/observability/alert-rules';
import { draw, fieldOf } from './support/drawn';
import { everyProp } from './support/every-prop';

const add = (chart: ConstructorParameters<typeof AlertRules>[0], props: AlertRulesProps) =>
  new AlertRules(chart, 'alerts', props);
const rule = {
  alert: 'GatewayDown',
  expr: 'up == 0',
  for: '5m',
  keep_firing_for: '10m',
  labels: { severity: 'page' },
  annotations: { summary: 'It is down.' },
};
const all: Required<AlertRulesProps> = {
  namespace: 'serving',
  labels: { release: 'stack' },
  groups: [{ name: 'gateway', rules: [{ record: 'corral:up', expr: 'sum(up)' }, rule] }],
};

test('an object has its groups, and the label that Prometheus selects', () => {
  const manifests = draw((chart) => add(chart, all));
  expect(fieldOf(manifests, 'PrometheusRule serving/alerts: metadata.labels')).toMatchObject({ release: 'stack' });
  expect(fieldOf(manifests, 'PrometheusRule serving/alerts: spec.groups')).toEqual([
    { name: 'gateway', rules: [{ record: 'corral:up', expr: 'sum(up)' }, rule] },
  ]);
});

describe('each prop shows', () => {
  everyProp<AlertRulesProps>(add, all, {
    namespace: { to: 'other', shows: { 'PrometheusRule other/alerts: metadata.namespace': 'other' } },
    labels: {
      to: { prometheus: 'own' },
      shows: { 'PrometheusRule serving/alerts: metadata.labels.prometheus': 'own' },
    },
    groups: {
      to: [{ name: 'none', rules: [] }],
      shows: { 'PrometheusRule serving/alerts: spec.groups[0].name': 'none' },
    },
  });
});
