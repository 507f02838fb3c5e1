/** The commit from which everything is rendered. */
import { refuse } from '../../lib/internal';
import { Git } from './git';
import type { Source } from './message';

/** Addresses may carry a password, which must not enter a history. */
const withoutCredentials = (url: string): string => url.replace(/^(\w+:\/\/)[^/@]*@/, '$1');

/**
 * Reads the commit of the sources.
 *
 * @throws FaultError when the sources are not what their commit says: the same output could not be rendered again
 */
export function sourceOf(folder: string): Source {
  const git = new Git(folder);
  const state = git.ask(['status', '--porcelain']);
  if (state === undefined || git.ask(['rev-parse', '--verify', '--quiet', 'HEAD']) === undefined) {
    return refuse(
      'SourceUnknown',
      '--commit',
      `${folder} is not a git checkout with a commit, so the new commit cannot name its source`,
      {
        fix: 'run without --commit, and commit by hand',
      },
    );
  }
  if (state !== '')
    refuse(
      'SourceDirty',
      '--commit',
      `${folder} has uncommitted changes, so the same output could not be rendered again`,
      {
        fix: 'commit or stash them, then run again',
      },
    );
  const field = (format: string): string => git.run(['log', '-1', '--no-show-signature', `--format=${format}`]);
  const url = git.ask(['remote', 'get-url', 'origin']);
  return {
    author: field('%an <%ae>'),
    date: field('%cI'),
    subject: field('%s'),
    body: field('%b').trimEnd(),
    sha: field('%H'),
    tree: field('%T'),
    url: url === undefined ? undefined : withoutCredentials(url),
  };
}
