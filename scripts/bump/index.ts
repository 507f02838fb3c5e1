/**
 * Builds another build of an engine, compares it with the pinned one and runs the tests of the engines on it; `--write`
 * pins it.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuse } from '../../lib/internal';
import { candidatePins } from './candidate';
import { changesOf } from './compare';
import { buildFiles, editsFor, imagesFile, type Files } from './edits';
import type { EngineOffers } from './offers';
import { knownMetrics } from './rendering';
import type { Exit } from '../command';
import { lost, reportOf } from './report';
import { requestOf, type BumpRequest, type BumpWords, type EngineName } from './request';
import { messageOf } from '../toolchain/errors';
import { ensureTools } from '../toolchain/tools';

const root = join(__dirname, '..', '..');
const say = (line: string): unknown => process.stderr.write(`bump: ${line}\n`);

/**
 * Runs tests of the engines, on the build that `CORRAL_PINS` names where it does. Their output goes to standard error.
 */
async function engineTests(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<boolean> {
  const jest = [join(root, 'node_modules/jest/bin/jest.js'), '--config', join(root, 'test/jest/engines.cjs'), ...args];
  const child = spawn(process.execPath, jest, {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
    env: { ...process.env, ...env },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0;
}

/**
 * What a build offers, as the test of the contracts sees it; that test fails for a build that differs, which is no
 * matter here.
 */
async function offersOf(engine: EngineName): Promise<EngineOffers> {
  const folder = mkdtempSync(join(tmpdir(), 'corral-bump-'));
  try {
    await engineTests(['contract', '--testNamePattern', engine === 'ollama' ? '^Ollama' : '^llama-server'], {
      OFFERS: folder,
    });
    return JSON.parse(readFileSync(join(folder, `${engine}.json`), 'utf8')) as EngineOffers;
  } catch (error) {
    return refuse(
      'BuildDoesNotRun',
      `bump ${engine}`,
      `the build does not report its flags, metrics and routes: ${messageOf(error)}`,
      { fix: 'the lines above are its output' },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const readAll = (folder: string, paths: readonly string[]): Files =>
  Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));

const pinFiles = {
  'llama-server': ['llama-server/requirements.txt'],
  ollama: ['ollama/go.mod', 'ollama/go.sum'],
} as const;

/** Writes every file beside its place first, then moves all of them. */
function writeAll(files: Files): void {
  const written = Object.entries(files).map(([path, text]) => ({
    path: join(root, path),
    text,
    beside: join(root, `${path}.bump`),
  }));
  try {
    for (const { beside, text } of written) writeFileSync(beside, text);
    for (const { beside, path } of written) renameSync(beside, path);
  } finally {
    for (const { beside } of written) rmSync(beside, { force: true });
  }
}

function pin(request: BumpRequest, candidate: string, after: EngineOffers, change: ReturnType<typeof changesOf>): void {
  const { engine } = request;
  const pins = Object.fromEntries(
    Object.entries(readAll(candidate, pinFiles[engine])).map(([path, text]) => [`tools/${path}`, text]),
  );
  const files = readAll(root, [imagesFile, buildFiles[engine]]);
  const edits = editsFor(files, pins, request, after, change);
  writeAll(edits);
  say(`pinned ${engine} ${request.build} in ${Object.keys(edits).join(', ')}`);
  say(
    'next: read the difference, add each new flag that matters to furtherFlagKinds or forbiddenFlags, then `npm run reference`, `npm run check` and `npm test -- -u`',
  );
}

/** Runs the command. Returns whether the build can take the place of the pinned one. */
async function bump(words: BumpWords): Promise<boolean> {
  const request = requestOf(words);
  const { engine, build, suite, write } = request;
  await ensureTools(['llama-server', 'ollama']);
  say(`reading flags, metrics and routes of the pinned ${engine}`);
  const before = await offersOf(engine);
  const candidate = await candidatePins(request);
  // From here on this process, and what it starts, works with the new build.
  process.env.CORRAL_PINS = candidate;
  await ensureTools([engine]);
  say(`reading flags, metrics and routes of ${engine} ${build}`);
  const after = await offersOf(engine);
  const change = changesOf(before, after);
  const losses = lost(after, change, knownMetrics(engine));
  process.stdout.write(`${reportOf(before, after, change, losses).join('\n')}\n`);
  // The contract itself is what the report compares.
  const passed = !suite || (await engineTests(['--testPathIgnorePatterns', 'contract']));
  process.stdout.write(
    suite ? `tests of the engines: ${passed ? 'passed' : 'FAILED'} on ${build}\n` : 'tests of the engines: not run\n',
  );
  const usable = losses.length === 0 && passed;
  if (write && !usable)
    refuse('BuildNotUsable', `bump ${engine}`, `${build} cannot replace ${before.build} yet, so nothing is written`, {
      fix: 'correct lib/engines as the report lists, then run this again',
    });
  if (write) pin(request, candidate, after, change);
  return usable;
}

/** Bumps the engine that the words name. */
export const run = async (words: BumpWords): Promise<Exit> => ((await bump(words)) ? 0 : 1);
