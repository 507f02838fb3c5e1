/** Keys of a gateway: what is shown, what goes into the cluster, and what is refused. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { EnvironmentInput } from '../../lib';
import { local } from '../../overlays/local';
import { commands } from '../../scripts/commands';
import { newKey, readKey } from '../../scripts/key/form';
import { FakeKubectl } from './support/kubectl';

const root = join(__dirname, '..', '..');
const form = /^corral_([0-9A-Za-z]{8,12})_([0-9A-Za-z]{43})$/;
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

const gateway = {
  tls: 'none',
  expose: { by: 'cluster' },
  clients: { default: { models: 'all' }, 'team-a': { models: ['qwen'] } },
} as const;

/** `local` with clients of this test. */
const here: EnvironmentInput = { ...local, gateway };
const without: EnvironmentInput = { ...local, name: 'bare', gateway: undefined };
const stored: EnvironmentInput = {
  ...local,
  name: 'stored',
  prerequisites: [
    { kind: 'CustomResourceDefinition', name: 'externalsecrets.external-secrets.io', providedBy: 'external-secrets' },
  ],
  gateway: {
    ...gateway,
    keys: { from: 'external-secrets', store: { kind: 'SecretStore', name: 'corral' }, path: 'corral/keys' },
  },
};

interface Ended {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

async function key(argv: readonly string[], environments: readonly EnvironmentInput[] = [here]): Promise<Ended> {
  const [out, error]: [string[], string[]] = [[], []];
  const status = await commands.key.run(argv, {
    console: {
      out: (text) => out.push(text),
      error: (text) => error.push(text),
      layout: { width: 120, colours: false },
    },
    environments,
  });
  return { status, out: out.join('\n'), error: error.join('\n') };
}

const kubectl = new FakeKubectl();
const before = { PATH: process.env['PATH'], KUBECONFIG: process.env['KUBECONFIG'] };

beforeAll(() => {
  Object.assign(process.env, kubectl.variables);
});
beforeEach(() => kubectl.reset());
afterAll(() => {
  process.env['PATH'] = before.PATH;
  if (before.KUBECONFIG === undefined) delete process.env['KUBECONFIG'];
  else process.env['KUBECONFIG'] = before.KUBECONFIG;
  kubectl.remove();
});

describe('the form', () => {
  test('has 256 bits in 43 letters and digits, whatever is drawn', () => {
    const drawn = (byte: number) => newKey((bytes) => new Uint8Array(bytes).fill(byte));
    expect(drawn(0).text).toBe(`corral_${'0'.repeat(10)}_${'0'.repeat(43)}`);
    for (const byte of [1, 127, 255]) expect(drawn(byte).text).toMatch(form);
    // The largest number of 32 bytes, digit by digit.
    const [, , digits = ''] = form.exec(drawn(255).text) ?? [];
    const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
    expect([...digits].reduce((sum, each) => sum * 62n + BigInt(alphabet.indexOf(each)), 0n)).toBe(2n ** 256n - 1n);
  });

  test('is another for every key', () => {
    const keys = Array.from({ length: 100 }, () => newKey());
    expect(new Set(keys.map(({ text }) => text)).size).toBe(100);
    expect(new Set(keys.map(({ id }) => id)).size).toBe(100);
  });

  const allowed =
    '\n  allowed: corral_ID_SECRET, with an ID of 8 to 12 and a SECRET of 43 letters and digits\n  [NotAKey]';
  test.each([
    ['', 'there is no text'],
    ['sk-abcdef', "it does not begin with 'corral_'"],
    [`corral_abcd_${'x'.repeat(43)}`, 'its id has 4 characters'],
    ['corral_abcdefgh_x', 'its secret is too short: 1 of 43 characters'],
    [`corral_abcdefgh_${'x'.repeat(44)}`, 'its secret is too long: 44 instead of 43'],
    [`corral_abcdefgh_${'x'.repeat(42)}-`, 'it has other characters than letters and digits in its parts'],
    [`corral_abcdefgh_${'x'.repeat(43)}_y`, 'it has other characters than letters and digits in its parts'],
  ])('%j is refused', (text, found) => {
    expect(() => readKey(text)).toThrow(`the key: ${found}.${allowed}`);
  });
});

describe('new', () => {
  test('prints the key alone on standard output, and adds its hash to the Secret', async () => {
    const { status, out, error } = await key(['new', '--client', 'default']);
    const [, id = ''] = form.exec(out) ?? [];
    expect(out).toMatch(form);
    expect(error).toBe(
      [
        `Key ${id} of client 'default' of local. Expires: never.`,
        'Secret llm-gateway/gateway-keys on context kind-a has its hash. The gateway knows the key within two minutes.',
        'Secrets llm-serving/engine-key, llm-gateway/engine-key have a new key of engines.',
        'This is the only time that the key is shown:',
      ].join('\n'),
    );
    expect(status).toBe(0);
    expect(kubectl.place).toEqual({ name: 'gateway-keys', namespace: 'llm-gateway' });
    expect(kubectl.entries).toEqual({ [id]: { client: 'default', sha256: hash(out) } });
  });

  test('lets the pods that run read the Secret at once', async () => {
    kubectl.run(2);
    expect((await key(['new', '--client', 'default'])).error).toContain(
      'The gateway knows the key within seconds, on 2 pods.\n',
    );
    const { words } = kubectl.calls.find((each) => each.words.includes('annotate')) ?? { words: [] };
    expect(words.join(' ')).toMatch(
      /annotate pods --namespace llm-gateway --selector app\.kubernetes\.io\/name=gateway,app\.kubernetes\.io\/instance=gateway --overwrite corral\.dev\/keys-changed=\S+ --output name/,
    );
  });

  test('keeps key and hash out of the command lines, and the key out of everything that is sent', async () => {
    const { out } = await key(['new', '--client', 'default']);
    const sent = kubectl.calls.map(({ words }) => words.join(' ')).join('\n');
    expect(sent).toContain('apply --server-side');
    expect(sent).not.toContain(hash(out));
    expect(JSON.stringify(kubectl.calls)).not.toContain(out);
    expect(JSON.stringify(kubectl.entries)).not.toContain(out.slice(-43));
  });

  test('adds to the keys that are there', async () => {
    kubectl.put({ old1234567: { client: 'team-a', sha256: 'a' } });
    await key(['new', '--client', 'default']);
    await key(['new', '--client', 'team-a']);
    expect(Object.values(kubectl.entries)).toMatchObject([
      { client: 'team-a' },
      { client: 'default' },
      { client: 'team-a' },
    ]);
  });

  test('notes expiry and models, and uses another Secret', async () => {
    const { out, error } = await key([
      'new',
      '--client',
      'team-a',
      '--expires',
      '90d',
      '--model',
      'qwen',
      '--secret',
      'mine',
    ]);
    const [, id = ''] = form.exec(out) ?? [];
    expect(kubectl.place.name).toBe('mine');
    const entry = kubectl.entries[id] as { readonly expires: string; readonly models: readonly string[] };
    expect(entry.models).toEqual(['qwen']);
    expect(entry.expires).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(Math.abs(Date.parse(entry.expires) - Date.now() - 90 * 86_400_000)).toBeLessThan(60_000);
    expect(error).toContain(`Expires: ${entry.expires}, in 90 days.`);
  });

  test('with --print changes no cluster', async () => {
    const { status, out, error } = await key(['new', '--client', 'default', '--print']);
    const [, id = ''] = form.exec(out) ?? [];
    expect({ status, calls: kubectl.calls }).toEqual({ status: 0, calls: [] });
    expect(error).toBe(
      [
        `Key ${id} of client 'default' of local. Expires: never.`,
        'Add this entry to stringData of Secret llm-gateway/gateway-keys:',
        `  name:  ${id}`,
        `  value: {"client":"default","sha256":"${hash(out)}"}`,
        'This is the only time that the key is shown:',
      ].join('\n'),
    );
  });

  test('prints the property for a store of secrets, where keys come from one', async () => {
    const { out, error } = await key(['new', '--client', 'default'], [stored]);
    const [, id = ''] = form.exec(out) ?? [];
    expect(kubectl.calls).toEqual([]);
    expect(error).toContain(
      `Add this property to 'corral/keys' of the store behind SecretStore 'corral':\n  name:  ${id}\n  value: {"client":"default","sha256":"${hash(out)}"}\n` +
        'The key is valid once External Secrets has copied it into Secret llm-gateway/gateway-keys.',
    );
  });

  test('takes the environment that has the client', async () => {
    const other = { ...stored, gateway: { ...gateway, clients: { 'team-b': { models: 'all' } } } } as EnvironmentInput;
    expect((await key(['new', '--client', 'team-b', '--print'], [here, without, other])).error).toContain(
      "'team-b' of stored",
    );
  });
});

const help = '\n  help: npm run key -- --help\n  [Usage]';

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

describe('list and revoke', () => {
  const entries = {
    aaaaaaaa: { client: 'default', sha256: 'a' },
    bbbbbbbb: { client: 'team-a', sha256: 'b', expires: '2020-01-01T00:00:00Z', models: ['qwen'] },
    cccccccc: { client: 'team-z', sha256: 'c' },
    dddddddd: 'words',
  };

  test('list prints ids, clients and expiry', async () => {
    kubectl.put(entries);
    const { status, out } = await key(['list']);
    expect(status).toBe(0);
    expect(out.split('\n').map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['id', 'client', 'expires', 'models'],
      ['aaaaaaaa', 'default', 'never', 'those of its client'],
      ['bbbbbbbb', 'team-a', '2020-01-01T00:00:00Z, expired', 'qwen'],
      ['cccccccc', 'team-z (not of local)', 'never', 'those of its client'],
      ['dddddddd', 'no key: the gateway ignores it'],
    ]);
  });

  test('list of no Secret prints that there are none', async () => {
    expect(await key(['list'])).toEqual({
      status: 0,
      out: '',
      error: 'Secret llm-gateway/gateway-keys on context kind-a has no keys.',
    });
  });

  test('revoke removes one key, and keeps the others', async () => {
    kubectl.put(entries);
    expect(await key(['revoke', 'aaaaaaaa'])).toEqual({
      status: 0,
      out: '',
      error:
        'Secret llm-gateway/gateway-keys on context kind-a has no key aaaaaaaa any more. The gateway refuses it within two minutes.',
    });
    const { dddddddd: _, ...rest } = entries;
    kubectl.put({ ...rest });
    await key(['revoke', 'bbbbbbbb']);
    expect(Object.keys(kubectl.entries)).toEqual(['aaaaaaaa', 'cccccccc']);
  });

  test('revoke of an unknown id is refused', async () => {
    kubectl.put(entries);
    expect(await key(['revoke', 'aaaaaaab'])).toEqual({
      status: 2,
      out: '',
      error:
        "Secret llm-gateway/gateway-keys on context kind-a: it has no key 'aaaaaaab'.\n  did you mean: aaaaaaaa\n  fix: list the keys: npm run key -- list\n  [UnknownKey]\n\n1 fault.",
    });
  });

  test('revoke of a key from a store of secrets prints where to remove it', async () => {
    const { error } = await key(['revoke', 'aaaaaaaa'], [stored]);
    expect(error).toMatch(
      /^Remove the property aaaaaaaa from 'corral\/keys' of the store behind SecretStore 'corral'\. /,
    );
    expect(kubectl.calls).toEqual([]);
  });
});

