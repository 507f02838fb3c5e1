/** Dashboards: what each environment has, that panels stand beside each other, and that queries name known series. */
import { describe, expect, test } from '@jest/globals';
import { environments } from '../../../overlays';
import { parseEnvironment, plan, type EnvironmentInput, type Plan } from '../../../lib';
import { dashboards, metricOf, seriesIn } from '../../../lib/observability';
import type { Panel, Row } from '../../../lib/observability/dashboards/grafana';

const planned = (wanted: string): Plan => {
  const input = environments.find(({ name }) => name === wanted) as EnvironmentInput;
  const { environment } = parseEnvironment({
    ...input,
    cluster: { ...input.cluster, monitoring: { namespace: 'monitoring', podLabels: { app: 'prometheus' } } },
    monitoring: {
      scrape: { by: 'prometheus-operator', labels: { release: 'stack' } },
      prometheus: input.monitoring?.prometheus,
    },
  });
  if (environment === undefined) throw new Error(wanted);
  return plan(environment);
};

const isPanel = (panel: Panel | Row): panel is Panel => 'targets' in panel;

const overlap = (a: Panel | Row, b: Panel | Row): boolean => {
  const [p, q] = [a.gridPos, b.gridPos];
  if (p === undefined || q === undefined) throw new Error('a panel has no place');
  return p.x < q.x + q.w && q.x < p.x + p.w && p.y < q.y + q.h && q.y < p.y + p.h;
};

test('an environment has the dashboards of what it has', () => {
  expect([...dashboards(planned('local')).keys()]).toEqual(['platform', 'models', 'gateway', 'store', 'network']);
  expect([...dashboards(planned('production')).keys()]).toEqual(
    expect.arrayContaining(['platform', 'models', 'gpus', 'store', 'network', 'cost']),
  );
});

describe.each(['local', 'staging', 'production'])('the dashboards of %s', (wanted) => {
  const all = [...dashboards(planned(wanted))];

  test.each(all)('%s: panels have ids and places of their own, within the grid', (_, { panels }) => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const crossing = panels.flatMap((a, i) =>
      panels
        .slice(i + 1)
        .filter((b) => overlap(a, b))
        .map(({ title }) => [a.title, title]),
    );
    expect(crossing).toEqual([]);
    expect(panels.filter(({ gridPos }) => (gridPos?.x ?? 0) + (gridPos?.w ?? 0) > 24)).toEqual([]);
  });

  test.each(all)(
    '%s: every query names series of the registry, and every panel says what it shows',
    (_, { panels }) => {
      for (const panel of panels.filter(isPanel)) {
        expect(panel.description).toMatch(/^[A-Z0-9].*\.$/);
        for (const { expr, datasource } of panel.targets) {
          expect(datasource).toEqual({ type: 'prometheus', uid: `\${prometheus}` });
          const names = seriesIn(expr);
          expect({ expr, unknown: names.filter((name) => metricOf(name) === undefined) }).toEqual({
            expr,
            unknown: [],
          });
          expect(names.length).toBeGreaterThan(0);
        }
      }
    },
  );
});
