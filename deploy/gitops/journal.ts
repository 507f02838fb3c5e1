/**
 * From one state of the repository to the next, killed at any instant: new files are staged beside their targets, a journal says what
 * is to be done, and then they are renamed one by one, the lock last. With a journal the change is completed, without one undone.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { refuse } from '../../lib';
import { belongs, workFolder, type Repository } from './repository';

/** One file of a change; absent hashes mean that it is not there. */
export interface Step {
  readonly path: string;
  readonly from?: string;
  readonly to?: string;
}

interface Journal {
  readonly environment: string;
  readonly about: string;
  readonly steps: readonly Step[];
}

/** What was done about a run that did not end. */
export interface Recovery {
  readonly environment: string;
  readonly outcome: 'completed' | 'undone';
}

const journalName = 'journal.json';
const about = 'A run of npm run gitops was interrupted: this folder is between two states. The next run, or one with --check, completes it.';

const stagingOf = (repository: Repository, environment: string): string => repository.at(join(workFolder, environment));
const stagedFile = (staging: string, place: number): string => join(staging, `${place}.staged`);

/** Removes the folders that a deletion left empty, up to the root of the repository. */
function prune(repository: Repository, folder: string): void {
  if (folder === '.' || !existsSync(repository.at(folder)) || readdirSync(repository.at(folder)).length > 0) return;
  rmdirSync(repository.at(folder));
  prune(repository, dirname(folder));
}

function apply(repository: Repository, staging: string, { path, from, to }: Step, place: number): void {
  const found = repository.hash(path);
  if (found === to) return;
  if (found !== from) {
    refuse('ChangedMeanwhile', path, 'it was changed by somebody else while a run was writing', {
      fix: `restore it (git checkout -- ${path}), then run again`,
    });
  }
  const target = repository.at(path);
  if (to === undefined) {
    rmSync(target);
    prune(repository, dirname(path));
  } else {
    mkdirSync(dirname(target), { recursive: true });
    renameSync(stagedFile(staging, place), target);
  }
}

function perform(repository: Repository, staging: string, steps: readonly Step[]): void {
  steps.forEach((step, place) => apply(repository, staging, step, place));
  // The journal last: staged files without one would be taken for a run that has to be undone.
  for (const name of readdirSync(staging).filter((each) => each !== journalName)) rmSync(join(staging, name));
  rmSync(join(staging, journalName));
  rmdirSync(staging);
}

function readJournal(staging: string): Journal | undefined {
  const path = join(staging, journalName);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Journal) : undefined;
}

/** Carries out a change; the last step is the lock. */
export function write(repository: Repository, environment: string, steps: readonly Step[], texts: ReadonlyMap<string, string>): void {
  const staging = stagingOf(repository, environment);
  mkdirSync(staging, { recursive: true });
  steps.forEach(({ path, to }, place) => {
    if (to !== undefined) writeFileSync(stagedFile(staging, place), texts.get(path) ?? '');
  });
  const journal: Journal = { environment, about, steps };
  const path = join(staging, journalName);
  writeFileSync(`${path}.partial`, `${JSON.stringify(journal, null, 2)}\n`);
  renameSync(`${path}.partial`, path);
  perform(repository, staging, steps);
}

function recoverOne(repository: Repository, environment: string): readonly Recovery[] {
  const staging = stagingOf(repository, environment);
  const journal = readJournal(staging);
  if (journal === undefined) {
    const isEmpty = readdirSync(staging).length === 0;
    rmSync(staging, { recursive: true, force: true });
    return isEmpty ? [] : [{ environment, outcome: 'undone' }];
  }
  const strange = journal.steps.find(({ path }) => !belongs(environment, path));
  if (strange !== undefined) refuse('JournalNotOurs', join(staging, journalName), `it names ${strange.path}, which is not the environment's`, {
    fix: `remove ${staging}`,
  });
  perform(repository, staging, journal.steps);
  return [{ environment, outcome: 'completed' }];
}

/** Folder in which runs announce themselves, beside the staging folders. */
export const claimsName = '~claims';

/** Completes or undoes what runs that did not end have left. */
export function recover(repository: Repository): readonly Recovery[] {
  const folder = repository.at(workFolder);
  if (!existsSync(folder)) return [];
  const runs = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== claimsName);
  return runs.map(({ name }) => name).sort().flatMap((environment) => recoverOne(repository, environment));
}

/** Removes the work folder when nothing is left in it. */
export function tidy(repository: Repository): void {
  try {
    rmdirSync(repository.at(workFolder));
  } catch {
    // It is not there, or another run is at work in it.
  }
}
