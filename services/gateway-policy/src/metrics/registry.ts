/** Metrics in the text format of Prometheus. Labels have values of ours only, so that the number of series is bounded. */

type Labels<Names extends string> = Readonly<Record<Names, string>>;
type Kind = 'counter' | 'gauge';

/** Series beyond this are not kept: a label with unbounded values must not fill the memory. */
const seriesOfOneMetric = 20_000;

const escaped = (value: string) =>
  value.replace(/[\\\n"]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`));

const labelsText = (names: readonly string[], labels: Labels<string>): string =>
  names.map((label) => `${label}="${escaped(labels[label] ?? '')}"`).join(',');

/** Values by labels. */
export class Metric<Names extends string = never> {
  readonly #series = new Map<string, number>();

  constructor(
    readonly kind: Kind,
    readonly name: string,
    readonly help: string,
    readonly labels: readonly Names[],
  ) {}

  add(labels: Labels<Names>, by = 1): void {
    const key = this.#key(labels);
    this.#store(key, (this.#series.get(key) ?? 0) + by);
  }

  set(labels: Labels<Names>, value: number): void {
    this.#store(this.#key(labels), value);
  }

  value(labels: Labels<Names>): number {
    return this.#series.get(this.#key(labels)) ?? 0;
  }

  clear(): void {
    this.#series.clear();
  }

  text(): string {
    const lines = [...this.#series].map(([key, value]) => `${this.name}${key} ${value}\n`);
    return `# HELP ${this.name} ${this.help}\n# TYPE ${this.name} ${this.kind}\n${lines.join('')}`;
  }

  #key(labels: Labels<Names>): string {
    if (this.labels.length === 0) return '';
    return `{${labelsText(this.labels, labels)}}`;
  }

  #store(key: string, value: number): void {
    if (this.#series.has(key) || this.#series.size < seriesOfOneMetric) this.#series.set(key, value);
  }
}

/** As Prometheus 3 keeps bounds: `1.0`. */
const boundText = (bound: number): string => (Number.isInteger(bound) ? `${bound}.0` : `${bound}`);

interface Observed {
  /** Values up to each bound, not added up. */
  readonly counts: number[];
  count: number;
  sum: number;
}

/** Counts of values by upper bounds, in the classic form. */
export class Histogram<Names extends string> {
  readonly kind = 'histogram';
  readonly #series = new Map<string, Observed>();

  constructor(
    readonly name: string,
    readonly help: string,
    readonly labels: readonly [Names, ...Names[]],
    readonly bounds: readonly number[],
  ) {}

  observe(labels: Labels<Names>, value: number): void {
    const key = labelsText(this.labels, labels);
    let observed = this.#series.get(key);
    if (observed === undefined) {
      if (this.#series.size * (this.bounds.length + 3) >= seriesOfOneMetric) return;
      observed = { counts: this.bounds.map(() => 0), count: 0, sum: 0 };
      this.#series.set(key, observed);
    }
    observed.count += 1;
    observed.sum += value;
    const place = this.bounds.findIndex((bound) => value <= bound);
    if (place >= 0) observed.counts[place] = (observed.counts[place] ?? 0) + 1;
  }

  text(): string {
    const lines = [...this.#series].flatMap(([labels, { counts, count, sum }]) => {
      let below = 0;
      return [
        ...this.bounds.map((bound, place) => {
          below += counts[place] ?? 0;
          return `${this.name}_bucket{${labels},le="${boundText(bound)}"} ${below}\n`;
        }),
        `${this.name}_bucket{${labels},le="+Inf"} ${count}\n`,
        `${this.name}_sum{${labels}} ${sum}\n`,
        `${this.name}_count{${labels}} ${count}\n`,
      ];
    });
    return `# HELP ${this.name} ${this.help}\n# TYPE ${this.name} histogram\n${lines.join('')}`;
  }
}

/** All metrics of a process, and what brings gauges up to date before they are read. */
export class Registry {
  readonly #metrics: { text(): string }[] = [];
  readonly #collectors: (() => void)[] = [];

  counter<Names extends string = never>(name: string, help: string, labels: readonly Names[] = []): Metric<Names> {
    return this.#added(new Metric('counter', name, help, labels));
  }

  gauge<Names extends string = never>(name: string, help: string, labels: readonly Names[] = []): Metric<Names> {
    return this.#added(new Metric('gauge', name, help, labels));
  }

  histogram<Names extends string>(
    name: string,
    help: string,
    labels: readonly [Names, ...Names[]],
    bounds: readonly number[],
  ): Histogram<Names> {
    return this.#added(new Histogram(name, help, labels, bounds));
  }

  /** Calls `collect` before each reading. */
  onCollect(collect: () => void): void {
    this.#collectors.push(collect);
  }

  text(): string {
    for (const collect of this.#collectors) collect();
    return this.#metrics.map((metric) => metric.text()).join('');
  }

  #added<Added extends { text(): string }>(metric: Added): Added {
    this.#metrics.push(metric);
    return metric;
  }
}
