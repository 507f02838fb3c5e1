/** What kubectl reports on standard error, as faults. */
import type { Fault } from '../../lib';
import { fault, type FaultCode } from '../../lib/internal';

/**
 * What kubectl writes on standard error, line by line: without its log, empty lines and what it writes before every
 * error.
 */
export const wordsOf = (stderr: string): readonly string[] =>
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
    fix: () => [readingRights],
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

/** The fault of what kubectl reports. `otherwise` - code of what is not known here */
export function trouble(at: string, stderr: string, otherwise: FaultCode = 'ClusterNotRead'): Fault {
  const words = wordsOf(stderr);
  const [known] = troubles.flatMap((each) =>
    words.flatMap((line) => {
      const found = each.when.exec(line);
      return found === null
        ? []
        : [{ code: each.code, line, fix: each.fix(found.slice(1).find((name) => name !== undefined) ?? '') }];
    }),
  );
  return fault(known?.code ?? otherwise, at, `kubectl says: ${known?.line ?? words.join('; ')}`, {
    fix: known?.fix ?? 'run the same with kubectl, and correct what it reports',
  });
}

/** What the server's authoriser says of every list that it refuses. */
const refusal =
  /cannot (\w+) resource "([^"]+)"(?: in API group "([^"]*)")?.*?(?:in the namespace "([^"]+)"|at the cluster scope)/;

/** What the server refused, line by line. */
export const refusals = (stderr: string): readonly { readonly verb: string; readonly what: string }[] =>
  stderr.split('\n').flatMap((line) => {
    const [, verb = 'list', resource, group = '', namespace] = refusal.exec(line) ?? [];
    if (resource === undefined) return [];
    const where = namespace === undefined ? '' : ` in namespace '${namespace}'`;
    return [{ verb, what: `${resource}${group === '' ? '' : `.${group}`}${where}` }];
  });

const readingRights = 'have the ClusterRole of docs/how-to/preflight.md bound to you';

/** The faults of lists that the server refused to this user; none where it failed otherwise. */
export const forbidden = (at: string, stderr: string, fix: string = readingRights): readonly Fault[] =>
  refusals(stderr).map(({ verb, what }) => fault('RightsMissing', at, `you may not ${verb} ${what}`, { fix }));
