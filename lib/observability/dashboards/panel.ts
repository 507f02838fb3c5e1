/** Panels: what is shown, in which unit, and how wide. Where they stand follows from their order. */
import type { Expression } from '../expressions/expression';
import type {
  BarGaugeOptions,
  GraphStyle,
  GridPos,
  Legend,
  Panel,
  PanelTarget,
  StatOptions,
  Thresholds,
} from './grafana';

/** Units as Grafana names them. */
export type PanelUnit =
  | 'short'
  | 'percentunit'
  | 'percent'
  | 's'
  | 'ms'
  | 'bytes'
  | 'mbytes'
  | 'Bps'
  | 'reqps'
  | 'currencyUSD'
  | 'celsius'
  | 'watt';

/** A query with how its series are called: `{{workload}}`. */
export interface Query {
  readonly of: Expression;
  readonly legend: string;
}

/** A panel without its place. */
export interface PanelInput {
  readonly title: string;
  /** What it shows and what to conclude. */
  readonly description: string;
  readonly type: 'timeseries' | 'stat' | 'bargauge';
  readonly unit: PanelUnit;
  readonly queries: readonly Query[];
  /** Columns of 24. @default 8 for graphs, 4 for single values */
  readonly width?: number;
  readonly min?: number;
  readonly max?: number;
  /** Values from which on it is coloured as a warning, and as a fault. */
  readonly limits?: { readonly warning: number; readonly fault: number };
  /** Series on top of each other: parts of a sum. @default false */
  readonly stacked?: boolean;
}

export const graph = (
  title: string,
  unit: PanelUnit,
  description: string,
  queries: readonly Query[],
  further: Pick<PanelInput, 'width' | 'min' | 'max' | 'limits' | 'stacked'> = {},
): PanelInput => ({ type: 'timeseries', title, unit, description, queries, min: 0, ...further });

export const value = (
  title: string,
  unit: PanelUnit,
  description: string,
  of: Expression,
  further: Pick<PanelInput, 'width' | 'limits'> = {},
): PanelInput => ({ type: 'stat', title, unit, description, queries: [{ of, legend: '' }], ...further });

export const bars = (
  title: string,
  unit: PanelUnit,
  description: string,
  queries: readonly Query[],
  further: Pick<PanelInput, 'width' | 'min' | 'max' | 'limits'> = {},
): PanelInput => ({ type: 'bargauge', title, unit, description, queries, min: 0, ...further });

/** The data source that the reader chooses. */
export const dataSource = { type: 'prometheus', uid: `\${prometheus}` } as const;

const heights: Readonly<Record<PanelInput['type'], number>> = { timeseries: 8, stat: 4, bargauge: 8 };
const widths: Readonly<Record<PanelInput['type'], number>> = { timeseries: 8, stat: 4, bargauge: 8 };

export const sizeOf = ({ type, width = widths[type] }: PanelInput): Pick<GridPos, 'w' | 'h'> => ({
  w: width,
  h: heights[type],
});

const target = ({ of, legend }: Query, i: number, isInstant: boolean): PanelTarget => ({
  refId: String.fromCharCode('A'.charCodeAt(0) + i),
  datasource: dataSource,
  expr: of.promql,
  legendFormat: legend === '' ? '__auto' : legend,
  editorMode: 'code',
  ...(isInstant ? { instant: true, range: false } : { range: true, instant: false }),
});

const thresholds = ({ limits }: PanelInput): Thresholds => ({
  mode: 'absolute',
  steps: [
    // Everything below the first limit.
    { value: null, color: 'green' },
    ...(limits === undefined
      ? []
      : [
          { value: limits.warning, color: 'orange' },
          { value: limits.fault, color: 'red' },
        ]),
  ],
});

const legend: Legend = { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] };

const graphStyle = ({ stacked = false, limits }: PanelInput): GraphStyle => ({
  drawStyle: 'line',
  lineWidth: 1,
  fillOpacity: stacked ? 40 : 10,
  showPoints: 'never',
  spanNulls: false,
  ...(stacked ? { stacking: { mode: 'normal', group: 'A' } } : {}),
  ...(limits === undefined ? {} : { thresholdsStyle: { mode: 'line' } }),
});

const statOptions: StatOptions = {
  graphMode: 'area',
  colorMode: 'value',
  justifyMode: 'auto',
  textMode: 'auto',
  wideLayout: true,
  showPercentChange: false,
  percentChangeColorMode: 'standard',
  orientation: 'auto',
  reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
};

const barOptions: BarGaugeOptions = {
  displayMode: 'basic',
  valueMode: 'color',
  namePlacement: 'auto',
  showUnfilled: true,
  sizing: 'auto',
  minVizWidth: 8,
  minVizHeight: 16,
  maxVizHeight: 300,
  legend: { ...legend, showLegend: false },
  orientation: 'horizontal',
  reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
};

const optionsOf = (panel: PanelInput): object => {
  if (panel.type === 'stat') return statOptions;
  if (panel.type === 'bargauge') return barOptions;
  return { legend, tooltip: { mode: 'multi', sort: 'desc' } };
};

/** A panel at a place. */
export const panelAt = (panel: PanelInput, id: number, place: Pick<GridPos, 'x' | 'y'>): Panel => ({
  id,
  type: panel.type,
  title: panel.title,
  description: panel.description,
  datasource: dataSource,
  gridPos: { ...place, ...sizeOf(panel) },
  targets: panel.queries.map((query, i) => target(query, i, panel.type === 'bargauge')),
  options: optionsOf(panel),
  fieldConfig: {
    defaults: {
      unit: panel.unit,
      ...(panel.min === undefined ? {} : { min: panel.min }),
      ...(panel.max === undefined ? {} : { max: panel.max }),
      thresholds: thresholds(panel),
      ...(panel.type === 'timeseries' ? { custom: graphStyle(panel) } : {}),
    },
    overrides: [],
  },
});
