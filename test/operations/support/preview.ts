/**
 * A page that draws a dashboard: its grid, titles and units, and the series that a Prometheus has. It shows layout and
 * data, and not how Grafana draws them.
 */
import { escapedText } from '../../../lib/report/html/markup';
import type { GrafanaDashboard, Panel, Row } from '../../../lib/observability/dashboards/grafana';
import type { Line } from './prometheus';

/** Series of each panel by its id. */
export type Series = ReadonlyMap<number, readonly Line[]>;

const [column, row, head] = [60, 38, 26] as const;
const colours = ['#3b6fb6', '#d08b2c', '#3f8f6b', '#8a63b0', '#b2527e', '#6b7580', '#b0473b', '#2f8aa0'] as const;

const unitText: Readonly<Record<string, (value: number) => string>> = {
  percentunit: (value) => `${(100 * value).toFixed(1)} %`,
  percent: (value) => `${value.toFixed(0)} %`,
  bytes: (value) => `${(value / 1024 ** 3).toFixed(1)} GiB`,
  mbytes: (value) => `${(value / 1024).toFixed(1)} GiB`,
  Bps: (value) => `${(value / 1e6).toFixed(1)} MB/s`,
  reqps: (value) => `${value.toFixed(1)} req/s`,
  currencyUSD: (value) => `$${value.toFixed(2)}`,
  celsius: (value) => `${value.toFixed(0)} °C`,
  watt: (value) => `${value.toFixed(0)} W`,
  s: (value) => (value > 3600 ? `${(value / 3600).toFixed(1)} h` : `${value.toFixed(2)} s`),
};

const valueText = ({ fieldConfig }: Panel, value: number): string =>
  (unitText[fieldConfig.defaults.unit ?? ''] ?? ((each: number) => `${Math.round(100 * each) / 100}`))(value);

const lastOf = ({ points }: Line): number => points.at(-1)?.[1] ?? Number.NaN;

/** `{{workload}} cached` with the labels of a series. */
const legendOf = (format: string, { metric }: Line): string =>
  format === '__auto' ? '' : format.replaceAll(/\{\{(\w+)\}\}/g, (_, label: string) => metric[label] ?? '');

const box = ({ gridPos: { x, y, w, h } }: Panel) => ({
  x: x * column + 3,
  y: y * row + 3,
  w: w * column - 6,
  h: h * row - 6,
});

function graph(panel: Panel, lines: readonly (Line & { readonly legend: string })[]): string {
  const { x, y, w, h } = box(panel);
  const all = lines.flatMap(({ points }) => points);
  const top = Math.max(panel.fieldConfig.defaults.max ?? 0, ...all.map(([, value]) => value), 1e-9);
  const [from, to] = [Math.min(...all.map(([at]) => at)), Math.max(...all.map(([at]) => at))];
  const legends = Math.min(lines.length, 3);
  const [left, bottom, height, width] = [x + 64, y + h - 10 - 15 * legends, h - head - 18 - 15 * legends, w - 76];
  const px = (at: number): number => left + (to === from ? 0 : ((at - from) / (to - from)) * width);
  const py = (value: number): number => bottom - (value / top) * height;
  const axis = [0, 0.5, 1].map(
    (part) =>
      `<path d="M${left} ${py(part * top)}H${left + width}" stroke="#e3e6ea"/><text x="${left - 6}" y="${py(part * top) + 4}" text-anchor="end" class="axis">${escapedText(valueText(panel, part * top))}</text>`,
  );
  const drawn = lines.map(({ points }, i) => {
    const path = points
      .filter(([, value]) => Number.isFinite(value))
      .map(([at, value], n) => `${n === 0 ? 'M' : 'L'}${px(at).toFixed(1)} ${py(value).toFixed(1)}`)
      .join('');
    return `<path d="${path}" fill="none" stroke="${colours[i % colours.length] ?? ''}" stroke-width="1.6"/>`;
  });
  const legend = lines
    .slice(0, legends)
    .map(
      (line, i) =>
        `<rect x="${left}" y="${bottom + 12 + 15 * i - 8}" width="10" height="4" fill="${colours[i] ?? ''}"/><text x="${left + 15}" y="${bottom + 12 + 15 * i}" class="axis">${escapedText(`${line.legend}  ${valueText(panel, lastOf(line))}`)}</text>`,
    );
  return [...axis, ...drawn, ...legend].join('');
}

function single(panel: Panel, lines: readonly Line[]): string {
  const { x, y, w, h } = box(panel);
  const [first] = lines;
  const shown = first === undefined ? 'No data' : valueText(panel, lastOf(first));
  return `<text x="${x + w / 2}" y="${y + h / 2 + 22}" text-anchor="middle" class="value">${escapedText(shown)}</text>`;
}

function drawn(panel: Panel | Row, series: Series): string {
  if (!('targets' in panel)) {
    const { y = 0 } = panel.gridPos ?? {};
    return `<text x="4" y="${y * row + 25}" class="row">${escapedText(panel.title ?? '')}</text>`;
  }
  const { x, y, w, h } = box(panel);
  const lines = (series.get(panel.id) ?? []).map((line, i) => ({
    ...line,
    legend: legendOf(panel.targets[Math.min(i, panel.targets.length - 1)]?.legendFormat ?? '', line),
  }));
  const frame = `<rect x="${x}" y="${y}" width="${w}" height="${h}" class="frame"/><text x="${x + 10}" y="${y + 19}" class="title">${escapedText(panel.title ?? '')}</text>`;
  const empty = lines.length === 0 && panel.type !== 'stat';
  const body = empty
    ? `<text x="${x + w / 2}" y="${y + h / 2}" text-anchor="middle" class="axis">No data</text>`
    : panel.type === 'stat'
      ? single(panel, lines)
      : graph(panel, lines);
  return frame + body;
}

/** A page with one picture. */
export function previewPage({ title = '', panels }: GrafanaDashboard, series: Series): string {
  const height = Math.max(...panels.map(({ gridPos }) => ((gridPos?.y ?? 0) + (gridPos?.h ?? 0)) * row)) + 40;
  return `<!doctype html><meta charset="utf-8"><title>${escapedText(title)}</title><style>body{margin:12px;font:13px system-ui;background:#f4f5f7}h1{font-size:18px;margin:4px}
.frame{fill:#fff;stroke:#d8dce1}.title{font:600 13px system-ui;fill:#24292f}.axis{font:11px system-ui;fill:#57606a}.row{font:600 14px system-ui;fill:#24292f}.value{font:600 34px system-ui;fill:#1a7f4b}</style>
<h1>${escapedText(title)}</h1><svg width="${24 * column}" height="${height}">${panels.map((panel) => drawn(panel, series)).join('')}</svg>
`;
}
