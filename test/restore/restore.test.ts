/** The Job that `restore` prints, and what it refuses. */
import { describe, expect, test } from '@jest/globals';
import { loadAll } from 'js-yaml';
import type { EnvironmentInput } from '../../lib';
import { local } from '../../overlays/local';
import { commands } from '../../scripts/commands';

const backup = {
  to: {
    kind: 's3',
    endpoint: 'https://s3.example.org',
    bucket: 'copies',
    credentials: { secretName: 'backup-key' },
  },
  password: { secretName: 'backup-password', key: 'password' },
  sources: [{ kind: 'store', blobs: 'all' }],
} as const;
const here: EnvironmentInput = { ...local, backup };

function restore(argv: readonly string[], environments: readonly EnvironmentInput[] = [here]) {
  const [out, error]: [string[], string[]] = [[], []];
  const status = commands.restore.run(argv, {
    console: { out: (text) => out.push(text), error: (text) => error.push(text) },
    environments,
  });
  return { status, out: out.join('\n'), error: error.join('\n') };
}

interface Printed {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec?: {
    readonly template: { readonly spec: { readonly containers: readonly { readonly env: unknown }[] } };
  };
}

const printed = (...argv: readonly string[]): readonly Printed[] => {
  const { status, out, error } = restore(argv);
  expect({ status, error }).toEqual({ status: 0, error: '' });
  return loadAll(out) as readonly Printed[];
};

test('a Job with its program, where the store is', () => {
  const [program, job] = printed();
  expect([program?.kind, job?.kind]).toEqual(['ConfigMap', 'Job']);
  const [namespace] = [program, job].map((each) => each?.metadata.namespace);
  expect(job?.metadata).toMatchObject({ namespace, name: expect.stringMatching(/^restore-store-[0-9a-f]{8}$/) });
  expect(job?.spec?.template.spec.containers[0]?.env).toEqual(
    expect.arrayContaining([
      { name: 'BACKUP_HOST', value: 'local' },
      { name: 'BACKUP_SNAPSHOT', value: 'latest' },
      { name: 'RESTIC_REPOSITORY', value: 's3:https://s3.example.org/copies/local' },
    ]),
  );
});

test('of a copy by its id', () => {
  const [, job] = printed('--snapshot', '1a2b3c4d', '--source', 'store', '--env', 'local');
  expect(job?.spec?.template.spec.containers[0]?.env).toEqual(
    expect.arrayContaining([{ name: 'BACKUP_SNAPSHOT', value: '1a2b3c4d' }]),
  );
});

describe('what is refused', () => {
  test('an environment without a backup', () => {
    expect(restore([], [local])).toMatchObject({
      status: 2,
      error: expect.stringContaining(
        'overlays: no environment has a backup.\n  fix: add a backup to it: docs/how-to/back-up-and-restore.md\n  [NoBackup]',
      ),
    });
    expect(restore(['--env', 'local'], [local]).error).toContain('local.backup: the environment has no backup');
  });

  test('several environments', () => {
    expect(restore([], [here, { ...here, name: 'other' }]).error).toContain(
      '--env: local, other have a backup.\n  fix: --env local · --env other\n  [SeveralBackups]',
    );
  });

  test('a source that it does not have', () => {
    expect(restore(['--source', 'stor']).error).toContain(
      "--source: local has no source 'stor'.\n  did you mean: store\n  allowed: store\n  [UnknownSource]",
    );
  });

  test('a text that is no id', () => {
    expect(restore(['--snapshot', 'yesterday']).error).toContain(
      "--snapshot: 'yesterday' is no id of a copy.\n  allowed: 8 to 64 hexadecimal digits, as restic prints them, or 'latest'\n  [WrongSnapshot]",
    );
  });
});
