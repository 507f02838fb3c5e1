/**
 * Rights in one namespace on a real API server: a user with the Role of the how-to page applies everything, and pods,
 * policies and limits of others in the namespace stay as they were.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { synthesise } from '../../lib';
import type { LabelSelector } from '../../lib/kubernetes/read';
import { matches } from '../../lib/kubernetes/read';
import type { Manifest } from '../../lib/kubernetes/read/manifest';
import { commands } from '../../scripts/commands';
import { ensureTools, toolPath } from '../../scripts/toolchain/tools';
import { controlPlaneTools } from '../components/sets';
import { evaluated } from '../discover/support/overlay';
import { roleInNamespace } from '../namespaced/role';
import { team } from '../namespaced/team';
import type { ControlPlane } from './control-plane/control-plane';
import { drainAndReturn, inUse } from './environment/drains';
import { rollOut } from './environment/rollouts';
import { deliver } from './world/deliver';
import { wavesOf } from './world/rendered';
import { idle, misplaced, podsOf, refusals } from './world/roll-call';
import { waitUntilAllSettled } from './world/settled';
import { startWorld, type World } from './world/world';

const minutes = 60_000;
const namespace = 'team-llm';
const user = 'developer';
const rbac = 'rbac.authorization.k8s.io';

const binding: Manifest = {
  apiVersion: `${rbac}/v1`,
  kind: 'RoleBinding',
  metadata: { name: 'corral', namespace },
  roleRef: { apiGroup: rbac, kind: 'Role', name: 'corral' },
  subjects: [{ apiGroup: rbac, kind: 'User', name: user }],
};

const [quota] = team.cluster.scope === 'namespaced' ? (team.cluster.existingQuotas ?? []) : [];
const [limits] = team.cluster.scope === 'namespaced' ? (team.cluster.existingLimits ?? []) : [];

/** What others have in the namespace: a shop with its policy, and the quota and the limits of the team. */
const ofOthers: readonly Manifest[] = [
  {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'team', namespace },
    spec: { hard: quota?.hard },
  },
  {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'team', namespace },
    spec: { limits: limits?.limits },
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'default-deny', namespace },
    spec: { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'], ingress: [{}] },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          containers: [
            {
              name: 'web',
              image: 'registry.example/web:1',
              resources: { requests: { cpu: '500m', memory: '64Mi' }, limits: { memory: '64Mi' } },
            },
          ],
        },
      },
    },
  },
];

/** What others see of the namespace: their objects, and which policies select their pods. */
async function asOthersSee({ client }: ControlPlane): Promise<unknown> {
  const pods = await client.list('Pod', { namespace, labels: { app: 'web' } });
  const policies = await client.list('NetworkPolicy', { namespace });
  const [deny] = policies.filter(({ metadata }) => metadata?.name === 'default-deny');
  return {
    pods: pods.map(({ metadata, spec }) => ({ uid: metadata?.uid, spec })),
    selecting: policies
      .filter(({ spec }) => matches((spec?.podSelector ?? {}) as LabelSelector, { app: 'web' }))
      .map(({ metadata }) => metadata?.name),
    deny: deny?.spec,
    quotas: (await client.list('ResourceQuota', { namespace })).map(({ metadata, spec }) => [metadata?.name, spec]),
    limits: (await client.list('LimitRange', { namespace })).map(({ metadata, spec }) => [metadata?.name, spec]),
  };
}

let world: World;
let before: unknown;

beforeAll(async () => {
  await ensureTools(controlPlaneTools);
  world = await startWorld(team);
  const { client } = world.plane;
  await client.apply([roleInNamespace(), binding], { fieldManager: 'cluster-team' });
  await deliver(client, [ofOthers]);
  before = await asOthersSee(world.plane);
}, 15 * minutes);
afterAll(() => world.end());

/** Runs kubectl as the user with the Role. */
const asUser = (args: readonly string[], input?: string) =>
  world.plane.kubectl.try([...args, `--as=${user}`], { input });

test('the Role is one of the namespace, and allows nothing outside of it', async () => {
  const can = async (verb: string, resource: string, ...where: readonly string[]): Promise<string> =>
    (await asUser(['auth', 'can-i', verb, resource, ...where])).stdout.trim();
  expect(await can('create', 'deployments.apps', '--namespace', namespace)).toBe('yes');
  expect(await can('create', 'deployments.apps', '--namespace', 'default')).toBe('no');
  for (const resource of ['namespaces', 'priorityclasses.scheduling.k8s.io', 'storageclasses.storage.k8s.io'])
    expect(await can('create', resource)).toBe('no');
  for (const resource of ['resourcequotas', 'limitranges', 'roles.rbac.authorization.k8s.io', 'secrets'])
    expect(await can('create', resource, '--namespace', namespace)).toBe('no');
});

