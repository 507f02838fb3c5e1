/**
 * Which control planes run in this test file, so that the logs of one that ran while a test failed are kept and named.
 */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Shared with the jest environment, which lives in another realm and sees only globals: folder → whether a test failed.
 */
const registryName = Symbol.for('corral.control-planes');

function registry(): Map<string, boolean> {
  const holder = globalThis as { [registryName]?: Map<string, boolean> };
  return (holder[registryName] ??= new Map<string, boolean>());
}

export const noteStart = (folder: string): unknown => registry().set(folder, false);

/** Forgets a control plane that stops; tells whether a test failed while it ran. */
export function endsAfterFailure(folder: string): boolean {
  const failed = registry().get(folder) ?? false;
  registry().delete(folder);
  return failed;
}

/** Copies the logs out of a folder that is about to go; the jest environment names the same path. */
export async function keepLogs(folder: string): Promise<string> {
  await cp(join(folder, 'logs'), `${folder}.logs`, { recursive: true });
  return `${folder}.logs`;
}
