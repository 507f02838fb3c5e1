/** Objects of others that the fields `pods` name, and taints that pods tolerate beside those of their pools. */
import { expect, test } from '@jest/globals';
import type { EnvironmentInput, PodAdditions } from '../../lib';
import { formatDifference, type LiveObject } from '../../lib/internal';
import { adapted, chat } from '../plan/fixtures/adapted';
import { adding, changing, compared, type Change } from './support/declared';

const withPods = (pods: PodAdditions): EnvironmentInput => ({ ...adapted, models: { chat: { ...chat, pods } } });
const said = (input: EnvironmentInput, ...changes: readonly Change[]): readonly string[] =>
  compared(input, ...changes).differences.map(formatDifference);

const object = (kind: string, name: string, spec?: object): LiveObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { namespace: 'llm-serving', name },
  spec,
});
const claim = (...accessModes: readonly string[]) => object('PersistentVolumeClaim', 'corpus', { accessModes });

const named = withPods({
  env: { NAME: { configMap: 'team', key: 'name' }, TOKEN: { secret: 'team', key: 'token' } },
  volumes: { '/mnt/corpus': { claim: 'corpus' } },
  imagePullSecrets: ['pull'],
});

test('what is not there is reported at the workload that names it', () => {
  expect(said(named)).toEqual(
    ['ConfigMap llm-serving/team', 'PersistentVolumeClaim llm-serving/corpus'].map(
      (title) =>
        `adapted.models.chat.pods: declared ${title}; found none.\n  fix: create it · remove the field\n  [PrerequisiteMissing]`,
    ),
  );
});

test('what is there is not reported, and Secrets are not read', () => {
  const { differences, unseen } = compared(named, adding(object('ConfigMap', 'team'), claim('ReadOnlyMany')));
  expect(differences).toEqual([]);
  expect(unseen).toEqual(
    ['pull', 'team'].map(
      (name) => `adapted: whether Secret llm-serving/${name} exists: to look for it needs the right to read it`,
    ),
  );
});

test('a claim of one node for several pods is reported', () => {
  const input = withPods({ volumes: { '/mnt/corpus': { claim: 'corpus' } } });
  expect(said(input, adding(claim('ReadWriteOnce')))).toEqual([
    'adapted.models.chat.pods: declared a claim that up to 2 pods mount; found PersistentVolumeClaim llm-serving/corpus with ReadWriteOnce, for pods of one node.\n' +
      '  fix: a claim with ReadOnlyMany or ReadWriteMany\n' +
      '  [PrerequisiteDiffers]',
  ]);
  const single = { ...input, models: { chat: { ...chat, replicas: 1, pods: input.models?.['chat']?.pods } } };
  expect(said(single as EnvironmentInput, adding(claim('ReadWriteOnce')))).toEqual([]);
});

test('a taint that every pod of the pool tolerates is not reported', () => {
  const taint = { key: 'team', value: 'ml', effect: 'NoSchedule' } as const;
  const tainted = ['gpu-0', 'gpu-1'].map((name) =>
    changing('Node', name, (node) => ({ ...node, spec: { taints: [taint] } })),
  );
  expect(said(adapted, ...tainted)).toHaveLength(1);
  expect(said(withPods({ tolerations: [taint] }), ...tainted)).toEqual([]);
});