/** A kubeconfig of the administrator that asks for everything as the user. */
function kubeconfigOfUser(): string {
  const config = JSON.parse(readFileSync(world.plane.kubeconfig, 'utf8')) as {
    users: { name: string; user: Record<string, string> }[];
  };
  const users = config.users.map((each) => ({ ...each, user: { ...each.user, as: user } }));
  const path = join(world.plane.folder, 'developer.kubeconfig');
  writeFileSync(path, JSON.stringify({ ...config, users }));
  return path;
}

/** Runs a command as the user, and returns what it printed. */
async function commandAsUser(name: 'discover' | 'preflight', ...argv: readonly string[]) {
  const [out, error]: readonly [string[], string[]] = [[], []];
  const { PATH: path = '' } = process.env;
  process.env['PATH'] = [dirname(await toolPath('kubectl')), path].join(delimiter);
  try {
    const status = commands[name].run([...argv, '--kubeconfig', kubeconfigOfUser()], {
      console: { out: (text) => void out.push(text), error: (text) => void error.push(text) },
      environments: [team],
    });
    return { status, out: out.join('\n'), error: error.join('\n') };
  } finally {
    process.env['PATH'] = path;
  }
}

test('preflight as this user compares the namespace, and names what it may not list', async () => {
  const { status, out } = await commandAsUser('preflight', '--env', team.name);
  expect(out).toMatch(/^team on context test: nothing differs\nNot seen:\n {2}team: you may not list /);
  expect(out).toContain('nodes, ');
  expect(status).toBe(0);
});

describe('discover as this user', () => {
  test('names the lists that it may not read, and the option for one namespace', async () => {
    const { status, out, error } = await commandAsUser('discover');
    expect({ status, out }).toEqual({ status: 3, out: '' });
    expect(error).toContain(
      'context test: you may not list nodes.\n' +
        '  fix: have the ClusterRole of docs/how-to/preflight.md bound to you · with rights in one namespace: --namespace NAME\n' +
        '  [RightsMissing]',
    );
  });

  test('writes an overlay of the namespace, and reports what it could not see with the fix', async () => {
    const { status, out, error } = await commandAsUser('discover', '--namespace', namespace);
    expect(status).toBe(0);
    expect(error).toMatch(/^Not seen, because you may not list them: .*\bnodes\b.*storageclasses\.storage\.k8s\.io/);
    expect(error).toContain(
      '  fix: fill in what the comments ask for, or have the ClusterRole of docs/how-to/preflight.md bound to you and run this again\n',
    );
    const { cluster } = evaluated(out);
    expect(cluster).toMatchObject({
      scope: 'namespaced',
      namespace,
      existingQuotas: [{ name: 'team', hard: quota?.hard, usedByOthers: { 'requests.cpu': '1', pods: '2' } }],
      existingLimits: [{ name: 'team' }],
    });
    expect(synthesise(evaluated(out)).charts.map(({ name }) => name)).toContain('model-first');
  });
});

test(
  'the user applies every wave, with strict validation and no warning, each ready before the next',
  async () => {
    for (const wave of wavesOf(world.rendered.charts)) {
      const { code, stderr } = await asUser(
        ['apply', '--server-side', '--field-manager=corral-test', '--validate=strict', '-f', '-'],
        wave.map((manifest) => JSON.stringify(manifest)).join('\n---\n'),
      );
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      await waitUntilAllSettled(world.plane.client, wave);
    }
  },
  15 * minutes,
);

test('every pod is admitted beside the quota and the limits of others, without a PriorityClass, and is ready', async () => {
  const all = await podsOf(world);
  const pods = all.filter(({ metadata }) => metadata?.labels?.['app'] !== 'web');
  expect(pods.length).toBeGreaterThan(4);
  expect({ misplaced: misplaced(pods, world), idle: idle(pods), refused: await refusals(world) }).toEqual({
    misplaced: [],
    idle: [],
    refused: [],
  });
  expect(new Set(pods.map(({ spec }) => spec?.priority))).toEqual(new Set([0]));
  expect(new Set(pods.map(({ spec }) => spec?.priorityClassName))).toEqual(new Set([undefined]));
});

test('others keep their pods, their policies, their quota and their limits', async () => {
  expect(await asOthersSee(world.plane)).toEqual(before);
});

test(
  'a rollout of everything stays within the quota of others',
  async () => {
    const { short, preempted, refused } = await rollOut(world, 'minimum', 1);
    expect({ short, preempted, refused }).toEqual({ short: [], preempted: [], refused: [] });
    expect(await asOthersSee(world.plane)).toEqual(before);
  },
  15 * minutes,
);

test(
  'every node drains as the plan says, without preemption',
  async () => {
    const nodes = await inUse(world);
    expect(nodes.length).toBeGreaterThan(1);
    for (const node of nodes)
      expect({ node, ...(await drainAndReturn(world, node)) }).toEqual({ node, short: [], preempted: [] });
  },
  15 * minutes,
);
