/** What an environment adapts, as `plan`, `plan --json` and `diff` show it: everything that docs/how-to/adapt.md offers. */
import { describe, expect, test } from '@jest/globals';
import { gib, gigabytes, seconds, type EnvironmentInput } from '../../lib';
import { difference, isSame, planFacts } from '../../lib/diff';
import { synthesise } from '../../lib/synthesise';
import { commands } from '../../scripts/commands';
import { sections } from '../../scripts/diff/sections';
import { adapted, chat } from './fixtures/adapted';

/** Every kind of adaptation of an environment that may use the whole cluster. */
const wide = {
  ...adapted,
  cluster: {
    ...adapted.cluster,
    apiKey: { secretName: 'llm-key', key: 'keys' },
    downloads: {
      hub: 'https://mirror.corp.example:8443',
      registry: 'https://10.0.0.9/ollama',
      hubToken: { secretName: 'hub', key: 'token' },
      tokens: [{ below: 'https://files.example/private', secretName: 'files', key: 'token' }],
      endpoints: [{ cidr: '10.0.0.8/32', port: 8443 }],
      proxy: {
        url: 'http://10.0.0.7:3128',
        credentials: { secretName: 'proxy' },
        noProxy: ['mirror.corp.example'],
      },
      caBundle: { configMap: 'corp-ca', key: 'ca.crt' },
    },
  },
  pods: { imagePullSecrets: ['mirror'], labels: { 'example.org/cost': '4711' } },
  objects: { labels: { 'example.org/team': 'ml' } },
  imageMirrors: { 'ghcr.io': 'mirror.example/ghcr' },
  models: {
    chat: {
      ...chat,
      pods: {
        env: { TZ: 'Europe/Berlin', TOKEN: { secret: 'team', key: 't' }, NAME: { configMap: 'team', key: 'n' } },
        volumes: {
          '/mnt/corpus': { claim: 'corpus' },
          '/mnt/templates': { configMap: 'templates' },
          '/mnt/keys': { secret: 'keys' },
        },
        annotations: { 'example.org/owner': 'a'.repeat(60) },
        nodeSelector: { 'example.org/pool': 'gpu' },
        tolerations: [
          { key: 'team', value: 'ml', effect: 'NoSchedule' },
          { key: 'slow', effect: 'NoExecute', seconds: seconds(60) },
        ],
        nodeRemoval: 'prevented',
      },
      objects: { annotations: { 'example.org/runbook': 'chat' } },
    },
    plain: { ...chat, replicas: 1 },
  },
  amendments: [
    {
      target: 'Deployment llm-serving/chat',
      patch: {
        spec: {
          revisionHistoryLimit: 5,
          template: { spec: { containers: [{ name: 'llama-server', env: [{ name: 'A', value: 'b' }] }] } },
        },
      },
      reason: 'five revisions are shown',
    },
    {
      target: 'Deployment llm-serving/plain',
      jsonPatch: [
        { op: 'test', path: '/spec/replicas', value: 1 },
        { op: 'add', path: '/metadata/annotations/x', value: 'y' },
      ],
      reason: 'a dashboard reads it',
    },
  ],
} as const satisfies EnvironmentInput;

/** The same for an environment with rights in one namespace. */
const narrow = {
  ...adapted,
  prerequisites: [],
  cluster: {
    id: 'shared',
    scope: 'namespaced',
    namespace: 'team-llm',
    dns: { addresses: ['10.96.0.10/32'] },
    weights: {
      kind: 'existing',
      claimName: 'models',
      layout: 'paths',
      folder: 'gguf',
      read: 'in-place',
      proofsClass: 'nfs-client',
      reason: 'the file server is as available as the cluster',
      capacity: gib(500),
      bandwidth: gigabytes(1),
    },
    existingQuotas: [{ name: 'team', hard: { 'requests.cpu': '60', pods: '40' }, usedByOthers: { pods: '4' } }],
    existingLimits: [{ name: 'team', limits: [{ type: 'Container', max: { memory: '100Gi' } }] }],
  },
} as const satisfies EnvironmentInput;

function plan(environment: EnvironmentInput, ...words: readonly string[]): string {
  const out: string[] = [];
  const error: string[] = [];
  commands.plan.run(words, {
    console: {
      out: (text) => out.push(text),
      error: (text) => error.push(text),
      layout: { width: 2000, colours: false },
    },
    environments: [environment],
  });
  expect(error).toEqual([]);
  return out.join('\n');
}

/** The rows of the section; of a wide terminal, so that none is broken. */
const section = (environment: EnvironmentInput): readonly string[] =>
  (/Adapted in this environment\n([^]*?)\n\n/.exec(`${plan(environment)}\n\n`)?.[1] ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.trim().replaceAll(/ {2,}/g, ' | '));

const sideOf = (environment: EnvironmentInput) => {
  const { charts, plan: planned } = synthesise(environment);
  return { name: environment.name, charts, facts: planFacts(planned) };
};

const ofChat = [
  'variables TZ=Europe/Berlin, TOKEN from Secret team, NAME from ConfigMap team',
  'read-only folders /mnt/corpus from claim corpus, /mnt/templates from ConfigMap templates, /mnt/keys from Secret keys',
  'label example.org/cost=4711',
  `annotation example.org/owner=${'a'.repeat(40)}…`,
  'pull secret mirror',
  'autoscalers do not remove their nodes',
  'only nodes with label example.org/pool=gpu',
  'tolerated taints team=ml:NoSchedule, slow:NoExecute for 1 min',
].join('; ');

