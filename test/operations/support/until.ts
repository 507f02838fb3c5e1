/** Waits for what another process does, for as long as a machine with other work may take. */
import { expect } from '@jest/globals';

export async function until(holds: () => boolean, milliseconds = 50): Promise<void> {
  for (const end = Date.now() + 180_000; !holds() && Date.now() < end;)
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
  expect(holds()).toBe(true);
}
