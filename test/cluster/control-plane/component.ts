/**
 * One running component: started on the leash of its control plane, ready when it answers, and able to say why it did
 * not.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { plainEnvironment, type Leash } from '../../../scripts/toolchain/leash';
import { toolPath } from '../../../scripts/toolchain/tools';
import type { ComponentName } from '../../../scripts/toolchain/components';

/** Far beyond the seconds that a start takes, for machines under load. */
const startMilliseconds = 90_000;

export interface Component {
  readonly name: ComponentName;
  readonly pid: number;
}

const lastLines = (log: string): string => readFileSync(log, 'utf8').trimEnd().split('\n').slice(-15).join('\n');

/** Starts a component and resolves when `isReady` says so; rejects with the end of its log when it ends before. */
export async function startComponent(
  leash: Pick<Leash, 'folder' | 'start'>,
  name: ComponentName,
  args: readonly string[],
  isReady: () => Promise<boolean>,
  extraEnv: NodeJS.ProcessEnv = {},
): Promise<Component> {
  const log = join(leash.folder, 'logs', `${name}.log`);
  // HOME in the folder: nothing that a component caches may stay behind. A control plane of minutes has memory to
  // spare, and a fifth of its time is collection.
  const command = {
    file: await toolPath(name),
    args,
    cwd: leash.folder,
    env: plainEnvironment({ HOME: leash.folder, GOGC: '400', ...extraEnv }),
    log,
  };
  const { pid, exited } = await leash.start(command);
  let ended: string | undefined;
  void exited.then(({ code, signal }) => {
    ended = `ended with ${signal ?? code}`;
  });
  for (const deadline = Date.now() + startMilliseconds; !(await isReady()); await sleep(20)) {
    if (ended === undefined && Date.now() > deadline) ended = `was not ready after ${startMilliseconds / 1000} s`;
    if (ended !== undefined) throw new Error(`${name} ${ended}; its log ends:\n${lastLines(log)}`);
  }
  return { name, pid };
}
