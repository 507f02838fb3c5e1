/**
 * Writes files into the working tree, each whole or not at all. First comes a lock that knows the old and the new state
 * of every file, last the lock of the new state: a run that is killed in between leaves a part, and the next run, of
 * whatever sources, completes it.
 */
import { lstatSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { lockPath, lockText, refuse, sha256 } from '../../lib/internal';
import { partPath, type Checkout } from './checkout';
import type { Preparation, Step } from './preparation';
import { withFile } from './system-error';

const completed = 'remove the obstacle, then run again: the next run completes the files';

/** Removes the folders that a deletion left empty, up to the root of the checkout. */
function prune(checkout: Checkout, folder: string): void {
  if (folder === '.' || readdirSync(checkout.at(folder)).length > 0) return;
  rmdirSync(checkout.at(folder));
  prune(checkout, dirname(folder));
}

/** Writes a file beside the lock and then gives it its name, which replaces a file, and a link, of that name. */
function put(checkout: Checkout, environment: string, path: string, text: string): void {
  const part = checkout.at(partPath(environment));
  mkdirSync(dirname(part), { recursive: true });
  mkdirSync(dirname(checkout.at(path)), { recursive: true });
  rmSync(part, { force: true });
  writeFileSync(part, text, { flag: 'wx' });
  renameSync(part, checkout.at(path));
}

function remove(checkout: Checkout, path: string): void {
  rmSync(checkout.at(path), { force: true });
  prune(checkout, dirname(path));
}

function apply(checkout: Checkout, { environment, texts }: Preparation, { path, from, to }: Step): void {
  const content = checkout.content(path);
  if ((content === undefined ? undefined : sha256(content)) === to) return;
  const obstacle = checkout.obstacle(path);
  if (obstacle !== undefined || checkout.hash(path) !== from) {
    refuse('ChangedMeanwhile', path, 'it was changed during this run', {
      fix: `restore it (git checkout -- ${path}), then run again`,
    });
  }
  if (to === undefined) remove(checkout, path);
  else put(checkout, environment, path, texts.get(path) ?? '');
}

/** Removes what a killed run has left beside the lock. */
function tidy(checkout: Checkout, environment: string): void {
  const part = checkout.at(partPath(environment));
  if (lstatSync(part, { throwIfNoEntry: false }) !== undefined) rmSync(part);
}

/**
 * Brings the files of an environment to their new state.
 *
 * @throws FaultError for a file that changed in the meantime, or that cannot be written
 */
export function writeFiles(checkout: Checkout, preparation: Preparation): void {
  const { environment, lock, steps } = preparation;
  const path = lockPath(environment);
  const files = steps.filter((step) => step.path !== path);
  const unfinished = Object.fromEntries(
    files.flatMap(({ path: file, from, to }) => (from === undefined || from === to ? [] : [[file, from]])),
  );
  withFile('FileNotWritten', environment, completed, () => {
    tidy(checkout, environment);
    if (files.some(({ from, to }) => from !== to)) put(checkout, environment, path, lockText({ ...lock, unfinished }));
    for (const step of files)
      withFile('FileNotWritten', step.path, completed, () => apply(checkout, preparation, step));
    if (checkout.content(path)?.toString() !== lockText(lock)) put(checkout, environment, path, lockText(lock));
  });
}
