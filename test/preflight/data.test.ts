/** What others provide for databases and caches: each store, issuer and class that is missing, in its full sentence. */
import { describe, expect, test } from '@jest/globals';
import { gib, type EnvironmentInput } from '../../lib';
import { formatDifference } from '../../lib/internal';
import { local } from '../../overlays/local';
import { compared, environmentOf, type Change } from './support/declared';
import { providedFor } from './support/gateway';

const from = (kind: 'SecretStore' | 'ClusterSecretStore') =>
  ({ from: 'external-secrets', store: { kind, name: 'vault' }, path: 'corral/data' }) as const;
const { laptop } = local.nodePools;
if (laptop?.on !== 'metal') throw new Error('local has another pool than this test');
const input: EnvironmentInput = {
  ...local,
  nodePools: { laptop: { ...laptop, hardware: { ...laptop.hardware, cpu: 8 } } },
  databases: {
    chat: {
      kind: 'postgres',
      size: gib(5),
      databases: { chat: {} },
      passwords: from('SecretStore'),
      tls: { issuer: { kind: 'Issuer', name: 'internal' } },
    },
  },
  caches: {
    chat: {
      kind: 'valkey',
      maxMemory: gib(1),
      keeps: { by: 'log', storageClass: 'disks' },
      users: { chat: {} },
      passwords: from('ClusterSecretStore'),
      tls: { issuer: { kind: 'ClusterIssuer', name: 'internal' } },
    },
  },
};

/** What differs at databases and caches, as people read it. */
const said = (of: EnvironmentInput, ...changes: readonly Change[]): readonly string[] =>
  compared(of, ...changes)
    .differences.filter(({ at }) => /^local\.(databases|caches)/.test(at))
    .map(formatDifference);

const kinds = new Set(['SecretStore', 'ClusterSecretStore', 'Issuer', 'ClusterIssuer']);
const without =
  (...names: readonly string[]): Change =>
  (answers) => ({ ...answers, objects: answers.objects.filter(({ kind }) => !names.includes(kind)) });
/** Everything that others provide is there, and so is the class of the volume. */
const disks: Change = (answers) => ({
  ...answers,
  objects: [
    ...answers.objects,
    { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'disks' } },
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'usual', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    },
  ],
});

test('with everything that they name, nothing differs', () => {
  expect(providedFor(environmentOf(input)).filter(({ kind }) => kinds.has(kind))).toHaveLength(4);
  expect(said(input, disks)).toEqual([]);
});

describe('what is missing', () => {
  test('stores of secrets and issuers', () => {
    expect(said(input, disks, without(...kinds))).toEqual([
      "local.databases.chat.passwords.store: declared SecretStore 'vault' in namespace 'llm-serving'; found no SecretStore at all.\n  fix: create it (https://external-secrets.io)\n  [PrerequisiteMissing]",
      "local.databases.chat.tls.issuer: declared Issuer 'internal' in namespace 'llm-serving'; found no Issuer at all.\n  fix: create it (https://cert-manager.io/docs/configuration)\n  [PrerequisiteMissing]",
      "local.caches.chat.passwords.store: declared ClusterSecretStore 'vault'; found no ClusterSecretStore at all.\n  fix: create it (https://external-secrets.io)\n  [PrerequisiteMissing]",
      "local.caches.chat.tls.issuer: declared ClusterIssuer 'internal'; found no ClusterIssuer at all.\n  fix: create it (https://cert-manager.io/docs/configuration)\n  [PrerequisiteMissing]",
    ]);
  });

  test('the class of the volume of a cache', () => {
    expect(said(input, without('StorageClass')).filter((each) => each.includes('caches'))).toEqual([
      expect.stringMatching(/^local\.caches\.chat\.keeps\.storageClass: declared StorageClass 'disks'/),
    ]);
  });
});

test('a store that cannot be read is named, with the reason that its controller gives', () => {
  const failing: Change = (answers) => ({
    ...answers,
    objects: answers.objects.map((each) =>
      each.kind === 'ClusterSecretStore'
        ? { ...each, status: { conditions: [{ type: 'Ready', status: 'False', message: 'permission denied.' }] } }
        : each,
    ),
  });
  expect(said(input, disks, failing)).toEqual([
    "local.caches.chat.passwords.store: declared ClusterSecretStore 'vault' that is Ready; found one that is not: permission denied.\n  fix: kubectl describe clustersecretstore vault\n  [PrerequisiteDiffers]",
  ]);
});

test('a Secret of others is not read: it is unseen, with the entries that it must have', () => {
  const { unseen } = compared({
    ...input,
    databases: { chat: { kind: 'postgres', size: gib(5), databases: { chat: {} }, passwords: { secretName: 'db' } } },
    caches: { chat: { kind: 'valkey', maxMemory: gib(1), users: { app: {} }, passwords: { secretName: 'cache' } } },
  });
  expect(unseen).toEqual(
    expect.arrayContaining([
      'local: whether Secret llm-serving/db with entries postgres, chat exists: to look for it needs the right to read it',
      'local: whether Secret llm-serving/cache with entry app exists: to look for it needs the right to read it',
    ]),
  );
});
