/**
 * One builder at a time across processes: a lock file with a heartbeat, taken over when its owner is dead or silent.
 */
import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasCode } from './errors';

const heartbeatMilliseconds = 2_000;
/** Well above the heartbeat, so that a machine under load does not lose its lock. */
const silentMilliseconds = 30_000;

interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly id: string;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/** Links a complete file to the lock's name: it exists whole or not at all. */
async function take(path: string, owner: Owner): Promise<boolean> {
  const own = `${path}.${owner.id}`;
  await writeFile(own, JSON.stringify(owner));
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

/** The owner of a lock that is no longer held; `undefined` while it is held, or when it was just given back. */
async function deserted(path: string): Promise<Owner | undefined> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const owner = JSON.parse(text) as Owner;
    const dead = owner.host === hostname() && !isAlive(owner.pid);
    return dead || Date.now() - mtimeMs > silentMilliseconds ? owner : undefined;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Moves a deserted lock aside; when another process was faster and the lock is a new one, puts it back. */
async function clear(path: string, owner: Owner): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
    const moved = JSON.parse(await readFile(aside, 'utf8')) as Owner;
    if (moved.id !== owner.id) await link(aside, path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT') && !hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

/** Runs `work` while holding the lock; calls `onWait` once when another process holds it. */
export async function withLock<T>(path: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  const owner: Owner = { pid: process.pid, host: hostname(), id: randomUUID() };
  for (let waited = false; !(await take(path, owner)); waited = true) {
    const former = await deserted(path);
    if (former !== undefined) {
      await clear(path, former);
      continue;
    }
    if (!waited) onWait();
    await sleep(200);
  }
  // A heartbeat that fails has lost the lock to another builder, which is harmless: the last rename wins.
  const heartbeat = setInterval(
    () => utimes(path, new Date(), new Date()).catch(() => undefined),
    heartbeatMilliseconds,
  );
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(path, { force: true });
  }
}
