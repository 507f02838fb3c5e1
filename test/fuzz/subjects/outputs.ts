/**
 * Files that an earlier run of `gitops` and of `synth --out` left, mutated: refused clearly, or they name nothing but
 * files of ours.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { files, synthesise } from '../../../lib';
import { fault, lockOf, lockText, parseLock, treeOf } from '../../../lib/internal';
import { dev } from '../../../overlays/dev';
import { local } from '../../../overlays/local';
import { writeFolder } from '../../../scripts/synth/folder';
import { mutatedOften } from '../mutate';
import { randomOf, type Random } from '../random';
import type { Outcome, Subject } from '../subject';
import { hidden, ofError } from '../verdict';

let made: { readonly lock: string; readonly files: ReadonlyMap<string, string> } | undefined;
const base = () =>
  (made ??= { lock: lockText(lockOf(treeOf(synthesise(dev)), { corral: '0.1.0' })), files: files(synthesise(local)) });

/** The text with a value of it changed, or with a few of its characters changed. */
function damaged(text: string, random: Random): { readonly text: string; readonly steps: readonly string[] } {
  if (random.oneIn(4)) {
    const [at, cut, put] = [
      random.below(text.length),
      random.below(40),
      random.pick(['', '"', '{', ',', '\0', '../', '1e999']),
    ];
    return {
      text: text.slice(0, at) + put + text.slice(at + cut),
      steps: [`at ${at}, ${cut} characters become ${JSON.stringify(put)}`],
    };
  }
  const value = JSON.parse(text) as unknown;
  const { value: changed, steps } = mutatedOften(value, [value], random);
  try {
    return {
      text: JSON.stringify(changed, (_, each: unknown) => (typeof each === 'bigint' ? `${each}` : each)) ?? '',
      steps,
    };
  } catch {
    return { text: '', steps };
  }
}

function ofLock(text: string): Outcome {
  const read = parseLock(text, dev.name);
  if ('problem' in read) {
    // As the commands print it.
    const { found } = fault('LockNotOurs', 'the lock', read.problem);
    return /^it[s ].+[^.]$/.test(found) && !hidden.test(found)
      ? { ended: 'refused' }
      : { ended: 'wrong', why: `a problem that is no clause: ${found}` };
  }
  const { objects, kustomizations, unfinished = {} } = read.lock;
  const form = new RegExp(`^(${dev.name}|clusters/${dev.name}/corral)/[^/].*$`);
  const strange = [objects, kustomizations, unfinished]
    .flatMap((each) => Object.keys(each))
    .find((path) => !form.test(path) || path.split('/').some((part) => part === '..' || part === '.git'));
  return strange === undefined ? { ended: 'valid' } : { ended: 'wrong', why: `the lock names ${strange}` };
}

let folder: string | undefined;

/** Beside the folder of an environment lies a file that stays, whatever its index says. */
function ofIndex(text: string): Outcome {
  folder ??= mkdtempSync(join(tmpdir(), 'corral-fuzz-'));
  const inner = join(folder, 'inner');
  rmSync(inner, { recursive: true, force: true });
  mkdirSync(inner);
  const [victim, mine] = [join(folder, 'victim.yaml'), join(inner, 'notes.txt')];
  writeFileSync(victim, 'mine');
  writeFileSync(mine, 'mine');
  writeFileSync(join(inner, 'index.json'), text);
  const outcome = ((): Outcome => {
    try {
      writeFolder(inner, base().files);
      const missing = [...base().files].find(([name, whole]) => readFileSync(join(inner, name), 'utf8') !== whole);
      return missing === undefined
        ? { ended: 'valid' }
        : { ended: 'wrong', why: `${missing[0]} is not as it was rendered` };
    } catch (error) {
      if (readdirSync(inner).length !== 2) return { ended: 'wrong', why: 'refused, and something was written' };
      return ofError(error);
    }
  })();
  return existsSync(victim) && existsSync(mine) ? outcome : { ended: 'wrong', why: 'a file that is not ours is gone' };
}

export const outputs: Subject = {
  caseOf(seed, number) {
    const random = randomOf(seed, number, 'outputs');
    const isLock = random.oneIn(2);
    const { text, steps } = damaged(isLock ? base().lock : (base().files.get('index.json') ?? ''), random);
    return {
      steps: [isLock ? 'a lock' : 'an index', ...steps],
      run: () => (isLock ? ofLock(text) : ofIndex(text)),
      print: () => text.slice(0, 1000),
    };
  },
};
