/**
 * What differs from the last commit below the folders of an environment. No program of a filter runs: a file is
 * compared with its object byte by byte, and one that is not ours and has a filter counts as unchanged.
 */
import { existsSync } from 'node:fs';
import type { Fault } from '../../lib';
import { fault } from '../../lib/internal';
import { foldersOf, type Checkout, type IndexEntry } from './checkout';
import { listed, shown } from './shown';

/** Attributes by which git writes a file otherwise than it keeps it. */
const converting = ['filter', 'ident', 'working-tree-encoding'];

/** Paths that an attribute converts; they are named by `git check-attr`, which runs nothing. */
function converted({ git }: Checkout, paths: readonly string[]): ReadonlySet<string> {
  const fields = git
    .run(['check-attr', '-z', '--stdin', ...converting], paths.map((path) => `${path}\0`).join(''))
    .split('\0');
  const found = new Set<string>();
  for (let place = 0; place + 2 < fields.length; place += 3) {
    const [path = '', , value] = fields.slice(place, place + 3);
    if (value !== 'unspecified' && value !== 'unset') found.add(path);
  }
  return found;
}

function changedOnDisk(
  checkout: Checkout,
  entries: ReadonlyMap<string, IndexEntry>,
  folders: readonly string[],
): readonly string[] {
  const below = [...entries].filter(
    ([path, { mode }]) =>
      mode !== '160000' && folders.some((folder) => path === folder || path.startsWith(`${folder}/`)),
  );
  const differing = below
    .filter(
      ([path, { mode, object }]) => !checkout.objectsAt(path.slice(checkout.prefix.length), mode).includes(object),
    )
    .map(([path]) => path);
  if (differing.length === 0) return [];
  const unknowable = converted(checkout, differing);
  return differing.filter(
    (path) => !unknowable.has(path) || !existsSync(checkout.at(path.slice(checkout.prefix.length))),
  );
}

/** Changes of an environment's folders that are in no commit: a commit of ours would mix with them. */
export function localChanges(
  checkout: Checkout,
  entries: ReadonlyMap<string, IndexEntry>,
  head: string | undefined,
  environment: string,
): readonly Fault[] {
  const { git, prefix } = checkout;
  const folders = foldersOf(environment).map((folder) => prefix + folder);
  const pathspecs = ['--', ...folders];
  const staged =
    head === undefined
      ? git.list(['ls-files', '-z', ...pathspecs])
      : git.list(['diff-index', '--cached', '--name-only', '-z', head, ...pathspecs]);
  const added = git.list(['ls-files', '-z', '--others', '--exclude-standard', ...pathspecs]);
  const changed = changedOnDisk(checkout, entries, folders);
  const all = [...new Set([...staged, ...changed, ...added])].sort().map((path) => shown(path.slice(prefix.length)));
  if (all.length === 0) return [];
  return [
    fault('LocalChanges', environment, `its folders have uncommitted changes: ${listed(all)}`, {
      fix: [
        `git stash push --include-untracked -- ${foldersOf(environment).join(' ')}`,
        'commit them',
        'run without --commit',
      ],
    }),
  ];
}

/** Files of git that show an operation which has begun and not ended. */
const begun = ['MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'rebase-merge', 'rebase-apply'];

/** A merge or the like that has begun: a commit of ours would become a part of it. */
export function begunOperation({ git }: Checkout): readonly Fault[] {
  const found = begun.find((name) => existsSync(git.run(['rev-parse', '--path-format=absolute', '--git-path', name])));
  return found === undefined
    ? []
    : [
        fault(
          'OperationBegun',
          '--commit',
          `a merge, a rebase or a similar operation is not finished in the repository (${found})`,
          { fix: 'finish or abort it, then run again' },
        ),
      ];
}