describe('the key of engines', () => {
  const secret = expect.stringMatching(/^[0-9A-Za-z]{43}\n$/) as unknown;
  const spaces = ['llm-gateway', 'llm-serving'] as const;
  const entries = (text: string) => ({ first: text.split('\n')[0], keys: text });
  const same = (text: string) => Object.fromEntries(spaces.map((namespace) => [namespace, entries(text)]));
  const made = 'Secrets llm-serving/engine-key, llm-gateway/engine-key on context kind-a have';
  const restart =
    'kubectl -n llm-serving rollout restart deployment,statefulset -l app.kubernetes.io/name=llama-server';

  test('is made with the first key of a client, the same in both namespaces, and stays', async () => {
    await key(['new', '--client', 'default']);
    const { 'llm-gateway': ofGateway, 'llm-serving': ofEngines } = kubectl.engineKeys;
    expect(ofEngines).toEqual({ first: ofEngines?.['keys']?.trim(), keys: secret });
    expect(ofGateway).toEqual(ofEngines);
    const { error } = await key(['new', '--client', 'team-a']);
    expect(error).not.toContain('of engines');
    expect(kubectl.engineKeys).toEqual({ 'llm-gateway': ofGateway, 'llm-serving': ofEngines });
    expect(kubectl.calls.filter(({ words }) => words.includes('get'))).toHaveLength(2);
    expect(kubectl.calls.flatMap(({ words }) => words)).not.toContain(ofEngines?.['keys']?.trim());
  });

  test('is copied into a namespace that lacks it', async () => {
    kubectl.putEngineKeys('llm-serving', 'one\n');
    await key(['new', '--client', 'default']);
    expect(kubectl.engineKeys).toEqual(same('one\n'));
  });

  test('does not keep the key of a client back', async () => {
    kubectl.close('llm-serving');
    const { status, out, error } = await key(['new', '--client', 'default']);
    expect({ status, out }).toEqual({ status: 0, out: expect.stringMatching(form) });
    expect(error).toContain('The key of engines was not made: npm run key -- engine prints why.');
    expect(await key(['engine'])).toEqual({
      status: 3,
      out: '',
      error: expect.stringContaining("you may not create secrets in namespace 'llm-serving'") as unknown,
    });
  });

  test('is made by itself where it is missing or empty', async () => {
    kubectl.putEngineKeys('llm-gateway', '\n');
    expect(await key(['engine'])).toEqual({ status: 0, out: '', error: `${made} a new key.` });
    expect(kubectl.engineKeys['llm-serving']).toMatchObject({ keys: secret });
    expect(await key(['engine'])).toEqual({ status: 0, out: '', error: `${made} one key.` });
  });

  test('is replaced in three steps', async () => {
    kubectl.putEngineKeys('llm-serving', 'old\n');
    kubectl.putEngineKeys('llm-gateway', 'old\n');
    const added = await key(['engine', 'add']);
    expect(added).toEqual({
      status: 0,
      out: '',
      error: `${made} two keys.\nEngines that start from now on accept both keys. Next:\n  ${restart}\n  npm run key -- engine use`,
    });
    const [first, next = ''] = kubectl.engineKeys['llm-serving']?.['keys']?.split('\n') ?? [];
    expect([first, next]).toEqual(['old', expect.stringMatching(/^[0-9A-Za-z]{43}$/)]);
    expect(kubectl.engineKeys).toEqual(same(`old\n${next}\n`));
    expect((await key(['engine', 'use'])).error).toBe(
      `${made} two keys.\nThe gateway sends the new key. Next, when scrapers send it too: npm run key -- engine drop`,
    );
    expect(kubectl.engineKeys).toEqual(same(`${next}\nold\n`));
    expect((await key(['engine', 'drop'])).error).toBe(
      `${made} one key.\nEngines that start from now on accept the key that is sent, and no other. Next:\n  ${restart}`,
    );
    expect(kubectl.engineKeys).toEqual(same(`${next}\n`));
  });

  test.each([
    ['is made', [], 'other\n'],
    ['is rotated', ['add'], 'one\ntwo\n'],
  ])('that another command changes meanwhile %s by that one alone', async (_, step, theirs) => {
    if (step.length > 0) for (const namespace of spaces) kubectl.putEngineKeys(namespace, 'one\n');
    kubectl.putEngineKeysMeanwhile(theirs);
    const before = kubectl.engineKeys['llm-gateway'];
    expect(await key(['engine', ...step])).toEqual({
      status: 2,
      out: '',
      error:
        'Secret llm-serving/engine-key on context kind-a: another command has changed it meanwhile.\n  fix: run this again: it goes on from what the Secret has now\n  [SecretChanged]\n\n1 fault.',
    });
    expect(kubectl.engineKeys['llm-serving']).toEqual({ keys: theirs });
    expect(kubectl.engineKeys['llm-gateway']).toEqual(before);
  });

  test('of scrapers is the first key alone', async () => {
    const scraped: EnvironmentInput = {
      ...here,
      prerequisites: [
        {
          kind: 'PodMonitor',
          namespace: 'monitoring',
          name: 'engines',
          authorization: 'Bearer',
          providedBy: 'the cluster team',
        },
      ],
    };
    kubectl.putEngineKeys('llm-serving', 'one\ntwo\n');
    expect((await key(['engine'], [scraped])).error).toBe(
      'Secrets llm-serving/engine-key, llm-gateway/engine-key, monitoring/engine-key on context kind-a have two keys.',
    );
    expect(kubectl.engineKeys).toEqual({ ...same('one\ntwo\n'), monitoring: entries('one\ntwo\n') });
  });

  test('goes to a store of secrets by hand', async () => {
    const place = "into property 'keys' of 'corral/engine-key', in the store behind SecretStore 'corral':";
    const { out, error } = await key(['engine'], [stored]);
    expect({ out: `${out}\n`, error }).toEqual({ out: secret, error: `Write this value ${place}` });
    kubectl.putEngineKeys('llm-serving', 'old\n');
    const added = await key(['engine', 'add'], [stored]);
    expect(added.out).toMatch(/^old\n[0-9A-Za-z]{43}$/);
    expect(kubectl.engineKeys).toEqual({ 'llm-serving': { keys: 'old\n' } });
  });

  test.each<[string, readonly string[], readonly string[], EnvironmentInput, number, string]>([
    [
      'a step that does not exist',
      ['engine', 'rotate'],
      [],
      here,
      3,
      `npm run key: there is no step 'rotate'.\n  allowed: add · use · drop${help}`,
    ],
    [
      'a second new key',
      ['engine', 'add'],
      ['a\nb\n', 'a\nb\n'],
      here,
      2,
      'key of engines of local on context kind-a: it has 2 keys.\n  allowed: one key, to which another is added\n  fix: end the rotation first: npm run key -- engine drop\n  [RotationStep]\n\n1 fault.',
    ],
    [
      'the end of no rotation',
      ['engine', 'drop'],
      ['a\n', 'a\n'],
      here,
      2,
      'key of engines of local on context kind-a: it has 1 key.\n  allowed: two keys: the one that is sent, and another\n  fix: npm run key -- engine add\n  [RotationStep]\n\n1 fault.',
    ],
    [
      'a rotation of no key',
      ['engine', 'add'],
      [],
      here,
      2,
      'key of engines of local on context kind-a: it has 0 keys.\n  allowed: one key, to which another is added\n  fix: npm run key -- engine\n  [RotationStep]\n\n1 fault.',
    ],
    [
      'another key in each namespace',
      ['engine', 'add'],
      ['a\n', 'b\n'],
      here,
      2,
      'Secret llm-gateway/engine-key on context kind-a: its keys are not those of llm-serving/engine-key.\n  fix: delete the one that is wrong, and run this again: kubectl -n llm-gateway delete secret engine-key\n  [EngineKeysDiffer]\n\n1 fault.',
    ],
    [
      'an environment without such a key',
      ['engine'],
      [],
      { ...here, cluster: { ...here.cluster, apiKey: { none: 'the mesh authenticates pods' } } },
      2,
      'local.cluster.apiKey: its llama-servers ask for no key.\n  fix: leave out apiKey: { none: … }\n  [NoEngineKey]\n\n1 fault.',
    ],
  ])('%s is refused', async (_, argv, [serving, ofGateway], environment, status, error) => {
    if (serving !== undefined) kubectl.putEngineKeys('llm-serving', serving);
    if (ofGateway !== undefined) kubectl.putEngineKeys('llm-gateway', ofGateway);
    expect(await key(argv, [environment])).toEqual({ status, out: '', error });
  });
});

