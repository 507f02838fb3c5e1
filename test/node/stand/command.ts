/** Commands as people run them, in processes of their own, beside a stand. */
import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { EnvironmentInput } from '../../../lib';
import { plainEnvironment } from '../../../scripts/toolchain/leash';
import { toolPath } from '../../../scripts/toolchain/tools';
import type { Stand } from './stand';

const root = join(__dirname, '..', '..', '..');

/** What a command printed, and how it ended. */
export interface Printed {
  readonly status: number | null;
  readonly out: string;
  readonly error: string;
}

/** Runs a command of this repository with the administrator's kubeconfig. */
export async function command(stand: Stand, words: readonly string[]): Promise<Printed> {
  const PATH = [dirname(await toolPath('kubectl')), process.env['PATH']].join(delimiter);
  const child = spawn(
    process.execPath,
    [join(root, 'scripts', 'run.cjs'), ...words, '--kubeconfig', stand.kubeconfig],
    {
      cwd: root,
      env: plainEnvironment({ PATH, HOME: stand.folder }),
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const printed = { out: '', error: '' };
  child.stdout.on('data', (chunk: Buffer) => (printed.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed.error += chunk.toString()));
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { status, out: printed.out.trimEnd(), error: printed.error.trimEnd() };
}

/** A folder of overlays beside those of this repository, from which theirs can be imported. */
export class Overlays {
  constructor(private readonly folder: string) {
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    symlinkSync(root, join(folder, 'node_modules', 'corral'));
    symlinkSync(join(root, 'node_modules', 'tsx'), join(folder, 'node_modules', 'tsx'));
    for (const name of ['base.ts', 'models.ts', 'models.lock.json'])
      symlinkSync(join(root, 'overlays', name), join(folder, name));
  }

  /** @param text - of an overlay, as `discover` prints it */
  write(name: string, text: string): string {
    const path = join(this.folder, `${name}.ts`);
    writeFileSync(path, text);
    return path;
  }

  /**
   * Writes the list of environments: those of overlays that were written, by the name of their constant, and those that
   * are plain data.
   *
   * @returns the path, as `--overlays` takes it
   */
  list(written: readonly string[], data: readonly EnvironmentInput[]): string {
    const imports = written.map((name) => `import { ${name} } from './${name}';\n`).join('');
    const entries = [...written, ...data.map((input) => JSON.stringify(input))].join(',\n');
    return this.write('index', `${imports}export const environments = [\n${entries}\n];\n`);
  }
}
