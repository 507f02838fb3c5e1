/** Sides of another revision: checked out beside this one, and synthesised by its own code. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planFacts, refuse, type Plan, type PlanFacts, type RenderedChart, type Side } from '../../lib';

interface Dumped {
  readonly name: string;
  readonly plan: unknown;
  readonly charts: readonly RenderedChart[];
}

/** Runs in the other checkout: only its own library knows how to draw its overlays. */
const dump = `
const { synthesiseAll } = require('./lib');
const { environments } = require('./overlays');
try {
  require('node:fs').writeFileSync(process.argv[1], JSON.stringify(synthesiseAll(environments)));
} catch (error) {
  console.error(error.faults === undefined ? error : error.message);
  process.exit(1);
}`;

const git = (folder: string, ...args: readonly string[]): string =>
  execFileSync('git', [...args], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

/** The commit that a text names; `undefined` when it names none. */
export function commitOf(source: string, revision: string): string | undefined {
  try {
    return revision.startsWith('-') ? undefined : git(source, 'rev-parse', '--verify', '--quiet', `${revision}^{commit}`);
  } catch {
    return undefined;
  }
}

/** A plan of other code may lack what this code reads of it; the objects are compared all the same. */
function factsOf(plan: unknown): PlanFacts | undefined {
  try {
    return planFacts(plan as Plan);
  } catch {
    return undefined;
  }
}

function synthesised(checkout: string, revision: string, file: string): readonly Dumped[] {
  try {
    execFileSync(process.execPath, ['--import', 'tsx', '-e', dump, file], { cwd: checkout, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    return refuse('RevisionRefused', revision, `its own synth does not render it: ${stderr.trim().split('\n').slice(0, 12).join('\n    ')}`, {
      fix: 'compare a revision that renders, or a folder that was rendered from it',
    });
  }
  return JSON.parse(readFileSync(file, 'utf8')) as readonly Dumped[];
}

/**
 * All environments of a revision. Nothing of it stays: neither files nor an entry in the repository.
 *
 * @param source - folder of this checkout
 * @throws FaultError when the revision does not synthesise
 */
export function sidesOfRevision(source: string, revision: string, commit: string): ReadonlyMap<string, Side> {
  const folder = mkdtempSync(join(tmpdir(), 'corral-revision-'));
  const checkout = join(folder, 'checkout');
  try {
    git(source, 'worktree', 'add', '--detach', '--quiet', checkout, commit);
    symlinkSync(join(source, 'node_modules'), join(checkout, 'node_modules'));
    const all = synthesised(checkout, revision, join(folder, 'syntheses.json'));
    return new Map(all.map(({ name, plan, charts }) => [name, { name: `${revision}:${name}`, charts, facts: factsOf(plan) }]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
    git(source, 'worktree', 'prune');
  }
}
