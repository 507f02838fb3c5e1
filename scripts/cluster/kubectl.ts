/**
 * Reads a live cluster with the kubectl, credentials and rights of the user. It only reads, and reports in one way why
 * it cannot.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { FaultError, type Fault } from '../../lib';
import { answerOf, fault, objectsOf, refuse, suggest, type FaultCode, type LiveObject } from '../../lib/internal';

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
  /** Objects of several kinds; those that may not be read are reported together. */
  get(kinds: readonly string[], ...options: readonly string[]): readonly LiveObject[];
  /** The same, with what may not be read beside what may. */
  readable(kinds: readonly string[], ...options: readonly string[]): Readable;
}

/** Objects that may be read, and the lists that may not: `nodes`, `services in namespace 'kube-system'`. */
export interface Readable {
  readonly objects: readonly LiveObject[];
  readonly unread: readonly string[];
}

/** The user's own. */
const program = 'kubectl';
/** Time for one request: a network may drop everything. */
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
    const stdout = execFileSync(program, [...which, ...args], {
      encoding: 'utf8',
      maxBuffer: 2 ** 29,
      env: process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
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

/**
 * What kubectl writes on standard error, line by line: without its log, empty lines and what it writes before every
 * error.
 */
const wordsOf = (stderr: string): readonly string[] =>
  stderr
    .split('\n')
    .map((line) =>
      line
        .trim()
        .replace(/^(error: )+/i, '')
        .replace(/\.$/, ''),
    )
    .filter((line) => line !== '' && !/^[EWIF]\d{4} /.test(line));

interface Trouble {
  readonly when: RegExp;
  readonly code: FaultCode;
  /** `named` - what the expression found in its brackets */
  readonly fix: (named: string) => readonly string[];
}

/** Where the words of kubectl say what is wrong: each with its code, and what fixes it. */
const troubles: readonly Trouble[] = [
  {
    when: /exec: executable (\S+) not found|exec: "([^"]+)": executable file not found/,
    code: 'CredentialPluginMissing',
    fix: (program) => [`install ${program}, and put it in the PATH: the kubeconfig gets its credentials from it`],
  },
  {
    when: /must be logged in|Unauthorized|getting credentials|token (?:has|is) expired|expired token/i,
    code: 'CredentialsRefused',
    fix: () => [
      'log in again, as you do for kubectl (aws sso login, gcloud auth login, az login)',
      'renew the token or certificate of this context',
    ],
  },
  {
    when: /\(Forbidden\)/,
    code: 'RightsMissing',
    fix: () => ['have the ClusterRole of docs/how-to/preflight.md bound to you'],
  },
  {
    when: /unable to read (?:client-cert|client-key|certificate-authority)/,
    code: 'KubeconfigNotRead',
    fix: () => ['correct the paths of this context in the kubeconfig'],
  },
  {
    when: /unsupported protocol scheme|server gave HTTP response to HTTPS client/,
    code: 'ClusterUnreachable',
    fix: () => ['correct the server of this context: https://HOST:PORT'],
  },
  {
    when: /x509:|tls:|certificate/,
    code: 'CertificateRefused',
    fix: () => ['correct certificate-authority-data and server of this context', 'renew its client certificate'],
  },
  {
    when: /Unable to connect|connection to the server|connection refused|no such host|timeout|deadline exceeded|unreachable/i,
    code: 'ClusterUnreachable',
    fix: () => ['reach its network (VPN, bastion)', 'correct the server of this context'],
  },
];

function trouble(at: string, stderr: string): Fault {
  const words = wordsOf(stderr);
  const [known] = troubles.flatMap((each) =>
    words.flatMap((line) => {
      const found = each.when.exec(line);
      return found === null
        ? []
        : [{ code: each.code, line, fix: each.fix(found.slice(1).find((name) => name !== undefined) ?? '') }];
    }),
  );
  return fault(known?.code ?? 'ClusterNotRead', at, `kubectl says: ${known?.line ?? words.join('; ')}`, {
    fix: known?.fix ?? 'run the same with kubectl, and correct what it reports',
  });
}

/** What the server's authoriser says of every list that it refuses. */
const refusal =
  /cannot (\w+) resource "([^"]+)"(?: in API group "([^"]*)")?.*?(?:in the namespace "([^"]+)"|at the cluster scope)/;

/** What the server refused, line by line. */
const refusals = (stderr: string): readonly { readonly verb: string; readonly what: string }[] =>
  stderr.split('\n').flatMap((line) => {
    const [, verb = 'list', resource, group = '', namespace] = refusal.exec(line) ?? [];
    if (resource === undefined) return [];
    const where = namespace === undefined ? '' : ` in namespace '${namespace}'`;
    return [{ verb, what: `${resource}${group === '' ? '' : `.${group}`}${where}` }];
  });

