/** The message of a delivery's commit: what changed, by name, and trailers that lead back to the source. Pure. */
import type { Changes, Entry } from '../../lib/internal';
import { renderedBy } from './tools';

/** The commit that was rendered. */
export interface Source {
  /** `Name <address>` */
  readonly author: string;
  /** RFC 3339 */
  readonly date: string;
  readonly subject: string;
  readonly body: string;
  readonly sha: string;
  /** Hash of its tree: two commits with the same files have the same. */
  readonly tree: string;
  /** Address of its repository, without credentials. */
  readonly url?: string;
}

interface Part {
  readonly environment: string;
  readonly changes: Changes;
}

/** Most objects that a message lists for an environment: the diff shows all of them. */
const mostListed = 40;

const name = ({ kind, namespace, name: own }: Entry): string =>
  namespace === undefined ? `${kind} ${own}` : `${kind} ${namespace}/${own}`;

/** `2 added, 1 changed`; `no objects` where only kustomizations or versions changed. */
function countText({ added, changed, removed, replaced }: Changes): string {
  const counts = [
    [added.length, 'added'],
    [changed.length, 'changed'],
    [replaced.length, 'replaced'],
    [removed.length, 'removed'],
  ] as const;
  return (
    counts
      .filter(([count]) => count > 0)
      .map(([count, word]) => `${count} ${word}`)
      .join(', ') || 'no objects'
  );
}

function listed({ added, changed, removed, replaced }: Changes): readonly string[] {
  const lines = [
    ...removed.map((entry) => `  - ${name(entry)}`),
    ...added.map((entry) => `  + ${name(entry)}`),
    ...replaced.map(({ from, to }) => `  ~ ${name(from)} → ${to.name}`),
    ...changed.map((entry) => `  ~ ${name(entry)}`),
  ];
  return lines.length <= mostListed
    ? lines
    : [...lines.slice(0, mostListed), `  and ${lines.length - mostListed} more`];
}

/** Trailers that Argo CD reads, and ours. */
function trailers({ author, date, subject, body, sha, tree, url }: Source): readonly string[] {
  const reference = 'Argocd-reference-commit';
  return [
    `${reference}-author: ${author}`,
    `${reference}-date: ${date}`,
    `${reference}-subject: ${subject}`,
    `${reference}-body: ${JSON.stringify(body)}`,
    `${reference}-sha: ${sha}`,
    ...(url === undefined ? [] : [`${reference}-repourl: ${url}`]),
    `Rendered-by: ${renderedBy}`,
    `Source-tree: ${tree}`,
  ];
}

/** Subject, what changed in each environment, trailers. */
export function commitMessage(parts: readonly Part[], source: Source): string {
  const subject = parts.map(({ environment, changes }) => `${environment}: ${countText(changes)}`).join('; ');
  const body = parts.flatMap(({ environment, changes }) => [
    `${environment}: ${countText(changes)}`,
    ...listed(changes),
    '',
  ]);
  return `${[subject, '', ...body, ...trailers(source)].join('\n')}\n`;
}
