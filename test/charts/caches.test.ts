/** Caches of an environment: every rule holds, every pod and volume is counted, and only those who are named connect. */
import { describe, expect, test } from '@jest/globals';
import { synthesise, type EnvironmentInput } from '../../lib';
import { gib } from '../../lib/core/bytes';
import { beforehand } from '../../lib/render/beforehand';
import { staging } from '../../overlays/staging';
import { team } from '../namespaced/team';
import { fieldOf, titles } from '../constructs/support/drawn';
import { type Example, examplesOf, fieldsOf, readPage } from '../docs/examples';

type Caches = NonNullable<EnvironmentInput['caches']>;

const chat: Caches[string] = {
  kind: 'valkey',
  maxMemory: gib(1),
  users: { chat: {} },
  passwords: { secretName: 'cache-passwords' },
};
const store = { kind: 'ClusterSecretStore', name: 'vault' } as const;
const full: Caches[string] = {
  ...chat,
  policy: 'volatile-ttl',
  keeps: { by: 'log', storageClass: 'fast-disks' },
  users: { chat: { may: 'script', prefixes: ['chat:'] }, graphs: { may: 'watch' } },
  passwords: { from: 'external-secrets', store, path: 'corral/cache' },
  clients: [{ namespace: 'chat', podLabels: { app: 'chat' } }],
  tls: { issuer: { kind: 'ClusterIssuer', name: 'internal' } },
  cpu: 2,
  priority: 'interactive',
};

/** What is rendered of an environment; it throws where a rule does not hold. */
const rendered = (change: Partial<EnvironmentInput>, input = staging) => synthesise({ ...input, ...change });
const manifestsOf = (change: Partial<EnvironmentInput>, input = staging) =>
  rendered(change, input).charts.find(({ name }) => name === 'caches')?.manifests ?? [];
const unhashed = (names: readonly string[]) => names.map((each) => each.replace(/[0-9a-f]{8}$/, '#'));

test('an environment without caches has no chart of them', () => {
  expect(rendered({}).charts.map(({ name }) => name)).not.toContain('caches');
});

test('the least that an overlay states is a cache that every rule takes, and keeps nothing', () => {
  expect(unhashed(titles(manifestsOf({ caches: { chat } })))).toMatchSnapshot();
  expect(fieldOf(manifestsOf({ caches: { chat } }), 'Deployment llm-serving/cache-chat: spec.strategy.type')).toBe(
    'Recreate',
  );
});

test('the example of cache.md is a field of an environment', () => {
  const [example] = examplesOf(readPage('docs/how-to/cache.md'));
  const { caches = {} } = fieldsOf(example as Example, { gib }) as Partial<EnvironmentInput>;
  expect(Object.keys(caches)).toEqual(['chat']);
  expect(titles(manifestsOf({ caches }))).toContain('Deployment llm-serving/cache-chat');
});

describe('every field', () => {
  const change = { caches: { chat: full } };
  const manifests = manifestsOf(change);
  const field = (place: string) => fieldOf(manifests, place);
  const set = 'StatefulSet llm-serving/cache-chat: spec';

  test('is in an object that every rule takes', () => {
    expect(unhashed(titles(manifests))).toMatchSnapshot();
    expect(field(`${set}.volumeClaimTemplates[0].spec`)).toMatchObject({
      storageClassName: 'fast-disks',
      resources: { requests: { storage: '5Gi' } },
    });
    expect(field(`${set}.template.spec.containers[0].resources.requests`)).toMatchObject({
      cpu: '2',
      memory: '3943Mi',
    });
    expect(field(`${set}.template.spec.priorityClassName`)).toBe('llm-interactive');
    expect(field('Certificate llm-serving/cache-chat: spec')).toMatchObject({
      secretName: 'cache-chat-tls',
      issuerRef: { name: 'internal' },
    });
    expect(field('ExternalSecret llm-serving/cache-chat: spec.dataFrom[0].extract.key')).toBe('corral/cache');
  });

  test('only its clients connect', () => {
    expect(field('NetworkPolicy llm-serving/cache-chat: spec.ingress')).toMatchSnapshot();
    expect(field('NetworkPolicy llm-serving/cache-chat: spec')).toMatchObject({ policyTypes: ['Ingress', 'Egress'] });
    expect(field('NetworkPolicy llm-serving/cache-chat: spec')).not.toHaveProperty('egress');
  });

  test('is counted: the pod in placement and quota, the volume in the quota', () => {
    const { plan } = rendered(change);
    const before = rendered({}).plan;
    expect(plan.quota['pods']?.because).toContain('cache-chat 1 + 1');
    expect(plan.quota['requests.storage']?.value).not.toBe(before.quota['requests.storage']?.value);
    expect(plan.placement.witness.flatMap(({ placed }) => placed.map(({ workload }) => workload))).toContain(
      'cache-chat',
    );
    expect(plan.support.find(({ name }) => name === 'cache-chat')).toMatchObject({
      controller: { kind: 'StatefulSet' },
      wants: { memory: (3943 + 64) * 1024 ** 2 },
    });
  });
});

test('without a volume, the plan expects an outage while its pod is replaced', () => {
  const planned = rendered({ caches: { chat } }).plan.support.find(({ name }) => name === 'cache-chat');
  expect(planned).toMatchObject({ controller: { kind: 'Deployment' }, rollout: { value: { type: 'Recreate' } } });
});

test('a cache that no node has room for is refused at its field', () => {
  expect(() => rendered({ caches: { chat: { ...chat, maxMemory: gib(4000) } } })).toThrow(
    /^staging\.caches\.chat: requests 7 577 920 MiB of memory, but a node of pool cpu offers only/,
  );
});

test('what must be there beforehand names each password', () => {
  const secrets = beforehand(rendered({ caches: { chat } }).plan).find(({ what }) => what.includes('caches'));
  expect(secrets).toEqual({
    what: 'make the Secrets of the caches: one password for each user; these commands fail where an entry is missing',
    when: 'after',
    commands: [
      `kubectl -n llm-serving get secret cache-passwords -o go-template='{{index .data "chat"}}' | base64 -d | grep -q .`,
    ],
  });
});

test('a namespace that demands limits of CPU gets them', () => {
  const manifests = manifestsOf({ caches: { chat } }, team);
  const pod = `Deployment ${manifests[0]?.metadata.namespace ?? ''}/cache-chat: spec.template.spec`;
  expect(fieldOf(manifests, `${pod}.containers[0].resources.limits.cpu`)).toBeDefined();
  expect(fieldOf(manifests, `${pod}.initContainers[0].resources.limits.cpu`)).toBeDefined();
});