describe('what an environment adapts', () => {
  test('is a section of the plan: cluster, pods, objects, images, amendments, with their reasons', () => {
    expect(section(wide)).toEqual([
      'what | how | reason',
      'hub | https://mirror.corp.example:8443',
      'Ollama registry | https://10.0.0.9/ollama',
      'hub | token from Secret hub',
      'https://files.example/private | token from Secret files',
      'loaders | download through http://10.0.0.7:3128, with the password of Secret proxy, but directly from mirror.corp.example',
      'loaders | trust the authorities in ConfigMap corp-ca alone',
      'loaders | may connect to 10.0.0.8/32 port 8443',
      'llama-servers | require a key of Secret llm-key',
      `pods of chat | ${ofChat}`,
      'pods of plain | label example.org/cost=4711; pull secret mirror',
      'pods beside the engines | label example.org/cost=4711; pull secret mirror',
      'all objects | label example.org/team=ml',
      'objects of chat | label example.org/team=ml; annotation example.org/runbook=chat',
      'images of ghcr.io | read from mirror.example/ghcr',
      'Deployment llm-serving/chat | amended: spec.revisionHistoryLimit=5, spec.template.spec.containers[llama-server].env[A].value=b | five revisions are shown',
      'Deployment llm-serving/plain | amended: add /metadata/annotations/x | a dashboard reads it',
    ]);
  });

  test('names a scope, existing quotas and limits, and a store of others', () => {
    expect(section(narrow)).toEqual([
      'what | how | reason',
      'scope | all objects in namespace team-llm, none of the whole cluster',
      'ResourceQuota team | exists: requests.cpu 60, pods 40; others use pods 4',
      'LimitRange team | exists, for Container',
      'store | claim models of others, layout paths below gguf, read in place | the file server is as available as the cluster',
    ]);
  });

  test('is not in the plan of an environment that adapts nothing', () => {
    expect(section(adapted)).toEqual([]);
    expect(plan(adapted, '--json')).not.toContain('"adapted": [');
  });

  test('names the models of which the same is said in one row, and an exemption with its reason', () => {
    const exempt = 'ConfigMap model-store/program-loader';
    const rows = section({
      ...adapted,
      models: { chat, plain: { ...chat, replicas: 1 } },
      pods: { env: { TZ: 'UTC' } },
      amendments: [{ target: exempt, patch: { data: { 'site.conf': 'a'.repeat(41) } }, reason: 'our tools read it' }],
      exemptions: [{ rule: 'as-planned', object: exempt, reason: 'only a file more' }],
    });
    expect(rows.slice(1)).toEqual([
      'pods of all models | variable TZ=UTC',
      `${exempt} | amended: data['site.conf'] | our tools read it`,
      `${exempt} | exempt from rule as-planned | only a file more`,
    ]);
  });

  test('names four fields of a long amendment, and how many more there are', () => {
    const patch = { metadata: { annotations: { a: '1', b: '2', c: null, d: '4', e: '5', f: '6' } } };
    expect(
      section({ ...adapted, amendments: [{ target: 'Service llm-serving/chat', patch, reason: 'a test' }] })[1],
    ).toBe(
      'Service llm-serving/chat | amended: metadata.annotations.a=1, metadata.annotations.b=2, metadata.annotations.c removed, metadata.annotations.d=4 and 2 more | a test',
    );
  });

  test('is a list for machines', () => {
    const [summary] = JSON.parse(plan(narrow, '--json')) as readonly { readonly adapted: readonly object[] }[];
    expect(summary?.adapted[0]).toEqual({
      of: 'scope',
      how: 'all objects in namespace team-llm, none of the whole cluster',
    });
    expect(summary?.adapted[3]).toMatchObject({ reason: 'the file server is as available as the cluster' });
  });

  test('is compared: what is new, and what it no longer adapts', () => {
    const mirrored = { ...adapted, imageMirrors: { 'ghcr.io': 'mirror.example/ghcr' } };
    const moved = { ...adapted, imageMirrors: { 'ghcr.io': 'mirror.example/other' } };
    const change = difference(sideOf(mirrored), sideOf(moved));
    expect(change.adapted).toEqual({
      gained: ['images of ghcr.io: read from mirror.example/other'],
      lost: ['images of ghcr.io: read from mirror.example/ghcr'],
    });
    expect(sections(change).find(({ title }) => title === 'Adapted')?.lines).toEqual([
      '+ images of ghcr.io: read from mirror.example/other',
      '- images of ghcr.io: read from mirror.example/ghcr',
    ]);
  });

  test('is a difference even where no object changes, and none beside a folder, which does not show it', () => {
    const amended = (reason: string) => ({
      ...adapted,
      amendments: [{ target: 'Deployment llm-serving/chat', patch: { spec: { revisionHistoryLimit: 5 } }, reason }],
    });
    const [before, after] = [sideOf(amended('five are shown')), sideOf(amended('an audit asks for five'))];
    const change = difference(before, after);
    expect([isSame(change), change.adapted.gained]).toEqual([
      false,
      ['Deployment llm-serving/chat: amended: spec.revisionHistoryLimit=5 (an audit asks for five)'],
    ]);
    expect(difference({ ...before, facts: undefined }, after).adapted).toEqual({ gained: [], lost: [] });
  });
});
