/**
 * The real Pulumi CLI and the real Kubernetes provider in a folder of their own: no account, no network, nothing left
 * behind.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import {
  LocalWorkspace,
  PulumiCommand,
  type EngineEvent,
  type LocalWorkspaceOptions,
  type Stack,
} from '@pulumi/pulumi/automation';
import * as sdk from '@pulumi/pulumi';
import type { EnvironmentInput } from '../../../lib';
import { declare } from '../../../deploy/pulumi/program';
import { readSettings } from '../../../deploy/pulumi/settings';
import { ensureTools, toolPath } from '../../../scripts/toolchain/tools';
import { pulumiTools } from '../../components/sets';
import { rollOutAtOnce } from './at-once';

/** An operation on a resource: `update kubernetes:apps/v1:Deployment::llm-serving/qwen`. */
export interface Step {
  readonly op: string;
  readonly resource: string;
}

/** What an operation said and did. */
export interface Run {
  readonly steps: readonly Step[];
  readonly text: string;
}

/** Collects what the engine reports. The stack itself is no object of ours. */
export class Log {
  readonly steps: Step[] = [];
  private readonly lines: string[] = [];

  readonly onOutput = (line: string): void => {
    this.lines.push(line);
  };

  readonly onEvent = ({ resourcePreEvent }: EngineEvent): void => {
    if (resourcePreEvent === undefined) return;
    const { op, urn } = resourcePreEvent.metadata;
    const resource = urn.split('::').slice(2).join('::');
    if (!resource.startsWith('pulumi:')) this.steps.push({ op, resource });
  };

  get run(): Run {
    return { steps: this.steps, text: this.lines.join('') };
  }
}

const root = join(__dirname, '..', '..', '..');

/**
 * Other entries of the project: at the pace of simulated kubelets, and with every environment held by a stack besides.
 */
const entries = ['at-once', 'by-stacks'] as const;
type Entry = (typeof entries)[number];

export class Pulumi {
  private constructor(
    private readonly folder: string,
    private readonly command: PulumiCommand,
  ) {}

  static async install(): Promise<Pulumi> {
    await ensureTools(pulumiTools);
    const folder = await mkdtemp(join(tmpdir(), 'corral-pulumi-'));
    await Promise.all(
      ['bin', 'state', 'home', 'inline', 'project', ...entries].map((name) => mkdir(join(folder, name))),
    );
    await symlink(await toolPath('pulumi'), join(folder, 'bin', 'pulumi'));
    // The name under which the CLI looks for a provider on PATH.
    await symlink(await toolPath('pulumi-kubernetes'), join(folder, 'bin', 'pulumi-resource-kubernetes'));
    await symlink(join(__dirname, 'language-host.cjs'), join(folder, 'bin', 'pulumi-language-nodejs'));
    // The project as it is, where the CLI may write its stack files.
    await copyFile(join(root, 'Pulumi.yaml'), join(folder, 'project', 'Pulumi.yaml'));
    await symlink(join(root, 'deploy'), join(folder, 'project', 'deploy'));
    const project = await readFile(join(root, 'Pulumi.yaml'), 'utf8');
    for (const entry of entries) {
      await writeFile(
        join(folder, entry, 'Pulumi.yaml'),
        project.replace(/^main: .*$/m, `main: support/program-${entry}.ts`),
      );
      await symlink(__dirname, join(folder, entry, 'support'));
    }
    return new Pulumi(folder, await PulumiCommand.get({ root: folder }));
  }

  private options(workDir: string): LocalWorkspaceOptions {
    return {
      workDir: join(this.folder, workDir),
      pulumiHome: join(this.folder, 'home'),
      pulumiCommand: this.command,
      envVars: {
        PATH: [join(this.folder, 'bin'), process.env.PATH].join(delimiter),
        // Neither the kubeconfig nor anything else of the user who runs the tests.
        HOME: join(this.folder, 'home'),
        KUBECONFIG: '',
        PULUMI_BACKEND_URL: `file://${join(this.folder, 'state')}`,
        PULUMI_CONFIG_PASSPHRASE: '',
        PULUMI_SKIP_UPDATE_CHECK: 'true',
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
      },
    };
  }

  /** A stack of the project as it is checked out: `Pulumi.yaml`, its entry, the overlays. */
  project(stackName: string): Promise<Stack> {
    return LocalWorkspace.createOrSelectStack(
      { stackName, workDir: join(this.folder, 'project') },
      this.options('project'),
    );
  }

  /** The same project with another entry. */
  projectWith(entry: Entry, stackName: string): Promise<Stack> {
    return LocalWorkspace.createOrSelectStack({ stackName, workDir: join(this.folder, entry) }, this.options(entry));
  }

  /** The file with the state of a stack. */
  stateFile(stackName: string): string {
    return join(this.folder, 'state', '.pulumi', 'stacks', 'corral', `${stackName}.json`);
  }

  /** The stack of an environment that a test may change as it goes. */
  async stack(environment: () => EnvironmentInput, settings: Readonly<Record<string, string>>): Promise<Stack> {
    const program = (): Promise<void> => {
      const name = sdk.getStack();
      rollOutAtOnce();
      declare([environment()], name, readSettings(new sdk.Config('corral'), name), sdk.runtime.isDryRun());
      return Promise.resolve();
    };
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: environment().name, projectName: 'corral', program },
      this.options('inline'),
    );
    for (const [key, value] of Object.entries(settings)) await stack.setConfig(key, { value });
    return stack;
  }

  /** `pulumi up` of a stack of `projectWith` as a process of its own, which a test may kill. */
  startUp(entry: Entry, stackName: string): ChildProcess {
    const { envVars } = this.options(entry);
    const args = ['up', '--yes', '--skip-preview', '--non-interactive', '--stack', stackName];
    return spawn(this.command.command, args, {
      cwd: join(this.folder, entry),
      env: { ...process.env, PULUMI_HOME: join(this.folder, 'home'), ...envVars },
      stdio: 'ignore',
    });
  }

  /** `pulumi up` from its start to its end, as a person waits for it. */
  async upByCommand(entry: Entry, stackName: string): Promise<void> {
    const [code] = (await once(this.startUp(entry, stackName), 'exit')) as [number | null];
    if (code !== 0) throw new Error(`pulumi up of ${stackName} ended with ${code}`);
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

export async function up(stack: Stack, options: { readonly refresh?: boolean } = {}): Promise<Run> {
  const log = new Log();
  await stack.up({ ...options, color: 'never', onOutput: log.onOutput, onEvent: log.onEvent });
  return log.run;
}

export async function preview(
  stack: Stack,
  options: { readonly refresh?: boolean; readonly diff?: boolean } = {},
): Promise<Run> {
  const log = new Log();
  await stack.preview({ ...options, color: 'never', onOutput: log.onOutput, onEvent: log.onEvent });
  return log.run;
}

export async function destroy(
  stack: Stack,
  options: { readonly excludeProtected?: boolean; readonly previewOnly?: boolean } = {},
): Promise<Run> {
  const log = new Log();
  await stack.destroy({ ...options, color: 'never', onOutput: log.onOutput, onEvent: log.onEvent });
  return log.run;
}

/** Steps that are more than a look. */
export const changes = ({ steps }: Run): readonly Step[] => steps.filter(({ op }) => op !== 'same' && op !== 'refresh');
