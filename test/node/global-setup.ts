/** Once before the tests: builds what they need, and ends this process when the command that started it is gone. */
import endWithParent from '../cluster/control-plane/end-with-parent.cjs';
import { nodeRoot } from '../components/node-root';
import { controlPlaneTools, nodeTools } from '../components/sets';
import { prepare } from '../jest/prepare';
import { prepareDebian } from '../programs/support/debian';
import { whyImpossible } from './stand/possible';

export default async (): Promise<void> => {
  endWithParent();
  const why = whyImpossible();
  if (why !== undefined) {
    process.stderr.write(`skipped: ${why}\n`);
    return;
  }
  await prepare([...controlPlaneTools, ...nodeTools, 'llama-server', 'ollama', 'restic', 'rclone']);
  prepareDebian(['busybox', 'nginx']);
  nodeRoot();
};
