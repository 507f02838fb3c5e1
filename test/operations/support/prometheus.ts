/** The real Prometheus on this machine: it scrapes what a test names, and answers questions. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { plainEnvironment, type Leash } from '../../../scripts/toolchain/leash';
import { toolPath } from '../../../scripts/toolchain/tools';
import { freePort } from '../../components/ports';

/** What is scraped, with the labels that our monitors give it. */
export interface ScrapeTarget {
  readonly job: string;
  readonly port: number;
  readonly host?: string;
  readonly path?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Keep the labels of the series where they differ. @default false */
  readonly honorLabels?: boolean;
}

export interface PrometheusOptions {
  readonly targets: readonly ScrapeTarget[];
  /** Seconds between two scrapes, and between two evaluations of rules. @default 1 */
  readonly interval?: number;
  /** A value of a label that is another one in a cluster. @default - none */
  readonly renamed?: { readonly label: string; readonly from: string; readonly to: string };
  /** Groups of rules, as a PrometheusRule has them. @default - none */
  readonly groups?: readonly object[];
}

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Found {
  readonly result: readonly { readonly metric: Sample['metric']; readonly value: [number, string] }[];
}

interface Answer<Data> {
  readonly status: string;
  readonly error?: string;
  readonly data?: Data;
}

interface AlertsNow {
  readonly alerts: readonly { readonly state: string; readonly labels: Readonly<Record<string, string>> }[];
}

/** A series over time. */
export interface Line {
  readonly metric: Sample['metric'];
  /** Moments in seconds, and values. */
  readonly points: readonly (readonly [number, number])[];
}

interface RangeAnswer {
  readonly data?: {
    readonly result: readonly { readonly metric: Sample['metric']; readonly values: readonly [number, string][] }[];
  };
}

export class Prometheus {
  private constructor(readonly port: number) {}

  /** Starts it in a folder of its own. */
  static async start(
    leash: Leash,
    { targets, interval = 1, groups = [], renamed }: PrometheusOptions,
  ): Promise<Prometheus> {
    const folder = join(leash.folder, 'prometheus');
    mkdirSync(folder, { recursive: true });
    const every = `${interval * 1000}ms`;
    const relabelings =
      renamed === undefined
        ? []
        : [
            {
              source_labels: [renamed.label],
              regex: renamed.from,
              target_label: renamed.label,
              replacement: renamed.to,
            },
          ];
    // JSON is YAML too.
    const configuration = {
      global: { scrape_interval: every, scrape_timeout: every, evaluation_interval: every },
      rule_files: groups.length === 0 ? [] : ['rules.json'],
      scrape_configs: targets.map(
        ({ job, port, host = '127.0.0.1', path = '/metrics', labels, honorLabels = false }, i) => ({
          job_name: `${i}`,
          honor_labels: honorLabels,
          metrics_path: path,
          static_configs: [{ targets: [`${host}:${port}`], labels: { ...labels, job } }],
          metric_relabel_configs: relabelings,
        }),
      ),
    };
    writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(configuration));
    writeFileSync(join(folder, 'rules.json'), JSON.stringify({ groups }));
    const port = await freePort();
    await leash.start({
      file: await toolPath('prometheus'),
      args: [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=warn',
      ],
      cwd: folder,
      env: plainEnvironment(),
      log: join(folder, 'log'),
    });
    const prometheus = new Prometheus(port);
    await prometheus.ready();
    return prometheus;
  }

  private async ready(): Promise<void> {
    const isReady = (): Promise<boolean> =>
      fetch(`http://127.0.0.1:${this.port}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    for (const deadline = Date.now() + 180_000; !(await isReady()); await sleep(100))
      if (Date.now() > deadline) throw new Error('Prometheus is not ready');
  }

  private async ask<Data>(path: string, parameters: Readonly<Record<string, string>>): Promise<Answer<Data>> {
    const response = await fetch(`http://127.0.0.1:${this.port}/api/v1/${path}`, {
      method: 'POST',
      body: new URLSearchParams(parameters),
    });
    return (await response.json()) as Answer<Data>;
  }

  /** What an expression is now. @throws Error where Prometheus refuses it */
  async query(expression: string): Promise<readonly Sample[]> {
    const { data, error } = await this.ask<Found>('query', { query: expression });
    if (data === undefined) throw new Error(`${expression}: ${error ?? ''}`);
    return data.result.map(({ metric, value: [, text] }) => ({ metric, value: Number(text) }));
  }

  /** What an expression was in the seconds before now, each second. */
  async over(expression: string, seconds: number): Promise<readonly Line[]> {
    const end = Math.floor(Date.now() / 1000);
    const parameters = { query: expression, start: `${end - seconds}`, end: `${end}`, step: '1' };
    const { data } = (await this.ask('query_range', parameters)) as RangeAnswer;
    return (data?.result ?? []).map(({ metric, values }) => ({
      metric,
      points: values.map(([at, text]) => [at, Number(text)] as const),
    }));
  }

  /** Why Prometheus does not read an expression; `undefined` where it does. */
  async fault(expression: string): Promise<string | undefined> {
    const { status, error } = await this.ask('parse_query', { query: expression });
    return status === 'success' ? undefined : error;
  }

  /** Waits until an expression has an answer. */
  async until(what: string, expression: string, seconds = 120): Promise<readonly Sample[]> {
    for (const deadline = Date.now() + 1000 * seconds; ; await sleep(200)) {
      const samples = await this.query(expression);
      if (samples.length > 0) return samples;
      if (Date.now() > deadline) throw new Error(`${what} was not seen: ${expression}`);
    }
  }

  /** The value of an expression with one series; `undefined` where it has none. */
  async value(expression: string): Promise<number | undefined> {
    return (await this.query(expression))[0]?.value;
  }

  /** `page ModelErrors`: severity and name of all alerts that fire, each once. */
  async firing(): Promise<readonly string[]> {
    const response = await fetch(`http://127.0.0.1:${this.port}/api/v1/alerts`);
    const { data } = (await response.json()) as Answer<AlertsNow>;
    const now = data?.alerts.filter(({ state }) => state === 'firing') ?? [];
    return [...new Set(now.map(({ labels }) => `${labels['severity']} ${labels['alertname']}`))].sort();
  }

  /** Names of series in an expression, as Prometheus reads it. */
  async seriesIn(expression: string): Promise<readonly string[]> {
    const found = new Set<string>();
    const visit = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      const { type, name } = node as { readonly type?: string; readonly name?: string };
      if (type !== undefined && /^(vector|matrix)Selector$/.test(type) && name !== undefined && name !== '')
        found.add(name);
      for (const value of Object.values(node)) visit(value);
    };
    visit((await this.ask('parse_query', { query: expression })).data);
    return [...found].sort();
  }
}
