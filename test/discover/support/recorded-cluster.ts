/** The commands `discover` and `preflight` on a recorded cluster of `test/environments/clusters`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { EnvironmentInput } from '../../../lib';
import { commands } from '../../../scripts/commands';
import { evaluated } from './overlay';
import { commentsOf } from './recorded';
import { writeKubectl } from './recorded-kubectl';

interface Ended {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

/** Runs with a kubectl in the PATH that answers from a folder. */
function within<T>(cluster: string, act: () => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'corral-recorded-'));
  const { PATH, KUBECONFIG } = process.env;
  writeKubectl(folder, cluster);
  process.env['PATH'] = `${folder}${delimiter}${PATH ?? ''}`;
  process.env['KUBECONFIG'] = join(folder, 'config');
  try {
    return act();
  } finally {
    process.env['PATH'] = PATH;
    if (KUBECONFIG === undefined) delete process.env['KUBECONFIG'];
    else process.env['KUBECONFIG'] = KUBECONFIG;
    rmSync(folder, { recursive: true });
  }
}

function ended(run: (console: { out: (text: string) => void; error: (text: string) => void }) => number): Ended {
  const [out, error]: [string[], string[]] = [[], []];
  const status = run({ out: (text) => void out.push(text), error: (text) => void error.push(text) });
  return { status, out: out.join('\n'), error: error.join('\n') };
}

export interface Discovered {
  readonly source: string;
  readonly environment: EnvironmentInput;
  /** Comments above the pools: which nodes are in none, and why. */
  readonly leftOut: readonly string[];
  /** What preflight prints of the overlay on the same cluster, and its exit code. */
  readonly compared: Ended;
}

/** What `preflight` prints of an environment on a recorded cluster, and its exit code. */
export const comparedWith = (cluster: string, environment: EnvironmentInput): Ended =>
  within(cluster, () =>
    ended((console) => commands.preflight.run(['--env', environment.name], { console, environments: [environment] })),
  );

/** Discovers a recorded cluster, and compares the overlay with the same cluster at once. */
export function discovered(cluster: string): Discovered {
  return within(cluster, () => {
    const { status, out, error } = ended((console) => commands.discover.run(['--name', cluster], { console }));
    if (status !== 0) throw new Error(`discover ends with ${status}: ${error}`);
    const environment = evaluated(out);
    const compared = ended((console) =>
      commands.preflight.run(['--env', cluster], { console, environments: [environment] }),
    );
    return {
      source: out,
      environment,
      leftOut: commentsOf(out).filter((line) => /^(Not in a pool|Check: no other node)/.test(line)),
      compared,
    };
  });
}
