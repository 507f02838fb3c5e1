/** Runs a program once for each of its commands: there it is killed, or that command fails. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProgramRun } from '../../../lib/programs/program';
import type { Ended, Sandbox } from './container';

/** What happens at a step: everything dies before the command runs, or the command does nothing and fails. */
export type Misfortune = 'killed before' | 'left alone by';

/** Every command of the programs that a signal, the disk or the network can make fail. */
const commands = [
  'awk',
  'cmp',
  'cp',
  'curl',
  'date',
  'df',
  'dirname',
  'find',
  'flock',
  'grep',
  'head',
  'id',
  'ln',
  'mkdir',
  'mktemp',
  'mv',
  'readlink',
  'rm',
  'sed',
  'sha256sum',
  'stat',
  'sync',
  'touch',
  'tr',
];

/**
 * Functions over the commands. One that fails ends with 2, since 1 is an answer of grep, cmp and flock. Some run beside
 * others: one alone is hit.
 */
const shim = `
step() {
  printf . >>"$STEPS/count"
  [ "$(command stat -c %s "$STEPS/count")" -ge "$AT_STEP" ] && command mkdir "$STEPS/hit" 2>/dev/null || return 0
  [ "$KILLED" = no ] || kill -KILL 0
  return 1
}
${commands.map((name) => `${name}() { step || return 2; command ${name} "$@"; }`).join('\n')}
`;

/** Runs a program that meets its misfortune at a step; `undefined` when it has fewer commands. */
async function runUntil(
  sandbox: Sandbox,
  run: ProgramRun,
  misfortune: Misfortune,
  step: number,
): Promise<Ended | undefined> {
  const steps = sandbox.volume(`steps-${step}`);
  const [file = ''] = Object.keys(run.files).filter((name) => name.endsWith('.sh'));
  const text = (run.files[file] ?? '').replace('\nset -u\n', `\nset -u\n${shim}`);
  const ended = await sandbox.run(
    { ...run, files: { ...run.files, [file]: text } },
    {
      STEPS: steps,
      AT_STEP: `${step}`,
      KILLED: misfortune === 'killed before' ? 'yes' : 'no',
    },
  );
  if (!existsSync(join(steps, 'count'))) throw new Error(`nothing was counted: ${ended.output}`);
  return existsSync(join(steps, 'hit')) && readFileSync(join(steps, 'count')).length >= step ? ended : undefined;
}

/** As many runs at once as keep two cores busy. */
const lanes = 4;

/** Every step with ALL=1; else every third, from one that the seed chooses: `SEED=2 npm run test:programs`. */
const stride = process.env.ALL === undefined ? 3 : 1;
const first = 1 + (Number(process.env.SEED ?? 0) % stride);

/**
 * Runs what is made for a step, for one step after the other, until a program has no such step. Returns how many were
 * run.
 */
export async function atEveryStep(
  sandbox: Sandbox,
  misfortune: Misfortune,
  programAt: (step: number) => ProgramRun,
  judge: (step: number, ended: Ended) => Promise<void>,
): Promise<number> {
  let next = first;
  let last = Infinity;
  let count = 0;
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (next < last) {
        const step = next;
        next += stride;
        const ended = await runUntil(sandbox, programAt(step), misfortune, step);
        if (ended === undefined) last = Math.min(last, step);
        else await judge(step, ended);
        if (ended !== undefined) count += 1;
      }
    }),
  );
  return count;
}