describe('as a process', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'corral-overlays-'));
    for (const name of ['lib', 'overlays', 'node_modules', 'package.json', 'build'])
      symlinkSync(join(root, name), join(folder, name));
    writeFileSync(
      join(folder, 'list.ts'),
      `import { local } from './overlays/local';\nexport const environments = [{ ...local, gateway: ${JSON.stringify(gateway)} }];\n`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function shell(script: string, input = ''): Ended {
    const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
      cwd: root,
      encoding: 'utf8',
      input,
      env: { ...process.env, LIST: join(folder, 'list.ts') },
    });
    return { status: status ?? -1, out: stdout, error: stderr };
  }

  test('a variable of the shell gets the key, and check accepts it until it is revoked', () => {
    const { status, out } = shell(
      'KEY=$(npm run --silent key -- new --client default --overlays $LIST 2> /dev/null); printf %s "$KEY" | npm run --silent key -- check --overlays $LIST',
    );
    const [id = ''] = Object.keys(kubectl.entries);
    expect({ status, out }).toEqual({
      status: 0,
      out: `id: ${id}\nclient: default\nexpires: never\nmodels: those of its client\nSecret llm-gateway/gateway-keys on context kind-a has the key\nThe gateway accepts it.\n`,
    });
  });

  const text = newKey();
  const check = 'node scripts/run.cjs key check --overlays $LIST';
  test.each<[string, unknown, string]>([
    ['has no key ID: it was revoked, or is of another environment', undefined, ''],
    ['has the hash of another key as ID', { client: 'default', sha256: 'f'.repeat(64) }, 'default'],
    [
      'has the key, and it is expired',
      { client: 'default', sha256: hash(text.text), expires: '2020-01-01T00:00:00Z' },
      'default',
    ],
    [
      "has the key, and the environment has no client 'team-z'",
      { client: 'team-z', sha256: hash(text.text) },
      'team-z',
    ],
  ])('check: the Secret %s', (found, entry, client) => {
    kubectl.put(entry === undefined ? {} : { [text.id]: entry });
    const { status, out } = shell(check, `${text.text}\n`);
    expect(status).toBe(1);
    expect(out).toContain(
      `Secret llm-gateway/gateway-keys on context kind-a ${found.replace('ID', text.id)}\nThe gateway refuses it.\n`,
    );
    if (client !== '') expect(out).toContain(`client: ${client}\n`);
  });

  /** Types into a terminal once it is asked for the key, and returns what the terminal showed. */
  async function typed(text: string): Promise<{ readonly status: number; readonly shown: string }> {
    const child = spawn('script', ['--quiet', '--return', '--command', check, '/dev/null'], {
      cwd: root,
      env: { ...process.env, LIST: join(folder, 'list.ts') },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let shown = '';
    child.stdout.on('data', (chunk: Buffer) => {
      const earlier = shown;
      shown += chunk.toString();
      if (shown.includes('Key (not shown)') && !earlier.includes('Key (not shown)')) child.stdin.write(text);
    });
    const [status] = (await once(child, 'close')) as [number];
    return { status, shown };
  }

  test('check asks on a terminal, and does not show what is typed', async () => {
    kubectl.put({ [text.id]: { client: 'default', sha256: hash(text.text) } });
    const { status, shown } = await typed(`${text.text}\r`);
    expect(shown).toContain('The gateway accepts it.');
    expect(shown).not.toContain(text.text.slice(-43));
    expect(status).toBe(0);
  });

  test('Ctrl+C at the question ends it without a word', async () => {
    const { status, shown } = await typed('\u0003');
    expect({ status, shown: shown.trim() }).toEqual({ status: 130, shown: 'Key (not shown):' });
  });

  test('check refuses a key that is too short by form, before any cluster is asked', () => {
    expect(shell(check, 'corral_abcdefgh_tooshort')).toMatchObject({
      status: 2,
      out: '',
      error: expect.stringContaining('the key: its secret is too short: 8 of 43 characters.'),
    });
    expect(kubectl.calls).toEqual([]);
  });
});
