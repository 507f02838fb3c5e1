/** Runs the real kubectl against a control plane, on its leash: it ends with it. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { plainEnvironment, type Leash } from '../../../scripts/toolchain/leash';
import { toolPath } from '../../../scripts/toolchain/tools';

export interface KubectlOptions {
  /** Standard input, for `-f -`. @default - none */
  readonly input?: string;
  /** @default 180 */
  readonly seconds?: number;
}

export interface KubectlResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export class Kubectl {
  private calls = 0;

  constructor(
    private readonly leash: Leash,
    private readonly kubeconfig: string,
  ) {}

  /** Runs kubectl and returns how it ended, whatever that is. */
  async try(args: readonly string[], { input, seconds = 180 }: KubectlOptions = {}): Promise<KubectlResult> {
    const { folder } = this.leash;
    const path = join(folder, 'kubectl', String((this.calls += 1)));
    const files = { input: input === undefined ? undefined : `${path}.in`, log: `${path}.out`, errors: `${path}.err` };
    await mkdir(join(folder, 'kubectl'), { recursive: true });
    if (input !== undefined) await writeFile(`${path}.in`, input);
    // HOME in the folder: kubectl caches what it discovers there.
    const env = plainEnvironment({ KUBECONFIG: this.kubeconfig, HOME: folder });
    const { exited, kill } = await this.leash.start({
      file: await toolPath('kubectl'),
      args,
      cwd: folder,
      env,
      ...files,
    });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      kill();
    }, seconds * 1000);
    const { code } = await exited;
    clearTimeout(timer);
    const [stdout, stderr] = await Promise.all([readFile(files.log, 'utf8'), readFile(files.errors, 'utf8')]);
    if (late || code === null)
      throw new Error(
        `kubectl ${args.join(' ')} ${late ? `did not end within ${seconds} s` : 'was killed'}:\n${stdout}${stderr}`,
      );
    return { code, stdout, stderr };
  }

  /** Runs kubectl, which must succeed, and returns what it printed. */
  async run(args: readonly string[], options: KubectlOptions = {}): Promise<string> {
    const { code, stdout, stderr } = await this.try(args, options);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')} ended with ${code}:\n${stderr}${stdout}`);
    return stdout;
  }

  /**
   * Cordons a node and evicts its pods through the eviction API, which respects disruption budgets; ends when the pods
   * are gone.
   */
  async drain(node: string, { seconds = 120 }: { readonly seconds?: number } = {}): Promise<string> {
    return this.run(['drain', node, '--ignore-daemonsets', '--delete-emptydir-data', `--timeout=${seconds}s`], {
      seconds: seconds + 10,
    });
  }

  async uncordon(node: string): Promise<string> {
    return this.run(['uncordon', node]);
  }
}
