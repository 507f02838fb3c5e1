/** Starts a stand with a pod and holds it: a process for tests to kill. */
import { Stand } from './stand/stand';

async function main(): Promise<void> {
  await Stand.start({ images: [] });
  process.stdout.write('up\n');
  // An hour is for ever here; the test kills this process in seconds.
  setTimeout(() => undefined, 3_600_000);
}

void main();
