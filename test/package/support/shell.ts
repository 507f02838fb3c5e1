/** Commands in a shell, as a user types them. */
import { spawnSync } from 'node:child_process';

export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly error: string;
}

/** Runs a line in a folder. Variables of the npm that runs the tests are not passed on. */
export function ended(line: string, folder: string, variables: NodeJS.ProcessEnv = {}): Ended {
  const own = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('npm_') && !['NODE_OPTIONS', 'UPDATE'].includes(name),
  );
  const { status, stdout, stderr } = spawnSync('bash', ['-c', line], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...Object.fromEntries(own), NO_UPDATE_NOTIFIER: '1', CI: '1', ...variables },
  });
  return { status, out: stdout, error: stderr };
}
