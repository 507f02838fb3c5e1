/** A checkout of a GitOps repository, as it is on the disk and in git's index. It only reads, and follows no link. */
import { existsSync, lstatSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { basename, dirname, join, resolve } from 'node:path';
import type { Fault, Manifest } from '../../lib';
import { controlFolder, fault, lockPath, parseLock, refuse, sha256, type Lock } from '../../lib/internal';
import { Git } from './git';
import { manifestIn } from './manifest-file';
import { shown } from './shown';
import { withFile } from './system-error';

/** Bytes of the largest file that is read: a hundred times the lock of a thousand models. */
const largestFile = 2 ** 27;

/** An entry of git's index. */
export interface IndexEntry {
  /** `100644`; `120000` for a link, `160000` for a submodule. */
  readonly mode: string;
  readonly object: string;
  /** False when git is to ignore the file in the working tree: a sparse checkout, `--assume-unchanged`. */
  readonly isLookedAt: boolean;
}

/** Folders of an environment: everything below them is compared with the last commit. */
export const foldersOf = (environment: string): readonly string[] => [environment, controlFolder(environment)];

/** Where a file is written before it gets its name. */
export const partPath = (environment: string): string => `${lockPath(environment)}.part`;

export const inTheWay = (paths: readonly string[]): string =>
  `Corral must write files here, but finds a link, another repository, a file instead of a folder or a folder instead of a file: ${paths.map(shown).join(', ')}`;
export const moveAway = 'move them out of the folders that Corral writes';

const isFile = (entry: IndexEntry): boolean => entry.mode === '100644' || entry.mode === '100755';
const foldersAbove = (path: string): readonly string[] =>
  path
    .split('/')
    .map((_, depth, parts) => parts.slice(0, depth).join('/'))
    .slice(1);
const withoutCarriageReturns = (content: Buffer): Buffer =>
  content.includes('\r\n') ? Buffer.from(content.toString('latin1').replaceAll('\r\n', '\n'), 'latin1') : content;

/**
 * A link on the way to a folder that a repository itself holds: who wrote the repository would choose where we write.
 */
function linkOfARepository(folder: string): string | undefined {
  const path = resolve(folder);
  const ways = [...foldersAbove(path), path].filter((way) => way !== '');
  return ways.find(
    (way) =>
      lstatSync(way, { throwIfNoEntry: false })?.isSymbolicLink() === true &&
      new Git(dirname(way)).ask(['ls-files', '--error-unmatch', '--', basename(way)]) !== undefined,
  );
}

export class Checkout {
  private constructor(
    /** The folder that was given. */
    readonly root: string,
    /** git at the top of the working tree. */
    readonly git: Git,
    /** The folder from there: `platform/`, or empty. */
    readonly prefix: string,
    private readonly objectFormat: string,
  ) {}

  /**
   * Opens the folder of a checkout, or a folder in it.
   *
   * @throws FaultError when it is none
   */
  static open(repo: string): Checkout {
    const fix = 'give the folder of a checkout of the GitOps repository: git clone ADDRESS FOLDER';
    if (!existsSync(repo) || !statSync(repo).isDirectory())
      refuse('NoRepository', '--repo', `there is no folder ${shown(repo)}`, { fix });
    const link = linkOfARepository(repo);
    if (link !== undefined)
      refuse('ForeignFile', '--repo', `${shown(link)} is a link inside a repository, and links are not followed`, {
        fix: 'give the folder that the link points to',
      });
    const git = new Git(repo);
    const complaint = git.complaint(['rev-parse', '--git-dir']);
    if (complaint?.startsWith('not a git repository') === true)
      refuse('NoRepository', '--repo', `${shown(repo)} is not a git checkout`, {
        fix: [fix, `git init ${shown(repo)}`],
      });
    if (complaint !== undefined)
      refuse('NoRepository', '--repo', `git cannot open ${shown(repo)}: ${complaint}`, {
        fix: 'correct this, then run again',
      });
    if (git.run(['rev-parse', '--is-inside-work-tree']) !== 'true') {
      refuse(
        'NoRepository',
        '--repo',
        `${shown(repo)} is not a working tree, but a bare repository or an internal folder of git`,
        { fix },
      );
    }
    const top = git.run(['rev-parse', '--show-toplevel']);
    const prefix = git.run(['rev-parse', '--show-prefix']);
    return new Checkout(join(top, prefix), new Git(top), prefix, git.run(['rev-parse', '--show-object-format']));
  }

  at(path: string): string {
    return join(this.root, path);
  }

  /** Name of git's object with a content. */
  objectOf(content: Buffer | string): string {
    const bytes = Buffer.from(content);
    return createHash(this.objectFormat).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
  }

  /** Stands for "no object". */
  get noObject(): string {
    return '0'.repeat(this.objectFormat === 'sha256' ? 64 : 40);
  }

  /**
   * What is in the way of a file on the disk: a link, another repository, a file in a folder's place or a folder in the
   * file's.
   */
  obstacle(path: string): string | undefined {
    const folder = foldersAbove(path).find((way) => {
      const found = lstatSync(this.at(way), { throwIfNoEntry: false });
      return found !== undefined && (!found.isDirectory() || existsSync(join(this.at(way), '.git')));
    });
    if (folder !== undefined) return folder;
    return lstatSync(this.at(path), { throwIfNoEntry: false })?.isFile() === false ? path : undefined;
  }

  /** Content of a file; `undefined` when it is not there, or something is in its way. */
  content(path: string): Buffer | undefined {
    return withFile('FileNotRead', shown(path), 'give the user who runs this the right to read it', () => {
      const found = this.obstacle(path) === undefined ? lstatSync(this.at(path), { throwIfNoEntry: false }) : undefined;
      if (found === undefined) return undefined;
      if (found.size > largestFile)
        refuse(
          'FileNotRead',
          shown(path),
          `it has ${found.size} bytes, but only files of at most ${largestFile} bytes are read`,
          { fix: 'move it away' },
        );
      return readFileSync(this.at(path));
    });
  }

  /** SHA-256 of a file; `undefined` when it is not there. Line ends count as LF, as a checkout may write others. */
  hash(path: string): string | undefined {
    const content = this.content(path);
    return content === undefined ? undefined : sha256(withoutCarriageReturns(content));
  }

  /** The object in a file that a lock lists; `undefined` when the file is not there, or holds something else. */
  manifest(path: string, lock: Lock | undefined): Manifest | undefined {
    const entry = lock?.objects[path];
    const content = entry === undefined ? undefined : this.content(path);
    return entry === undefined || content === undefined ? undefined : manifestIn(content.toString('utf8'), entry);
  }

  /** The names of git's object that a file of the working tree can have. A link is its own text. */
  objectsAt(path: string, mode: string): readonly string[] {
    if (mode !== '120000') {
      const content = this.content(path);
      return content === undefined ? [] : [this.objectOf(content), this.objectOf(withoutCarriageReturns(content))];
    }
    return lstatSync(this.at(path), { throwIfNoEntry: false })?.isSymbolicLink() === true
      ? [this.objectOf(readlinkSync(this.at(path)))]
      : [];
  }

  /** Entries of git's index, or of another one, by their path from the top of the working tree. */
  entries(git = this.git): ReadonlyMap<string, IndexEntry> {
    const lines = git.list(['ls-files', '-z', '-s', '-v']);
    return new Map(
      lines.map((line) => {
        const [tag = '', mode = '', object = ''] = line.slice(0, line.indexOf('\t')).split(' ');
        return [
          line.slice(line.indexOf('\t') + 1),
          { mode, object, isLookedAt: tag !== 'S' && tag === tag.toUpperCase() },
        ] as const;
      }),
    );
  }

  /** Entries of an index that are in the way of files: links and submodules do not show on every disk. */
  obstaclesIn(entries: ReadonlyMap<string, IndexEntry>, paths: Iterable<string>): readonly string[] {
    const found = [...paths].flatMap((path) => {
      const full = this.prefix + path;
      const entry = entries.get(full);
      return [
        ...foldersAbove(full).filter((folder) => entries.has(folder)),
        ...(entry === undefined || isFile(entry) ? [] : [full]),
      ];
    });
    return [...new Set(found)].sort();
  }

  /**
   * The lock that was written last for an environment.
   *
   * @throws FaultError when something is in its way, or the file is no lock of that environment: nothing else says
   * which files Corral wrote
   */
  lock(environment: string): Lock | undefined {
    const path = lockPath(environment);
    const obstacle = this.obstacle(path);
    if (obstacle !== undefined) refuse('ForeignFile', environment, inTheWay([obstacle]), { fix: moveAway });
    const content = this.content(path);
    if (content === undefined) return undefined;
    const read = parseLock(content.toString('utf8'), environment);
    if ('lock' in read) return read.lock;
    return refuse('LockNotOurs', path, `the file is not a lock that Corral wrote: ${read.problem}`, {
      fix: `restore it: git checkout -- ${path}`,
    });
  }
}

/** Files that git is to leave alone: whether they are changed is not known. */
export function unseen(
  entries: ReadonlyMap<string, IndexEntry>,
  { prefix }: Checkout,
  environment: string,
): readonly Fault[] {
  const folders = foldersOf(environment).map((folder) => `${prefix}${folder}/`);
  const paths = [...entries]
    .filter(([path, { isLookedAt }]) => !isLookedAt && folders.some((folder) => path.startsWith(folder)))
    .map(([path]) => path);
  if (paths.length === 0) return [];
  const [first = ''] = paths;
  return [
    fault(
      'NotCheckedOut',
      environment,
      `git ignores ${paths.length} of its files in this working tree, the first is ${shown(first)}`,
      {
        fix: [
          `git sparse-checkout add ${foldersOf(environment).join(' ')}`,
          'git update-index --no-skip-worktree --no-assume-unchanged FILE',
        ],
      },
    ),
  ];
}
