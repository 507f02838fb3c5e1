/** Preflight and discover on a real control plane with nodes of each provider, by somebody who may only look. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { synthesise, type EnvironmentInput } from '../../lib';
import { commands } from '../../scripts/commands';
import { documentedRole } from './support/clusterrole';
import { differences } from './support/differences/all';
import { everywhere } from './support/everywhere';
import { startLookedAt, type LookedAt } from './support/looked-at';

const root = join(__dirname, '..', '..');

/** What a command said, and how it ended. */
interface Said {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

let cluster: LookedAt;

beforeAll(async () => {
  cluster = await startLookedAt(everywhere, documentedRole());
}, 20 * 60_000);
afterAll(() => cluster.end());
// A command blocks this process: whatever the server closed meanwhile is noticed before the next request.
afterEach(() => sleep(20));

function saying(
  run: (console: { readonly out: (text: string) => void; readonly error: (text: string) => void }) => number,
): Said {
  const [out, error]: [string[], string[]] = [[], []];
  const status = run({ out: (text) => out.push(text), error: (text) => error.push(text) });
  return { status, out: out.join('\n'), error: error.join('\n') };
}

const preflight = (environment: EnvironmentInput, context = 'rack-1', ...argv: readonly string[]): Said =>
  saying((console) =>
    commands.preflight.run(
      ['--env', environment.name, '--context', context, '--kubeconfig', cluster.kubeconfig, ...argv],
      { console, environments: [environment] },
    ),
  );
const discover = (...argv: readonly string[]): Said =>
  saying((console) =>
    commands.discover.run(['--context', 'rack-1', '--kubeconfig', cluster.kubeconfig, ...argv], { console }),
  );

const unseen = "Not seen:\n  everywhere.nodePools['gke-l4']: memory of the GPUs of gke-l4-0: no label reports it";

test('a cluster as it is declared differs in nothing', () => {
  expect(preflight(everywhere)).toEqual({
    status: 0,
    out: `everywhere on context rack-1: nothing differs\n${unseen}`,
    error: '',
  });
});

describe('discover', () => {
  let printed: Said;

  test('prints an overlay, and says on standard error what to do with it', () => {
    printed = discover();
    expect(printed).toEqual({
      status: 0,
      out: expect.any(String),
      error:
        'Save it as overlays/rack-1.ts and add it to overlays/index.ts, then: npm run preflight -- --env rack-1 --context rack-1',
    });
    expect(printed.out).toMatchSnapshot();
  });

  test('which compiles, synthesises, and differs in nothing from the cluster', () => {
    const overlays = join(cluster.folder, 'overlays');
    mkdirSync(overlays);
    for (const name of ['lib', 'node_modules']) symlinkSync(join(root, name), join(cluster.folder, name));
    for (const name of ['base.ts', 'models.ts', 'models.lock.json'])
      symlinkSync(join(root, 'overlays', name), join(overlays, name));
    writeFileSync(join(overlays, 'rack-1.ts'), printed.out);
    writeFileSync(
      join(cluster.folder, 'tsconfig.json'),
      JSON.stringify({
        extends: join(root, 'tsconfig.json'),
        // The codes of faults are tables that the library puts together.
        include: ['overlays/rack-1.ts', join(root, 'lib/internal.ts')],
        compilerOptions: { typeRoots: [join(root, 'node_modules/@types')] },
      }),
    );
    const compiler = spawnSync(process.execPath, [join(root, 'node_modules/.bin/tsc'), '-p', cluster.folder], {
      encoding: 'utf8',
    });
    expect(compiler.stdout).toBe('');
    expect(compiler.status).toBe(0);
    const { rack1 } = jest.requireActual<{ readonly rack1: EnvironmentInput }>(join(overlays, 'rack-1.ts'));
    expect(Object.keys(rack1.nodePools)).toEqual([
      'aks-a100',
      'eks-cpu',
      'gke-l4',
      'karpenter-l40s',
      'karpenter-spot',
      'lab',
      'cpu',
      'l40s',
    ]);
    expect(synthesise(rack1).charts.map(({ name }) => name)).toContain('model-first');
    const { status, out } = preflight(rack1);
    expect(out).toMatch(/^rack-1 on context rack-1: nothing differs\n/);
    expect(status).toBe(0);
  });

  test('takes another name, and refuses one that no environment can have', () => {
    expect(discover('--name', 'on-site').out).toContain(
      "export const onSite = defineEnvironment({\n  name: 'on-site',",
    );
    expect(discover('--name', 'On site')).toEqual({
      status: 2,
      out: '',
      error:
        "--name: 'On site' is no name for an environment.\n  allowed: a DNS label: lower-case letters, digits and inner hyphens\n  [BadName]\n\n1 fault.",
    });
  });
});

describe('a difference is found, with its whole sentence, and no other', () => {
  test.each(differences.map((each) => [each.name, each] as const))(
    '%s',
    async (_, { environment = everywhere, make, found }) => {
      const undo = await make?.(cluster.world);
      try {
        const { out, status } = preflight(environment);
        expect(out.slice(0, out.indexOf('\neverywhere on context'))).toBe(found.map((each) => `${each}\n`).join(''));
        expect(status).toBe(1);
      } finally {
        await sleep(20);
        await undo?.();
      }
    },
  );

  test('and nothing is left of them', () => {
    expect(preflight(everywhere).status).toBe(0);
  });
});

test('for machines, with every field of a difference', () => {
  const { out, status } = preflight(
    { ...everywhere, cluster: { ...everywhere.cluster, kubernetes: '1.35' } },
    'rack-1',
    '--json',
  );
  expect(status).toBe(1);
  expect(JSON.parse(out)).toEqual({
    context: 'rack-1',
    environment: 'everywhere',
    unusable: [],
    unseen: [unseen.split('\n  ')[1]],
    differences: [
      {
        at: 'everywhere.cluster.kubernetes',
        declared: '1.35',
        found: '1.36',
        fix: ["kubernetes: '1.36'", 'change the cluster to 1.35'],
        code: 'ServerVersion',
      },
    ],
  });
});

describe('a cluster that cannot be read is one clear error', () => {
  test('no kubectl, no kubeconfig, none that is one, no current context', () => {
    const looking = (...argv: readonly string[]): string =>
      saying((console) =>
        commands.preflight.run(['--env', 'everywhere', ...argv], { console, environments: [everywhere] }),
      ).error;
    const broken = join(cluster.folder, 'broken');
    writeFileSync(broken, '{"apiVersion');
    expect(looking('--kubeconfig', '/none')).toBe(
      '/none: there is no such file.\n  fix: name another file: --kubeconfig FILE\n  [KubeconfigNotRead]',
    );
    expect(looking('--kubeconfig', broken)).toMatch(
      /^.*broken: kubectl says: error loading config file .*\.\n {2}fix: correct the file · name another file: --kubeconfig FILE\n {2}\[KubeconfigNotRead\]$/,
    );
    expect(looking('--kubeconfig', cluster.kubeconfig)).toBe(
      `${cluster.kubeconfig}: it has no current context.\n  fix: name one: --context NAME\n  allowed: away · expired · no-rights · rack-1 · untrusted\n  [UnknownContext]`,
    );
    const { PATH } = process.env;
    process.env['PATH'] = cluster.folder;
    expect(looking('--kubeconfig', cluster.kubeconfig)).toBe(
      'kubectl: there is no such program in the PATH.\n  fix: install kubectl: https://kubernetes.io/docs/tasks/tools\n  [KubectlMissing]',
    );
    process.env['PATH'] = PATH;
  });

  test.each([
    [
      'away',
      /^context away: kubectl says: The connection to the server 127\.0\.0\.1:9 was refused - did you specify the right host or port\?\.\n {2}fix: reach its network \(VPN, bastion\) · correct the server of this context\n {2}\[ClusterUnreachable\]$/,
    ],
    [
      'expired',
      /^context expired: kubectl says: You must be logged in to the server \(.*\)\.\n {2}fix: log in again, as you do for kubectl \(aws sso login, gcloud auth login, az login\) · renew the token or certificate of this context\n {2}\[CredentialsRefused\]$/,
    ],
    [
      'untrusted',
      /^context untrusted: kubectl says: .*x509: certificate signed by unknown authority\.\n {2}fix: correct certificate-authority-data and server of this context · renew its client certificate\n {2}\[CertificateRefused\]$/,
    ],
    [
      'rack-l',
      /^.*kubeconfig: it has no context 'rack-l'\.\n {2}did you mean: rack-1\n {2}allowed: away · expired · no-rights · rack-1 · untrusted\n {2}\[UnknownContext\]$/,
    ],
  ])('%s', (context, error) => {
    expect(preflight(everywhere, context)).toEqual({ status: 3, out: '', error: expect.stringMatching(error) });
  });

  test('every list that may not be read is named', () => {
    const { error, status } = preflight(everywhere, 'no-rights');
    expect(status).toBe(3);
    const refused = error.split('\n').filter((line) => line.startsWith('context'));
    expect(refused).toEqual(
      expect.arrayContaining([
        'context no-rights: you may not list nodes.',
        'context no-rights: you may not list storageclasses.storage.k8s.io.',
        'context no-rights: you may not list pods.',
        "context no-rights: you may not list deployments.apps in namespace 'llm-serving'.",
      ]),
    );
    expect(error).toContain('  fix: have the ClusterRole of docs/how-to/preflight.md bound to you\n  [RightsMissing]');
    expect(new Set(refused).size).toBe(refused.length);
  });
});

test('nothing was sent but reads, and no Secret was looked at', async () => {
  const requests = await cluster.requests();
  expect(requests.length).toBeGreaterThan(100);
  expect([...new Set(requests.map(({ verb }) => verb))].sort()).toEqual(['get', 'list']);
  expect(requests.filter(({ objectRef }) => objectRef?.resource === 'secrets')).toEqual([]);
});
