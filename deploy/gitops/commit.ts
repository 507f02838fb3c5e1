/** One commit of what was delivered, with the trailers by which a reader, and Argo CD, finds the source of it. It never pushes. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { changesBetween, hashes, lockPath, parseLock, refuse, type Changes, type Lock } from '../../lib';
import { commitMessage, type Source } from './message';
import { Repository } from './repository';

/** A git working tree, by its folder. */
class Git {
  constructor(private readonly folder: string) {}

  /** Output of a command; NUL-separated input and output stay as they are. */
  run(args: readonly string[], input = ''): string {
    return execFileSync('git', [...args], { cwd: this.folder, input, encoding: 'utf8', maxBuffer: 2 ** 28, stdio: ['pipe', 'pipe', 'pipe'] }).trimEnd();
  }

  /** The same, or `undefined` when git refuses. */
  ask(args: readonly string[]): string | undefined {
    try {
      return this.run(args);
    } catch {
      return undefined;
    }
  }
}

/** Addresses may carry a password, which must not enter a history. */
const withoutCredentials = (url: string): string => url.replace(/^(\w+:\/\/)[^/@]*@/, '$1');

/**
 * The commit from which everything was rendered.
 *
 * @throws FaultError when the sources are not what a commit says: nobody could render the same again
 */
function sourceOf(folder: string): Source {
  const git = new Git(folder);
  const state = git.ask(['status', '--porcelain']);
  if (state === undefined) return refuse('SourceUnknown', '--commit', `${folder} is no git checkout, so the commit could not say what it was rendered from`, {
    fix: 'run without --commit, and commit by hand',
  });
  if (state !== '') refuse('SourceDirty', '--commit', `${folder} has changes that are in no commit, so nobody could render the same again`, {
    fix: 'commit or stash them, then run again',
  });
  const field = (format: string): string => git.run(['log', '-1', `--format=${format}`]);
  const url = git.ask(['remote', 'get-url', 'origin']);
  return {
    author: field('%an <%ae>'),
    date: field('%cI'),
    subject: field('%s'),
    body: field('%b'),
    sha: field('%H'),
    tree: field('%T'),
    url: url === undefined ? undefined : withoutCredentials(url),
  };
}

/** What changes for one environment since the last commit. */
interface Committed {
  readonly environment: string;
  readonly changes: Changes;
  readonly paths: readonly string[];
}

function since(git: Git, repository: Repository, environment: string): Committed {
  const path = lockPath(environment);
  const text = git.ask(['show', `HEAD:./${path}`]);
  const before = text === undefined ? undefined : parseLock(text);
  const after = repository.lock(environment);
  const filesOf = (lock: Lock | undefined): readonly string[] => (lock === undefined ? [] : [...hashes(lock).keys(), path]);
  const tracked = new Set(git.run(['ls-files', '-z']).split('\0'));
  const gone = filesOf(before).filter((file) => tracked.has(file) && !existsSync(repository.at(file)));
  const changes = changesBetween(before, after ?? { format: 1, environment, tools: {}, objects: {}, kustomizations: {} });
  return { environment, changes, paths: [...filesOf(after), ...gone] };
}

/**
 * Commits the files of environments, and nothing else that may be staged.
 *
 * @param source - folder of the checkout that was rendered
 * @returns the new commit; `undefined` when there is nothing to commit
 * @throws FaultError when the repository or the sources are no git checkout, or the sources are not committed
 */
export function commit(repo: string, environments: readonly string[], source: string): string | undefined {
  const repository = new Repository(repo);
  const git = new Git(repo);
  if (git.ask(['rev-parse', '--git-dir']) === undefined) refuse('NoRepository', '--commit', `${repo} is no git checkout`, {
    fix: `git init ${repo}, or run without --commit`,
  });
  const origin = sourceOf(source);
  const all = environments.map((environment) => since(git, repository, environment));
  const paths = all.flatMap((each) => each.paths).join('\0');
  if (paths === '') return undefined;
  const fromInput = ['--pathspec-from-file=-', '--pathspec-file-nul'];
  git.run(['add', '--all', '--force', ...fromInput], paths);
  const changed = git.run(['diff', '--cached', '--name-only', '-z', '--relative']).split('\0');
  const ours = new Set(all.flatMap((each) => each.paths));
  if (!changed.some((path) => ours.has(path))) return undefined;
  const message = commitMessage(all.filter(({ paths: files }) => files.some((path) => changed.includes(path))), origin);
  // The message must not come through the input, which carries the paths.
  git.run(['commit', '--quiet', '--only', '--cleanup=verbatim', `--message=${message}`, ...fromInput], paths);
  return git.run(['rev-parse', 'HEAD']);
}
