/** The real Prometheus: scrapes a gateway and engines on loopback each second, with the labels that monitors give. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toolPath } from '../../../scripts/toolchain/tools';
import type { Machine, Process } from '../../engines/support/pod';
import { freePort } from '../../components/ports';
import { until } from '../../gateway/support/until';

export interface Job {
  readonly name: string;
  readonly path: string;
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

export class Prometheus {
  process: Process | undefined;

  private constructor(
    private readonly machine: Machine,
    private readonly folder: string,
    private readonly port: number,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  static async start(machine: Machine, jobs: readonly Job[]): Promise<Prometheus> {
    const prometheus = new Prometheus(machine, machine.folder('prometheus'), await freePort());
    writeFileSync(
      join(prometheus.folder, 'prometheus.json'),
      JSON.stringify({
        global: { scrape_interval: '1s', scrape_timeout: '1s' },
        scrape_configs: jobs.map(({ name, path, targets, labels }) => ({
          job_name: name,
          metrics_path: path,
          static_configs: [{ targets, labels }],
        })),
      }),
      { mode: 0o644 },
    );
    await prometheus.begin();
    return prometheus;
  }

  /** Starts it, with what it has stored. */
  async begin(): Promise<void> {
    this.process = await this.machine.run(
      [
        await toolPath('prometheus'),
        `--config.file=${join(this.folder, 'prometheus.json')}`,
        `--storage.tsdb.path=${join(this.folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${this.port}`,
        '--log.level=warn',
      ],
      {},
    );
    await until('Prometheus is ready', () =>
      fetch(`${this.url}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
  }

  async kill(): Promise<void> {
    await this.process?.kill();
  }
}
