/** What is drawn in a namespace that exists: nothing outside of it, and nothing that holds for the pods of others. */
import { describe, expect, test } from '@jest/globals';
import { beforehand, gib, gigabytes, synthesise, type EnvironmentInput, type Manifest } from '../../lib';
import { workloadPod } from '../../lib/kubernetes/read';
import { staging } from '../../overlays/staging';
import { team } from './team';

const drawnOf = (input: EnvironmentInput): readonly Manifest[] =>
  synthesise(input).charts.flatMap(({ manifests }) => manifests);

const drawn = drawnOf(team);

/** The team with other fields of its cluster. */
const withCluster = (fields: object): EnvironmentInput => ({ ...team, cluster: { ...team.cluster, ...fields } });

test('every object is in the namespace, engines and store alike', () => {
  expect([...new Set(drawn.map(({ metadata: { namespace } }) => namespace))]).toEqual(['team-llm']);
  const titles = drawn.map(({ kind, metadata: { name } }) => `${kind} ${name}`);
  expect(titles).toEqual(
    expect.arrayContaining([
      'Deployment legal',
      'Deployment weights-server',
      'PersistentVolumeClaim model-store',
      'CronJob collector',
    ]),
  );
});

test('no quota, no limits, and a default deny of pods of Corral only, under a name of its own', () => {
  const kinds = new Set(drawn.map(({ kind }) => kind));
  for (const kind of ['Namespace', 'ResourceQuota', 'LimitRange', 'PriorityClass', 'ValidatingAdmissionPolicy'])
    expect(kinds).not.toContain(kind);
  const policies = drawn.filter(({ kind }) => kind === 'NetworkPolicy');
  expect(policies.find(({ metadata: { name } }) => name === 'corral-default-deny')?.['spec']).toEqual({
    podSelector: { matchLabels: { 'app.kubernetes.io/part-of': 'corral' } },
    policyTypes: ['Ingress', 'Egress'],
  });
  expect(policies.map(({ metadata: { name } }) => name)).not.toContain('default-deny');
});

test('no pod names a PriorityClass', () => {
  expect(JSON.stringify(drawn)).not.toContain('priorityClassName');
});

test('pods name PriorityClasses that exist, if the environment says so', () => {
  const classes = drawnOf(withCluster({ priorityClasses: 'existing' })).filter(({ kind }) => kind === 'Deployment');
  expect(JSON.stringify(classes)).toContain('"priorityClassName":"llm-interactive"');
  expect(classes.some(({ kind }) => kind === 'PriorityClass')).toBe(false);
});

describe('what an administrator makes first', () => {
  test('is one command that lists it', () => {
    expect(beforehand(synthesise(team).plan)).toEqual([
      {
        what: 'have an administrator make what this environment uses and may not make; this command lists it',
        commands: ['kubectl get namespace/team-llm storageclass/cephfs runtimeclass/nvidia'],
      },
    ]);
  });

  test('names PriorityClasses and further prerequisites where there are any', () => {
    const { plan } = synthesise({
      ...withCluster({ priorityClasses: 'existing', runtimeClass: 'none' }),
      prerequisites: [{ kind: 'CSIDriver', name: 'cephfs.csi.ceph.com', providedBy: 'Rook' }],
    });
    expect(beforehand(plan)[0]?.commands).toEqual([
      'kubectl get namespace/team-llm storageclass/cephfs priorityclass/llm-interactive priorityclass/llm-batch priorityclass/llm-critical priorityclass/llm-standard csidriver/cephfs.csi.ceph.com',
    ]);
  });

  test('is nothing where the environment may use the whole cluster', () => {
    expect(beforehand(synthesise(staging).plan)).toEqual([]);
  });
});

test('a store that is read in place needs no StorageClass by name', () => {
  const laptop: EnvironmentInput = {
    ...team,
    cluster: {
      id: 'shared',
      scope: 'namespaced',
      namespace: 'default',
      dns: { nodeLocalDns: false },
      runtimeClass: 'none',
      weights: { kind: 'direct', capacity: gib(60), bandwidth: gigabytes(1) },
    },
    nodePools: {
      cpu: {
        on: 'metal',
        nodes: 1,
        hardware: { cpu: 16, memory: gib(64), ephemeralStorage: gib(100), diskBandwidth: gigabytes(1) },
      },
    },
    models: { summary: { ...team.models?.['summary'], pools: ['cpu'], replicas: 1 } as never },
  };
  expect(beforehand(synthesise(laptop).plan)[0]?.commands).toEqual(['kubectl get namespace/default']);
});

const cpuLimitsIn = (manifests: readonly Manifest[]): readonly unknown[] =>
  manifests
    .flatMap((manifest) => workloadPod(manifest)?.containers ?? [])
    .map(({ container }) => container.resources?.limits?.['cpu']);

test('every container has a limit of CPU where a quota counts them and a LimitRange sets one', () => {
  expect(cpuLimitsIn(drawn).length).toBeGreaterThan(6);
  expect(cpuLimitsIn(drawn)).not.toContain(undefined);
});

test('programs that copy files have none elsewhere, since a limit throttles', () => {
  expect(cpuLimitsIn(drawnOf(withCluster({ existingQuotas: [], existingLimits: [] })))).toContain(undefined);
});
