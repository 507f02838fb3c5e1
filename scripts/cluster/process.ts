/** Runs the kubectl of the user, with the user's credentials and rights. */
import { execFileSync } from 'node:child_process';
import { refuse } from '../../lib/internal';

/** Which cluster, as a command line says it. */
export interface Access {
  /** @default - the current context */
  readonly context?: string;
  /** Path of a kubeconfig. @default - `$KUBECONFIG`, else `~/.kube/config`, as kubectl does */
  readonly kubeconfig?: string;
}

/** The user's own. */
const program = 'kubectl';
/** Time for one request: a network may drop everything. */
export const patience = '--request-timeout=20s';

/** How kubectl ended. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly failed: boolean;
}

/** Runs kubectl. `input` - what it reads on standard input */
export function run(access: Access, args: readonly string[], input?: string): Outcome {
  const which = access.kubeconfig === undefined ? [] : ['--kubeconfig', access.kubeconfig];
  try {
    const stdout = execFileSync(program, [...which, ...args], {
      encoding: 'utf8',
      maxBuffer: 2 ** 29,
      env: process.env,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      input,
    });
    return { stdout, stderr: '', failed: false };
  } catch (error) {
    const {
      code,
      stdout = '',
      stderr = '',
      message,
    } = error as { code?: string; stdout?: string; stderr?: string; message: string };
    if (code === 'ENOENT') {
      return refuse('KubectlMissing', program, 'there is no such program in the PATH', {
        fix: 'install kubectl: https://kubernetes.io/docs/tasks/tools',
      });
    }
    return { stdout, stderr: stderr.trim() === '' ? message : stderr, failed: true };
  }
}
