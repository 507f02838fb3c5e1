/**
 * git as a program. It runs no program that a repository could choose: hooks and the file system monitor are off, no
 * command here applies a filter, and nothing is fetched. The user's own settings count: the committer, the signing of
 * commits.
 */
import { execFileSync } from 'node:child_process';
import { devNull } from 'node:os';
import { refuse } from '../../lib/internal';

/**
 * Variables that lead git to another repository, working tree or index than those of its folder.
 * @see git rev-parse --local-env-vars
 */
const leadingElsewhere = [
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_DIR',
  'GIT_GRAFT_FILE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_NAMESPACE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_REPLACE_REF_BASE',
  'GIT_SHALLOW_FILE',
  'GIT_WORK_TREE',
];

/**
 * The environment of git: its messages in English, since some are read; paths are no patterns; reading does not write.
 */
export const gitVariables = (index?: string): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !leadingElsewhere.includes(name))),
  LC_ALL: 'C',
  GIT_LITERAL_PATHSPECS: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  ...(index === undefined ? {} : { GIT_INDEX_FILE: index }),
});

/** Settings that count before those of any file. */
export const gitSettings: readonly string[] = [
  `core.hooksPath=${devNull}`,
  'core.fsmonitor=false',
  'i18n.commitEncoding=UTF-8',
].flatMap((setting) => ['-c', setting]);

/** Bytes that one command may print. */
const mostOutput = 2 ** 29;

/** What git says, without its prefix, in one line. */
export const saidBy = (stderr: string): string =>
  stderr
    .trim()
    .split('\n')[0]
    ?.replace(/^(fatal|error): /, '')
    .replace(/\.$/, '') ?? '';

interface Failure {
  readonly code?: string;
  readonly stderr?: string;
}

export class Git {
  /**
   * @param folder - where git runs
   * @param index - file of an index of its own. @default - the repository's
   */
  constructor(
    readonly folder: string,
    private readonly index?: string,
  ) {}

  /**
   * Output of a command, without the final newline.
   *
   * @throws FaultError when git refuses
   */
  run(args: readonly string[], input: string | Buffer = ''): string {
    try {
      return this.output(args, input);
    } catch (error) {
      const { code, stderr } = error as Failure;
      if (code !== undefined || stderr === undefined) throw error;
      return refuse('GitFailed', `git ${args[0] ?? ''}`, saidBy(stderr) || 'git ended without a message', {
        fix: `correct that in ${this.folder}, then run again`,
      });
    }
  }

  /** The same, or `undefined` when git refuses. */
  ask(args: readonly string[]): string | undefined {
    try {
      return this.output(args, '');
    } catch (error) {
      if ((error as Failure).code !== undefined) throw error;
      return undefined;
    }
  }

  /** What git says when it refuses a command; `undefined` when it does not. */
  complaint(args: readonly string[]): string | undefined {
    try {
      this.output(args, '');
      return undefined;
    } catch (error) {
      const { code, stderr } = error as Failure;
      if (code !== undefined) throw error;
      return saidBy(stderr ?? '');
    }
  }

  /** Items of a list that ends each of them with NUL. */
  list(args: readonly string[], input = ''): readonly string[] {
    return this.run(args, input)
      .split('\0')
      .filter((item) => item !== '');
  }

  private output(args: readonly string[], input: string | Buffer): string {
    return execFileSync('git', [...gitSettings, ...args], {
      cwd: this.folder,
      env: gitVariables(this.index),
      input,
      encoding: 'utf8',
      maxBuffer: mostOutput,
      stdio: ['pipe', 'pipe', 'pipe'],
    }).replace(/\n$/, '');
  }
}
