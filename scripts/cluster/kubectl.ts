/**
 * Reads a live cluster with the kubectl, credentials and rights of the user, and reports in one way why it cannot. Only
 * `secret.ts` beside this file writes to a cluster.
 */
import { FaultError, type Fault } from '../../lib';
import { answerOf, objectsOf, type LiveObject } from '../../lib/internal';
import { contextOf } from './context';
import { type Access, type Outcome, patience, run } from './process';
import { forbidden, refusals, trouble } from './trouble';

/** A cluster that answers. */
export interface Cluster {
  readonly context: string;
  /** Its answer to `/version`. */
  readonly version: unknown;
  /** The answer to a path: `/version`. */
  raw(path: string): unknown;
  /** Objects of several kinds; those that may not be read are reported together. */
  get(kinds: readonly string[], ...options: readonly string[]): readonly LiveObject[];
  /** The same, with what may not be read beside what may. */
  readable(kinds: readonly string[], ...options: readonly string[]): Readable;
  /** Any call of kubectl on it. `input` - what kubectl reads on standard input */
  call(args: readonly string[], input?: string): Outcome;
}

/** Objects that may be read, and the lists that may not: `nodes`, `services in namespace 'kube-system'`. */
export interface Readable {
  readonly objects: readonly LiveObject[];
  readonly unread: readonly string[];
}

/** Lists are answered as one, with what was refused on standard error. */
const objectsIn = (stdout: string, place: string): readonly LiveObject[] =>
  stdout.trim() === '' ? [] : objectsOf(answerOf(stdout, place), place);

/**
 * Finds the context of a cluster, and asks it for its version, so that a cluster that does not answer is reported at
 * once.
 *
 * @throws FaultError when there is no kubectl, kubeconfig or context, or the cluster does not answer, or not to this
 * user
 */
export function connect(access: Access): Cluster {
  const context = contextOf(access);
  const at = `context ${context}`;
  const call = (args: readonly string[], input?: string): Outcome =>
    run(access, ['--context', context, ...args, patience], input);
  const ask = (args: readonly string[]): Outcome => run(access, ['--context', context, 'get', patience, ...args]);
  const list = (kinds: readonly string[], options: readonly string[]): Outcome =>
    ask([kinds.join(','), '--output', 'json', '--ignore-not-found', ...options]);
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
    call,
    get(kinds, ...options) {
      const { stdout, stderr, failed } = list(kinds, options);
      if (!failed) return objectsIn(stdout, `${at}: ${kinds.join(',')}`);
      const rights = forbidden(at, stderr);
      throw new FaultError(rights.length > 0 ? rights : [trouble(at, stderr)]);
    },
    readable(kinds, ...options) {
      const { stdout, stderr, failed } = list(kinds, options);
      const unread = failed ? refusals(stderr).map(({ what }) => what) : [];
      if (failed && unread.length === 0) throw new FaultError([trouble(at, stderr)]);
      return { objects: objectsIn(stdout, `${at}: ${kinds.join(',')}`), unread };
    },
  };
}

/** Reads several things, and reports together all that may not be read. */
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
