/** Starts a control plane and holds it: a process for tests to kill. */
import { ControlPlane } from './control-plane/control-plane';

async function main(): Promise<void> {
  await ControlPlane.start();
  // An hour is for ever here; the test kills this process in seconds.
  setTimeout(() => undefined, 3_600_000);
}

void main();
