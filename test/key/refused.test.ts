/** What `key` refuses: words, environments, and clusters that do not take a key. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { EnvironmentInput } from '../../lib';
import { useFakeKubectl } from './support/kubectl';
import { help, here, key, stored, without } from './support/run';

const kubectl = useFakeKubectl();

test.each<[string, readonly string[], readonly EnvironmentInput[], number, string]>([
  [
    'an unknown client',
    ['new', '--client', 'team-b'],
    [here],
    2,
    "--client: there is no client 'team-b'.\n  did you mean: team-a\n  allowed: default · team-a\n  fix: add it to the clients of the gateway, and apply the environment\n  [UnknownClient]\n\n1 fault.",
  ],
  [
    'a client of another environment',
    ['new', '--client', 'defalt', '--env', 'local'],
    [here, stored],
    2,
    "local.gateway.clients: there is no client 'defalt'.\n  did you mean: default\n  allowed: default · team-a\n  fix: add it to the clients of the gateway, and apply the environment\n  [UnknownClient]\n\n1 fault.",
  ],
  [
    'a client of several environments',
    ['new', '--client', 'default'],
    [here, stored],
    2,
    "--env: local, stored have a client 'default'.\n  fix: --env local · --env stored\n  [SeveralEnvironments]\n\n1 fault.",
  ],
  [
    'an environment without a gateway',
    ['new', '--client', 'default', '--env', 'bare'],
    [here, without],
    2,
    'bare.gateway: the environment has no gateway.\n  fix: add a gateway to it: docs/how-to/expose.md\n  [NoGateway]\n\n1 fault.',
  ],
  [
    'no environment with a gateway',
    ['list'],
    [without],
    2,
    'overlays: no environment has a gateway.\n  fix: add a gateway to it: docs/how-to/expose.md\n  [NoGateway]\n\n1 fault.',
  ],
  [
    'an unknown environment',
    ['new', '--client', 'default', '--env', 'locl'],
    [here],
    3,
    "--env: no overlay is called 'locl'.\n  did you mean: local\n  allowed: local\n  [UnknownEnvironment]",
  ],
  [
    'a model that there is not, of a client that may ask all',
    ['new', '--client', 'default', '--model', 'qwn', '--print'],
    [here],
    2,
    "--model: client 'default' may not ask 'qwn'.\n  did you mean: qwen\n  allowed: qwen · smollm2\n  [ModelNotOfClient]\n\n1 fault.",
  ],
  [
    'a Secret whose name is none',
    ['new', '--client', 'default', '--secret', 'A B', '--print'],
    [here],
    2,
    "--secret: 'A B' is no name of a Secret.\n  allowed: a DNS name: lower-case letters, digits, inner hyphens, and dots between parts\n  [BadName]\n\n1 fault.",
  ],
  [
    'a model that the client may not ask',
    ['new', '--client', 'team-a', '--model', 'qwn'],
    [here],
    2,
    "--model: client 'team-a' may not ask 'qwn'.\n  did you mean: qwen\n  allowed: qwen\n  [ModelNotOfClient]\n\n1 fault.",
  ],
  ...['90', '0d', '3w', '-1d', '1.5d', '10000d'].map(
    (text): [string, readonly string[], readonly EnvironmentInput[], number, string] => [
      `expiry ${text}`,
      ['new', '--client', 'default', `--expires=${text}`],
      [here],
      2,
      `--expires: '${text}' is no length of time.\n  allowed: a whole number from 1 to 9999 with d, h or m: 90d, 12h, 30m\n  [WrongExpiry]\n\n1 fault.`,
    ],
  ),
  ['no client', ['new'], [here], 3, `npm run key: --client is missing.\n  fix: --client NAME${help}`],
  [
    'another action',
    ['nwe', '--client', 'default'],
    [here],
    3,
    `npm run key: there is no 'nwe'.\n  did you mean: new\n  allowed: new · check · list · revoke · engine${help}`,
  ],
  ['no action', [], [here], 3, `npm run key: new|check|list|revoke|engine [ID|STEP] is missing.${help}`],
  [
    'a key among the words',
    ['check', `corral_abcdefgh_${'x'.repeat(43)}`],
    [here],
    3,
    `npm run key: check takes no word.\n  fix: give the key on standard input: npm run key -- check < FILE${help}`,
  ],
  ['a word too many', ['new', 'default'], [here], 3, `npm run key: 'default' is too many.${help}`],
  [
    'no id',
    ['revoke'],
    [here],
    3,
    `npm run key: the ID is missing.\n  fix: npm run key -- revoke ID; npm run key -- list prints the ids${help}`,
  ],
  [
    'an option of another action',
    ['list', '--client', 'default'],
    [here],
    3,
    `npm run key: --client does not belong to list.\n  fix: leave out --client${help}`,
  ],
])('%s is refused, and no key is shown', async (_, argv, environments, status, error) => {
  expect(await key(argv, environments)).toEqual({ status, out: '', error });
  expect(kubectl.calls.filter(({ words }) => words.includes('apply'))).toEqual([]);
});

describe('a cluster that does not take it', () => {
  const at = 'Secret llm-gateway/gateway-keys on context kind-a';
  test.each([
    [
      'has no namespace',
      'Error from server (NotFound): namespaces "llm-gateway" not found',
      `${at}: the cluster has no namespace 'llm-gateway'.\n  fix: apply the environment first · name another cluster: --context NAME\n  [NamespaceMissing]`,
    ],
    [
      'gives no right',
      'Error from server (Forbidden): secrets "gateway-keys" is forbidden: User "u" cannot patch resource "secrets" in API group "" in the namespace "llm-gateway"',
      `${at}: you may not patch secrets in namespace 'llm-gateway'.\n  fix: have a Role of this namespace bound to you that may create and patch secrets\n  [RightsMissing]`,
    ],
    [
      'has an immutable Secret',
      'The Secret "gateway-keys" is invalid: data: Forbidden: field is immutable when `immutable` is set',
      `${at}: kubectl says: The Secret "gateway-keys" is invalid: data: Forbidden: field is immutable when \`immutable\` is set.\n  fix: run the same with kubectl, and correct what it reports\n  [ClusterNotWritten]`,
    ],
    [
      'is gone',
      'Unable to connect to the server: dial tcp 10.0.0.1:6443: i/o timeout',
      `${at}: kubectl says: Unable to connect to the server: dial tcp 10.0.0.1:6443: i/o timeout.\n  fix: reach its network (VPN, bastion) · correct the server of this context\n  [ClusterUnreachable]`,
    ],
  ])('since it %s', async (_, text, error) => {
    kubectl.fail(text);
    expect(await key(['new', '--client', 'default'])).toEqual({ status: 3, out: '', error });
  });

  test('since there is no kubectl', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'corral-empty-'));
    process.env['PATH'] = empty;
    try {
      expect(await key(['new', '--client', 'default'])).toEqual({
        status: 3,
        out: '',
        error:
          'kubectl: there is no such program in the PATH.\n  fix: install kubectl: https://kubernetes.io/docs/tasks/tools\n  [KubectlMissing]',
      });
    } finally {
      process.env['PATH'] = kubectl.variables.PATH;
      rmSync(empty, { recursive: true });
    }
  });

  test('since there is no such context', async () => {
    expect(await key(['new', '--client', 'default', '--context', 'kind-b'])).toEqual({
      status: 3,
      out: '',
      error: expect.stringMatching(/^kubeconfig: it has no context 'kind-b'\.\n {2}did you mean: kind-a\n/),
    });
  });
});
