/** Sides of another revision: its files are written into a temporary folder, and its own code renders them. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FaultError, planFacts, type Fault, type Plan, type PlanFacts, type RenderedChart, type Side } from '../../lib';
import { fault, refuse } from '../../lib/internal';
import { counted } from '../../lib/internal';
import { hasCode } from '../toolchain/errors';

/** How a shell counts a process that a signal ended: 128 and the number of the signal. */
const signalCodes = { SIGINT: 130, SIGTERM: 143 } as const;

interface Dumped {
  readonly name: string;
  readonly plan: unknown;
  readonly charts: readonly RenderedChart[];
}

/** What the other checkout makes of its overlays. */
type Answer =
  | { readonly syntheses: readonly Dumped[] }
  | { readonly message: string; readonly faults: readonly Fault[] };

/** Runs in the other checkout: only its own library knows how to draw its overlays. */
const dump = `
const { synthesiseAll } = require('./lib');
const { environments } = require('./overlays');
let result;
try {
  result = { syntheses: synthesiseAll(environments) };
} catch (error) {
  result = { message: String(error.message), faults: error.faults || [] };
}
require('node:fs').writeFileSync(process.argv[1], JSON.stringify(result));`;

function git(folder: string, args: readonly string[], variables: NodeJS.ProcessEnv = {}): string {
  try {
    return execFileSync('git', [...args], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...variables },
    }).trim();
  } catch (error) {
    if (hasCode(error, 'ENOENT'))
      return refuse('GitMissing', 'git', 'there is no such program in the PATH', {
        fix: 'install git: https://git-scm.com',
      });
    throw error;
  }
}

/** The commit that a text names; `undefined` when it names none. */
export function commitOf(source: string, revision: string): string | undefined {
  try {
    return revision.startsWith('-')
      ? undefined
      : git(source, ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]);
  } catch (error) {
    if (error instanceof FaultError) throw error;
    return undefined;
  }
}

/** A plan of other code may lack what this code reads of it; the objects are compared all the same. */
export function factsOf(plan: unknown): PlanFacts | undefined {
  try {
    return planFacts(plan as Plan);
  } catch {
    return undefined;
  }
}

/** The line of a stack that says what is wrong: `Error: Cannot find module './lib'`. */
const saidIn = (stderr: string): string =>
  stderr.split('\n').find((line) => /^\S*Error\b|: ERROR: /.test(line)) ?? stderr.trim().split('\n').at(-1) ?? '';

function refused(revision: string, why: string, faults: readonly Fault[]): never {
  throw new FaultError([
    fault('RevisionRefused', revision, `its own synth does not render it: ${why}`, {
      fix: 'compare a revision that renders, or a folder that was rendered from it',
    }),
    ...faults.map((each) => ({ ...each, at: `${revision}:${each.at}` })),
  ]);
}

/** The signal that ended a process: Ctrl-C goes to this one and to those that it started. */
function signalOf(error: unknown): 'SIGINT' | 'SIGTERM' | undefined {
  const { signal } = error as { signal?: unknown };
  return signal === 'SIGINT' || signal === 'SIGTERM' ? signal : undefined;
}

/** The packages of a folder: those that have Corral, of the folder or of one above it, as in a workspace of npm. */
function packagesOf(source: string): string {
  for (let at = source; at !== dirname(at); at = dirname(at))
    if (existsSync(join(at, 'node_modules', 'corral'))) return join(at, 'node_modules');
  return join(source, 'node_modules');
}

/** Where the packages of the checkout have Corral, it draws the overlays; else it is Corral itself. */
function programOf(checkout: string): readonly string[] {
  const program = join(checkout, 'node_modules', 'corral', 'build', 'commands', 'revision.js');
  return existsSync(program) ? [program] : ['--import', 'tsx', '-e', dump];
}

function synthesised(checkout: string, revision: string, file: string): readonly Dumped[] {
  try {
    execFileSync(process.execPath, [...programOf(checkout), file], {
      cwd: checkout,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    if (signalOf(error) !== undefined) throw error;
    return refused(revision, saidIn(stderr), []);
  }
  const answer = JSON.parse(readFileSync(file, 'utf8')) as Answer;
  if ('syntheses' in answer) return answer.syntheses;
  const count = answer.faults.length;
  return refused(
    revision,
    count === 0 ? (answer.message.split('\n')[0] ?? '') : counted(count, 'fault'),
    answer.faults,
  );
}

/**
 * All environments of a revision. Nothing of it stays, after Ctrl-C either: the files go, and the repository gets no
 * entry.
 *
 * @param source - folder of this checkout
 * @throws FaultError when the revision does not synthesise
 */
export function sidesOfRevision(
  source: string,
  revision: string,
  commit: string,
): ReadonlyMap<string, Side & { readonly plan?: Plan }> {
  const folder = mkdtempSync(join(tmpdir(), 'corral-revision-'));
  const checkout = join(folder, 'checkout');
  const index = { GIT_INDEX_FILE: join(folder, 'index') };
  // With a listener the signal ends the child only, and the folder can be removed.
  const wait = (): void => process.exit(signalCodes.SIGINT);
  process.once('SIGINT', wait);
  let ended: 'SIGINT' | 'SIGTERM' | undefined;
  try {
    git(source, ['read-tree', commit], index);
    git(source, ['checkout-index', '--all', `--prefix=${checkout}/`], index);
    symlinkSync(packagesOf(source), join(checkout, 'node_modules'));
    const all = synthesised(checkout, revision, join(folder, 'syntheses.json'));
    return new Map(
      all.map(({ name, plan, charts }) => {
        // A plan of other code is in whatever form it has: a page reads of it what it can.
        const known = typeof plan === 'object' && plan !== null ? (plan as Plan) : undefined;
        return [name, { name: `${revision}:${name}`, charts, facts: factsOf(plan), plan: known }];
      }),
    );
  } catch (error) {
    ended = signalOf(error);
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    process.off('SIGINT', wait);
    if (ended !== undefined) process.exit(signalCodes[ended]);
  }
}
