/**
 * A workflow as GitHub reads it, and its shell steps, run as a runner does: `bash -e` on a file, with the step's own
 * environment.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { plainEnvironment } from '../../../scripts/toolchain/leash';

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
}

interface Job {
  readonly steps: readonly Step[];
  readonly outputs?: Readonly<Record<string, string>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly defaults?: { readonly run: { readonly 'working-directory': string } };
}

export interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

export const workflowsFolder = join(__dirname, '..', '..', '..', '.github', 'workflows');

export const readWorkflow = (name: string): Workflow =>
  parse(readFileSync(join(workflowsFolder, name), 'utf8')) as Workflow;

/** Actions of a workflow, as they are written. */
export const actionsOf = ({ jobs }: Workflow): readonly string[] =>
  Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses])));

/** Where and with what a step runs. */
export interface Place {
  /** The runner's workspace. */
  readonly workspace: string;
  /** Variables that the runner sets. */
  readonly env: Readonly<Record<string, string>>;
  /** Values of the expressions in the step's environment, by their text between the braces. */
  readonly expressions?: Readonly<Record<string, string>>;
}

export interface Ended {
  readonly status: number | null;
  readonly output: string;
  /** What the step wrote to `$GITHUB_OUTPUT` and `$GITHUB_STEP_SUMMARY`. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

function resolved(text: string, expressions: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{\{ (.+?) \}\}/g, (_, expression: string) => {
    const value = expressions[expression];
    if (value === undefined) throw new Error(`the test gives no value for \${{ ${expression} }}`);
    return value;
  });
}

/** `name<<end`, lines, `end`: several lines under one name. */
const readOutputs = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...text.matchAll(/^(\w+)<<(.+)\n([^]*?)\n\2$/gm)].map(([, name = '', , value = '']) => [name, value]),
  );

/** Runs a step of a job by its id. */
export function runStep(
  { jobs }: Workflow,
  jobName: string,
  id: string,
  { workspace, env, expressions = {} }: Place,
): Ended {
  const job = jobs[jobName];
  const step = job?.steps.find((each) => each.id === id);
  if (step?.run === undefined) throw new Error(`${jobName} has no shell step ${id}`);
  const folder = mkdtempSync(join(tmpdir(), 'corral-step-'));
  const file = (name: string, text = ''): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  try {
    const own = Object.fromEntries(
      Object.entries(step.env ?? {}).map(([name, value]) => [name, resolved(value, expressions)]),
    );
    const runner = {
      RUNNER_TEMP: folder,
      GITHUB_OUTPUT: file('output'),
      GITHUB_STEP_SUMMARY: file('summary'),
      ...env,
      ...own,
    };
    const cwd = join(workspace, step['working-directory'] ?? job?.defaults?.run['working-directory'] ?? '.');
    const { status, stdout, stderr } = spawnSync('bash', ['-e', file('step.sh', step.run)], {
      cwd,
      env: plainEnvironment(runner),
      encoding: 'utf8',
    });
    const written = (name: string): string => readFileSync(join(folder, name), 'utf8');
    return { status, output: stdout + stderr, outputs: readOutputs(written('output')), summary: written('summary') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
