/**
 * The policy of a gateway: Envoy asks it about the key and about the body of each request.
 * `node gateway-policy.cjs SETTINGS`, where SETTINGS is the path of `settings.json`.
 */
import { readFileSync } from 'node:fs';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import type { GatewaySettings } from 'corral';
import { work } from './request/worker';
import { start } from './start';

/** The threads that judge bodies run this file too. */
const startWorker = (resourceLimits: object): Worker => new Worker(__filename, { resourceLimits });

async function main(path: string | undefined): Promise<void> {
  if (path === undefined) throw new Error('the path of settings.json is missing');
  const settings = JSON.parse(readFileSync(path, 'utf8')) as GatewaySettings;
  await start(settings, startWorker);
}

if (parentPort !== null && !isMainThread) work(parentPort);
else
  main(process.argv[2]).catch((error: unknown) => {
    console.error(`gateway-policy: error: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  });
