/** Reads a live cluster with the user's own kubectl, sign-in and rights. It only gets, and says in one way why it cannot. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { answerOf, fault, FaultError, objectsOf, refuse, suggest, type Fault, type FaultCode, type LiveObject } from '../../lib';

/** Which cluster, as a command line says it. */
export interface Access {
  /** @default - the current context */
  readonly context?: string;
  /** Path of a kubeconfig. @default - `$KUBECONFIG`, else `~/.kube/config`, as kubectl does */
  readonly kubeconfig?: string;
}

/** A cluster that answers. */
export interface Cluster {
  readonly context: string;
  /** Its answer to `/version`. */
  readonly version: unknown;
  /** The answer to a path: `/version`. */
  raw(path: string): unknown;
  /** Objects of several kinds; those that may not be read are told all together. */
  get(kinds: readonly string[], ...options: readonly string[]): readonly LiveObject[];
}

/** The user's own. */
const program = 'kubectl';
/** Time for one request: the kubectl of nobody should wait for a network that drops everything. */
const patience = '--request-timeout=20s';

/** How kubectl ended. */
interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly failed: boolean;
}

function run(access: Access, args: readonly string[]): Outcome {
  const which = access.kubeconfig === undefined ? [] : ['--kubeconfig', access.kubeconfig];
  try {
    const stdout = execFileSync(program, [...which, ...args], { encoding: 'utf8', maxBuffer: 2 ** 29, env: process.env, stdio: ['ignore', 'pipe', 'pipe'] });
    return { stdout, stderr: '', failed: false };
  } catch (error) {
    const { code, stdout = '', stderr = '', message } = error as { code?: string; stdout?: string; stderr?: string; message: string };
    if (code === 'ENOENT') {
      return refuse('KubectlMissing', program, 'there is no such program in the PATH', { fix: 'install kubectl: https://kubernetes.io/docs/tasks/tools' });
    }
    return { stdout, stderr: stderr.trim() === '' ? message : stderr, failed: true };
  }
}

/** What kubectl says last, without what it says before every error. */
const lastWords = (stderr: string): string => (stderr.trim().split('\n').at(-1) ?? '').replace(/^(error: )+/i, '').replace(/\.$/, '');

/** Where kubectl's own words tell what is wrong: each with its code, and what fixes it. */
const troubles: readonly { readonly when: RegExp; readonly code: FaultCode; readonly fix: readonly string[] }[] = [
  {
    when: /must be logged in|Unauthorized|getting credentials|token (has|is) expired|expired token/i,
    code: 'CredentialsRefused',
    fix: ['sign in again, as you do for kubectl (aws sso login, gcloud auth login, az login)', 'renew the token or certificate of this context'],
  },
  { when: /x509:|tls:|certificate/, code: 'CertificateRefused', fix: ['correct certificate-authority-data and server of this context', 'renew its client certificate'] },
  {
    when: /Unable to connect|connection to the server|connection refused|no such host|timeout|deadline exceeded|unreachable/i,
    code: 'ClusterUnreachable',
    fix: ['reach its network (VPN, bastion)', 'correct the server of this context'],
  },
];

function trouble(at: string, stderr: string): Fault {
  const words = lastWords(stderr);
  const known = troubles.find(({ when }) => when.test(words));
  return fault(known?.code ?? 'ClusterNotRead', at, `kubectl says: ${words}`, { fix: known?.fix ?? 'run the same with kubectl, and fix what it says' });
}

/** What the server's authoriser says of every list that it refuses. */
const refusal = /cannot (\w+) resource "([^"]+)"(?: in API group "([^"]*)")?.*?(?:in the namespace "([^"]+)"|at the cluster scope)/;

function forbidden(at: string, stderr: string): readonly Fault[] {
  return stderr.split('\n').flatMap((line) => {
    const [, verb, resource, group = '', namespace] = refusal.exec(line) ?? [];
    if (resource === undefined) return [];
    const what = `${resource}${group === '' ? '' : `.${group}`}${namespace === undefined ? '' : ` in namespace '${namespace}'`}`;
    return [fault('RightsMissing', at, `you may not ${verb ?? 'list'} ${what}`, { fix: 'have the ClusterRole of docs/how-to/preflight.md bound to you' })];
  });
}

function contextOf(access: Access): string {
  const place = access.kubeconfig ?? 'kubeconfig';
  const fix = 'name one that is there: --kubeconfig FILE';
  // To kubectl a file that is not there is one without contexts.
  if (access.kubeconfig !== undefined && !existsSync(access.kubeconfig)) return refuse('KubeconfigNotRead', place, 'there is no such file', { fix });
  const listed = run(access, ['config', 'get-contexts', '--output', 'name']);
  if (listed.failed) return refuse('KubeconfigNotRead', place, `kubectl says: ${lastWords(listed.stderr)}`, { fix });
  const known = listed.stdout.split('\n').filter((line) => line !== '');
  const { context } = access;
  if (context !== undefined) {
    return known.includes(context) ? context : refuse('UnknownContext', place, `it has no context '${context}'`, {
      'did you mean': suggest(context, known), allowed: known, ...(known.length === 0 ? { fix: 'name a kubeconfig that has one: --kubeconfig FILE' } : {}),
    });
  }
  const current = run(access, ['config', 'current-context']);
  return current.failed ? refuse('UnknownContext', place, 'it has no current context', { fix: 'name one: --context NAME', allowed: known }) : current.stdout.trim();
}

/** Lists are answered as one, with what was refused on standard error. */
const objectsIn = (stdout: string, place: string): readonly LiveObject[] => (stdout.trim() === '' ? [] : objectsOf(answerOf(stdout, place), place));

/**
 * Finds the context of a cluster, and asks it for its version, so that a cluster that does not answer is told at once.
 *
 * @throws FaultError when there is no kubectl, kubeconfig or context, or the cluster does not answer, or not to this user
 */
export function connect(access: Access): Cluster {
  const context = contextOf(access);
  const at = `context ${context}`;
  const ask = (args: readonly string[]): Outcome => run(access, ['--context', context, 'get', patience, ...args]);
  const raw = (path: string): unknown => {
    const { stdout, stderr, failed } = ask(['--raw', path]);
    if (!failed) return answerOf(stdout, `${at}: ${path}`);
    const rights = forbidden(at, stderr);
    throw new FaultError(rights.length > 0 ? rights : [trouble(at, stderr)]);
  };
  return {
    context,
    version: raw('/version'),
    raw,
    get(kinds, ...options) {
      const { stdout, stderr, failed } = ask([kinds.join(','), '--output', 'json', '--ignore-not-found', ...options]);
      if (!failed) return objectsIn(stdout, `${at}: ${kinds.join(',')}`);
      const rights = forbidden(at, stderr);
      throw new FaultError(rights.length > 0 ? rights : [trouble(at, stderr)]);
    },
  };
}

/** Reads several things, and tells all that may not be read together. */
export function readAll(reads: readonly (() => readonly LiveObject[])[]): readonly LiveObject[] {
  const faults: Fault[] = [];
  const objects = reads.flatMap((read) => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof FaultError) || error.faults.some(({ code }) => code !== 'RightsMissing')) throw error;
      faults.push(...error.faults);
      return [];
    }
  });
  if (faults.length > 0) throw new FaultError(faults);
  return objects;
}
