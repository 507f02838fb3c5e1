/** Databases of an environment: every rule holds, every pod and volume is counted, and only those who are named connect. */
import { describe, expect, test } from '@jest/globals';
import { synthesise, type EnvironmentInput } from '../../lib';
import { gib } from '../../lib/core/bytes';
import { staging } from '../../overlays/staging';
import { fieldOf, titles } from '../constructs/support/drawn';

type Databases = NonNullable<EnvironmentInput['databases']>;

const chat: Databases[string] = {
  kind: 'postgres',
  size: gib(20),
  databases: { chat: {}, notes: { owner: 'writer' } },
  passwords: { secretName: 'chat-passwords' },
};
const store = { kind: 'ClusterSecretStore', name: 'vault' } as const;
const full: Databases[string] = {
  ...chat,
  version: 17,
  storageClass: 'fast-disks',
  passwords: { from: 'external-secrets', store, path: 'corral/chat' },
  clients: [{ namespace: 'chat', podLabels: { app: 'chat' } }],
  tls: { issuer: { kind: 'ClusterIssuer', name: 'internal' } },
  maxConnections: 200,
  cpu: 2,
  memory: gib(4),
  priority: 'interactive',
};
const backup: EnvironmentInput['backup'] = {
  to: { kind: 's3', endpoint: 'https://s3.example.org', bucket: 'copies', credentials: { secretName: 'backup-key' } },
  password: { secretName: 'backup-password', key: 'password' },
  sources: [
    { kind: 'store', blobs: 'none' },
    { kind: 'database', server: 'chat', database: 'notes', room: gib(5) },
  ],
};

/** What is rendered of an environment; it throws where a rule does not hold. */
const rendered = (change: Partial<EnvironmentInput>) => synthesise({ ...staging, ...change });
const manifestsOf = (change: Partial<EnvironmentInput>, chart = 'databases') =>
  rendered(change).charts.find(({ name }) => name === chart)?.manifests ?? [];
const unhashed = (names: readonly string[]) => names.map((each) => each.replace(/[0-9a-f]{8}$/, '#'));

test('an environment without databases has no chart of them', () => {
  expect(rendered({}).charts.map(({ name }) => name)).not.toContain('databases');
});

test('the least that an overlay states is a server that every rule takes', () => {
  expect(unhashed(titles(manifestsOf({ databases: { chat } })))).toMatchSnapshot();
});

describe('every field', () => {
  const change = { databases: { chat: full }, backup };
  const manifests = manifestsOf(change);
  const field = (place: string) => fieldOf(manifests, place);
  const set = 'StatefulSet llm-serving/database-chat: spec';

  test('is in an object that every rule takes', () => {
    expect(unhashed(titles(manifests))).toMatchSnapshot();
    expect(field(`${set}.volumeClaimTemplates[0].spec`)).toMatchObject({
      storageClassName: 'fast-disks',
      resources: { requests: { storage: '20Gi' } },
    });
    expect(field(`${set}.template.spec.containers[0].args`)).toEqual(
      expect.arrayContaining(['max_connections=200', 'ssl=on', 'shared_buffers=1024MB']),
    );
    expect(field(`${set}.template.spec.containers[0].resources.requests`)).toMatchObject({ cpu: '2', memory: '4Gi' });
    expect(field(`${set}.template.spec.priorityClassName`)).toBe('llm-interactive');
    expect(field('Certificate llm-serving/database-chat-tls: spec.issuerRef.name')).toBe('internal');
  });

  test('its clients and its backup connect, and the dump reads a Secret of the namespace that it runs in', () => {
    expect(field('NetworkPolicy llm-serving/database-chat: spec.ingress')).toMatchSnapshot();
    expect(titles(manifests)).toEqual(
      expect.arrayContaining(['ExternalSecret llm-serving/database-chat', 'ExternalSecret model-store/database-chat']),
    );
    const cronJob = manifestsOf(change, 'backup').find(
      ({ kind, metadata }) => kind === 'CronJob' && metadata.name === 'backup-chat-notes',
    );
    expect(cronJob).toMatchObject({
      metadata: { namespace: 'model-store' },
      spec: {
        jobTemplate: {
          spec: {
            template: {
              spec: {
                initContainers: [
                  {
                    env: expect.arrayContaining([
                      { name: 'PGHOST', value: 'database-chat.llm-serving.svc' },
                      { name: 'PGUSER', value: 'writer' },
                    ]),
                    resources: { limits: { 'ephemeral-storage': '7Gi' } },
                  },
                ],
              },
            },
          },
        },
      },
    });
  });

  test('is counted: the pod in placement and quota, the volume in the quota, the restore before there is one', () => {
    const { plan } = rendered(change);
    const before = rendered({}).plan;
    expect(plan.support.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['database-chat', 'backup-chat-notes', 'restore-chat-notes']),
    );
    expect(plan.quota['pods']?.because).toContain('database-chat 1 + 1');
    expect(plan.quota['requests.storage']?.value).not.toBe(before.quota['requests.storage']?.value);
    expect(plan.placement.witness.flatMap(({ placed }) => placed.map(({ workload }) => workload))).toContain(
      'database-chat',
    );
  });
});

test('a database writes to its own volume, and to no other claim', () => {
  const amendment = {
    target: 'StatefulSet llm-serving/database-chat',
    reason: 'to see what is refused',
    patch: {
      spec: {
        template: {
          spec: {
            volumes: [{ name: 'models', persistentVolumeClaim: { claimName: 'models' } }],
            containers: [{ name: 'postgres', volumeMounts: [{ name: 'models', mountPath: '/models' }] }],
          },
        },
      },
    },
  };
  expect(() => rendered({ databases: { chat }, amendments: [amendment] })).toThrow(
    /volumeMounts\[\d\]\.readOnly: nothing lets a serving container write to the claim/,
  );
});
