import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something holds. @throws Error when it does not within so many seconds */
export async function until(what: string, holds: () => Promise<boolean> | boolean, seconds = 90): Promise<void> {
  for (const deadline = Date.now() + seconds * 1000; !(await holds()); await sleep(50))
    if (Date.now() > deadline) throw new Error(`not within ${seconds} seconds: ${what}`);
}
