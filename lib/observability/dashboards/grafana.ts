/**
 * Dashboards as Grafana reads them, by the types of its foundation SDK. The types are checked when this compiles; nothing
 * of the SDK runs.
 */
import type * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import type * as common from '@grafana/grafana-foundation-sdk/common';
import type * as sdk from '@grafana/grafana-foundation-sdk/dashboard';
import type * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import type * as stat from '@grafana/grafana-foundation-sdk/stat';

/** A type of the SDK as JSON has it: enumerations as their values, lists read-only, without methods. */
export type Plain<T> = T extends string
  ? `${T}`
  : T extends number | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Plain<Item>[]
      : { readonly [Key in keyof T as T[Key] extends () => void ? never : Key]: Plain<T[Key]> };

type DashboardFields = Plain<Omit<sdk.Dashboard, 'panels'>>;

export type PanelTarget = Plain<prometheus.Dataquery>;
export type Variable = Plain<sdk.VariableModel>;
export type GridPos = Plain<sdk.GridPos>;
export type GraphStyle = Plain<common.GraphFieldConfig>;
export type Legend = Plain<common.VizLegendOptions>;
export type StatOptions = Plain<stat.Options>;
export type BarGaugeOptions = Plain<bargauge.Options>;
export type Thresholds = Plain<sdk.ThresholdsConfig>;

/** A panel; `options` and `custom` are those of its type. */
export type Panel = Plain<Omit<sdk.Panel, 'targets' | 'options' | 'fieldConfig' | 'libraryPanel'>> & {
  readonly id: number;
  readonly gridPos: GridPos;
  readonly targets: readonly PanelTarget[];
  readonly options: object;
  readonly fieldConfig: {
    readonly defaults: Plain<Omit<sdk.FieldConfig, 'custom'>> & { readonly custom?: object };
    readonly overrides: readonly [];
  };
};

/** A line between panels. */
export type Row = Plain<Omit<sdk.RowPanel, 'panels'>> & { readonly panels: readonly [] };

/** A dashboard in the form that Grafana imports from a file. */
export type GrafanaDashboard = DashboardFields & { readonly panels: readonly (Panel | Row)[] };