const forbidden = (at: string, stderr: string): readonly Fault[] =>
  refusals(stderr).map(({ verb, what }) =>
    fault('RightsMissing', at, `you may not ${verb} ${what}`, {
      fix: 'have the ClusterRole of docs/how-to/preflight.md bound to you',
    }),
  );

/** The parts of a kubeconfig that are read here, as `kubectl config view` prints them. */
interface Kubeconfig {
  readonly 'current-context'?: string;
  readonly contexts?:
    | readonly { readonly name: string; readonly context?: { readonly cluster?: string; readonly user?: string } }[]
    | null;
  readonly clusters?: readonly { readonly name: string; readonly cluster?: { readonly server?: string } }[] | null;
  readonly users?: readonly { readonly name: string }[] | null;
}

/** The files that kubectl reads without `--kubeconfig`. */
function usualFiles(): readonly string[] {
  const stated = (process.env['KUBECONFIG'] ?? '').split(delimiter).filter((path) => path !== '');
  return stated.length > 0 ? stated : [join(process.env['HOME'] ?? homedir(), '.kube', 'config')];
}

const otherFile = 'name another file: --kubeconfig FILE';

function kubeconfigOf(access: Access, place: string): Kubeconfig {
  // To kubectl a file that does not exist is one without contexts.
  if (access.kubeconfig !== undefined && !existsSync(access.kubeconfig))
    return refuse('KubeconfigNotRead', place, 'there is no such file', { fix: otherFile });
  const files = usualFiles();
  if (access.kubeconfig === undefined && !files.some((path) => existsSync(path))) {
    return refuse(
      'KubeconfigNotRead',
      place,
      `there is none: ${files.join(' and ')} ${files.length === 1 ? 'does' : 'do'} not exist`,
      {
        fix: [
          'get one from your cloud (aws eks update-kubeconfig, gcloud container clusters get-credentials, az aks get-credentials), or from who runs the cluster',
          'name one: --kubeconfig FILE',
        ],
      },
    );
  }
  const { stdout, stderr, failed } = run(access, ['config', 'view', '--output', 'json']);
  if (failed)
    return refuse('KubeconfigNotRead', place, `kubectl says: ${wordsOf(stderr).join('; ')}`, {
      fix: ['correct the file', otherFile],
    });
  return JSON.parse(stdout) as Kubeconfig;
}

/** Finds what a context names and the file does not have; kubectl would ask `localhost:8080` instead. */
function requireWhole(context: string, place: string, { contexts, clusters, users }: Kubeconfig): void {
  const { cluster, user } = contexts?.find(({ name }) => name === context)?.context ?? {};
  const fix = ['correct this context in the kubeconfig', 'name another: --context NAME'];
  const at = `${place}: context '${context}'`;
  const found = clusters?.find(({ name }) => name === cluster);
  if (found === undefined)
    refuse('KubeconfigNotRead', at, `it names cluster '${cluster ?? ''}', which the file does not have`, { fix });
  if ((found?.cluster?.server ?? '') === '')
    refuse('KubeconfigNotRead', at, `its cluster '${cluster ?? ''}' has no server`, { fix });
  if (user !== undefined && users?.some(({ name }) => name === user) !== true)
    refuse('KubeconfigNotRead', at, `it names user '${user}', which the file does not have`, { fix });
}

function contextOf(access: Access): string {
  const place = access.kubeconfig ?? 'kubeconfig';
  const kubeconfig = kubeconfigOf(access, place);
  const known = (kubeconfig.contexts ?? []).map(({ name }) => name).toSorted();
  if (known.length === 0) return refuse('UnknownContext', place, 'it has no contexts', { fix: otherFile });
  const current = kubeconfig['current-context'] ?? '';
  const { context = current } = access;
  if (context === '')
    return refuse('UnknownContext', place, 'it has no current context', {
      fix: 'name one: --context NAME',
      allowed: known,
    });
  if (!known.includes(context)) {
    return refuse(
      'UnknownContext',
      place,
      access.context === undefined
        ? `its current context '${context}' does not exist`
        : `it has no context '${context}'`,
      {
        'did you mean': suggest(context, known),
        ...(access.context === undefined ? { fix: 'name one: --context NAME' } : {}),
        allowed: known,
      },
    );
  }
  requireWhole(context, place, kubeconfig);
  return context;
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
