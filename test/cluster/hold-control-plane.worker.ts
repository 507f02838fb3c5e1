/** Starts a control plane, says where and with which processes, and holds it: a process for tests to kill. */
import { ControlPlane } from './control-plane/control-plane';

async function main(): Promise<void> {
  const { folder, components } = await ControlPlane.start();
  process.stdout.write(`${JSON.stringify({ folder, pids: components.map(({ pid }) => pid) })}\n`);
  // An hour is for ever here; the test kills this process in seconds.
  setTimeout(() => undefined, 3_600_000);
}

void main();
