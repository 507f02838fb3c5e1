/** A dashboard of rows of panels: what Grafana imports. */
import { contentHash } from '../../core';
import type { GrafanaDashboard, Panel, Row, Variable } from './grafana';
import { dataSource, panelAt, type PanelInput, sizeOf } from './panel';

/** Panels that answer one question, under its title. */
export interface RowInput {
  readonly title: string;
  readonly panels: readonly PanelInput[];
}

/** Part of file and address of a dashboard. */
export type DashboardName = 'cost' | 'gateway' | 'gpus' | 'models' | 'network' | 'platform' | 'store';

/** A dashboard without its places. */
export interface DashboardInput {
  readonly name: DashboardName;
  readonly title: string;
  readonly description: string;
  /** Labels by which a reader chooses: the metric whose series have them. */
  readonly choices?: readonly Choice[];
  readonly rows: readonly RowInput[];
}

/** A variable with the values that a label has. */
export interface Choice {
  readonly name: string;
  readonly label: string;
  /** `label_values(METRIC, LABEL)`. */
  readonly query: string;
}

/** Columns of Grafana's grid. */
const columns = 24;

function placed(rows: readonly RowInput[]): readonly (Panel | Row)[] {
  const all: (Panel | Row)[] = [];
  let [y, id] = [0, 1];
  for (const { title, panels } of rows) {
    all.push({
      type: 'row',
      id: id++,
      title,
      collapsed: false,
      gridPos: { x: 0, y: y++, w: columns, h: 1 },
      panels: [],
    });
    let [x, height] = [0, 0];
    for (const panel of panels) {
      const { w, h } = sizeOf(panel);
      if (x + w > columns) [x, y, height] = [0, y + height, 0];
      all.push(panelAt(panel, id++, { x, y }));
      [x, height] = [x + w, Math.max(height, h)];
    }
    y += height;
  }
  return all;
}

const variables = (choices: readonly Choice[]): readonly Variable[] => [
  { type: 'datasource', name: 'prometheus', label: 'Prometheus', query: 'prometheus', multi: false, includeAll: false },
  ...choices.map(({ name, label, query }): Variable => ({
    type: 'query',
    name,
    label,
    datasource: dataSource,
    query: { query, refId: name },
    definition: query,
    refresh: 2,
    sort: 1,
    multi: true,
    includeAll: true,
    allValue: '.*',
    current: { selected: true, text: ['All'], value: ['$__all'] },
  })),
];

/** Longest uid that Grafana takes. */
const longestUid = 40;

/** `production-models`, or its hash where that is too long. */
export function dashboardUid(environment: string, name: string): string {
  const uid = `corral-${environment}-${name}`;
  return uid.length <= longestUid ? uid : `corral-${contentHash(environment)}-${name}`;
}

/** A dashboard of an environment. */
export const dashboard = (
  environment: string,
  { name, title, description, choices = [], rows }: DashboardInput,
): GrafanaDashboard => ({
  uid: dashboardUid(environment, name),
  title: `${environment}: ${title}`,
  description,
  tags: ['corral', environment],
  timezone: 'browser',
  editable: false,
  graphTooltip: 1,
  schemaVersion: 42,
  version: 1,
  refresh: '1m',
  time: { from: 'now-6h', to: 'now' },
  templating: { list: variables(choices) },
  annotations: { list: [] },
  links: [
    {
      title: 'Dashboards of this environment',
      type: 'dashboards',
      icon: 'external link',
      tooltip: '',
      tags: ['corral', environment],
      asDropdown: true,
      targetBlank: false,
      includeVars: false,
      keepTime: true,
    },
  ],
  panels: placed(rows),
});
