/** Where a person would sit: a checkout of this repository on the machine of the control plane, and a shell. */
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { EnvironmentInput } from '../../../lib';
import { plainEnvironment } from '../../../scripts/toolchain/leash';
import { toolPath } from '../../../scripts/toolchain/tools';
import type { Machine } from './machine';
import type { Stand } from './stand';

const root = join(__dirname, '..', '..', '..');

/** How commands ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** A checkout of this repository whose overlays are these. */
function checkOut(folder: string, input: EnvironmentInput): string {
  mkdirSync(folder);
  for (const part of ['lib', 'scripts', 'deploy', 'build', 'package.json', 'tsconfig.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true, preserveTimestamps: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  mkdirSync(join(folder, 'overlays'));
  writeFileSync(join(folder, 'overlays', 'index.ts'), `export const environments = [${JSON.stringify(input)}];\n`);
  return folder;
}

export class Desk {
  private shells = 0;

  private constructor(
    private readonly stand: Stand,
    /** No other program uses its ports. */
    private readonly machine: Machine,
    /** The checkout. */
    readonly folder: string,
  ) {}

  static at(stand: Stand, input: EnvironmentInput): Desk {
    const machine = stand.machines.find(({ name }) => name === 'control');
    if (machine === undefined) throw new Error('a stand has a control machine');
    return new Desk(stand, machine, checkOut(join(stand.folder, 'checkout'), input));
  }

  /** Runs commands in the checkout, as a shell that a person types into; it ends at the first that fails. */
  async shell(script: string): Promise<Ended> {
    const PATH = [dirname(await toolPath('kubectl')), process.env['PATH']].join(delimiter);
    const { folder, kubeconfigInside } = this.stand;
    const number = (this.shells += 1);
    const logs = join(folder, 'logs', `shell-${number}`);
    const { exited } = await this.machine.inside.start({
      file: 'bash',
      // Entering the mounts of a machine leads to its root folder.
      args: ['-c', `set -eo pipefail\ncd '${this.folder}'\n${script}`],
      cwd: '/',
      env: plainEnvironment({ PATH, HOME: folder, KUBECONFIG: kubeconfigInside }),
      log: `${logs}.out`,
      errors: `${logs}.err`,
    });
    const { code } = await exited;
    return { code, out: readFileSync(`${logs}.out`, 'utf8'), error: readFileSync(`${logs}.err`, 'utf8') };
  }

  /** The same for commands that must succeed. @returns what they printed */
  async run(script: string): Promise<string> {
    const { code, out, error } = await this.shell(script);
    if (code !== 0) throw new Error(`these commands ended with ${code}:\n${script}\n${out}\n${error}`);
    return out;
  }
}
