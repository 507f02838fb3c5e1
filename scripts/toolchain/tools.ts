/** Real components for tests: built when missing into a cache outside the checkout, and found there by name. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { build, buildNameOf, originOf } from './build';
import { components, type ComponentName } from './components';
import { messageOf } from './errors';
import { Leash } from './leash';
import { withLock } from './lock';
import { requireMachine } from './machine';
import { refuseMissing } from './missing';
import type { Recipe } from './recipe';

const stillBuildingMilliseconds = 20_000;

/** `$CORRAL_TOOLS`, else `$XDG_CACHE_HOME/corral/tools`, else `~/.cache/corral/tools`. */
export function cacheFolder(): string {
  return process.env.CORRAL_TOOLS || join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'corral', 'tools');
}

/** The program or folder of a component, inside the folder that a build publishes whole. */
const cachedPath = (name: ComponentName): string => join(cacheFolder(), buildNameOf(name, components[name]), name);

export const isCached = (name: ComponentName): boolean => existsSync(cachedPath(name));

const say = (line: string): unknown => process.stderr.write(`toolchain: ${line}\n`);
const secondsSince = (start: number): string => `${Math.round((Date.now() - start) / 1000)} s`;
const lastLines = (log: string): string => readFileSync(log, 'utf8').trimEnd().split('\n').slice(-30).join('\n');

/** Builds in a temporary folder and renames it into place: what has its final name is complete. */
async function publish(name: ComponentName, recipe: Recipe): Promise<void> {
  const cache = cacheFolder();
  const log = join(cache, `${buildNameOf(name, recipe)}.log`);
  await rm(log, { force: true });
  const leash = await Leash.hold(join(cache, `.${name}-`));
  try {
    const result = join(leash.folder, 'result');
    await mkdir(result);
    await build(recipe, { leash, folder: leash.folder, target: join(result, name), log });
    await rename(result, join(cache, buildNameOf(name, recipe)));
    await rm(log, { force: true });
  } catch (error) {
    if (isCached(name)) return;
    if (existsSync(log)) process.stderr.write(`${lastLines(log)}\n`);
    const where = existsSync(log) ? `; its log is ${log}` : '';
    throw new Error(
      `toolchain: ${name} (${originOf(recipe)}) could not be built: ${messageOf(error)}${where} [BuildFailed]`,
      { cause: error },
    );
  } finally {
    await leash.release();
  }
}

async function buildOnce(name: ComponentName): Promise<void> {
  const recipe: Recipe = components[name];
  const lock = join(cacheFolder(), `${buildNameOf(name, recipe)}.lock`);
  await withLock(
    lock,
    () => say(`waiting for another process that builds ${name}`),
    async () => {
      if (isCached(name)) return;
      const start = Date.now();
      say(`building ${name} (${originOf(recipe)})`);
      const reminder = setInterval(
        () => say(`still building ${name}, ${secondsSince(start)}`),
        stillBuildingMilliseconds,
      );
      try {
        await publish(name, recipe);
      } finally {
        clearInterval(reminder);
      }
      say(`built ${name} in ${secondsSince(start)}`);
    },
  );
}

/**
 * Builds what is missing, one after the other, since each build uses every core.
 *
 * @throws Error with one sentence that names a component that cannot be obtained
 */
export async function ensureTools(names: readonly ComponentName[]): Promise<void> {
  const missing = names.filter((name) => !isCached(name));
  if (missing.length === 0) return;
  refuseMissing(missing);
  requireMachine(new Map<string, Recipe>(missing.map((name) => [name, components[name]])));
  await mkdir(cacheFolder(), { recursive: true });
  for (const name of missing) await buildOnce(name);
}

/** The path of a component's program, or of its folder of files; builds it first when it is missing. */
export async function toolPath(name: ComponentName): Promise<string> {
  await ensureTools([name]);
  return cachedPath(name);
}
