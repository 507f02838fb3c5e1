/** Charts: which there are, in which wave, what each holds, and that none holds what the plan does not ask for. */
import { describe, expect, test } from '@jest/globals';
import { waves } from '../../lib/plan/waves';
import { gib, mib } from '../../lib/core/bytes';
import { isLabel, longestName } from '../../lib/core/name';
import type { EnvironmentInput } from '../../lib/environment/environment';
import { fieldOf, titles } from '../constructs/support/drawn';
import { hubModel } from '../constructs/support/props';
import { chartOf, charts, rack } from './support';

const drawn = charts(rack);
const objects = (name: string, from = drawn): readonly string[] =>
  titles(chartOf(from, name)).map((each) => each.replace(/-[0-9a-f]{8}$/, '-#'));
const kindsOf = (environment: EnvironmentInput, name: string): readonly string[] =>
  chartOf(charts(environment), name).map(({ kind }) => kind);

const cluster = (change: object): EnvironmentInput => ({ ...rack, cluster: { ...rack.cluster, ...change } });

test('waves follow each other from namespaces to workloads', () => {
  const numbers = Object.entries(waves).map(([name, { number }]) => [name, number] as const);
  expect(numbers).toEqual([
    ['namespaces', 0],
    ['cluster', 1],
    ['storage', 2],
    ['weights', 3],
    ['workloads', 4],
  ]);
  // File names sort by it, so it rises and has one digit.
  expect(numbers.map(([, number]) => `${number}`)).toEqual(numbers.map(([, number]) => `${number}`).sort());
});

test('one chart for each concern, then one for each model that is loaded and each workload, in the order of their waves', () => {
  expect(drawn.map(({ name, wave }) => [name, wave])).toEqual([
    ['namespaces', 0],
    ['cluster', 1],
    ['programs', 1],
    ['storage', 2],
    ['weights', 3],
    ['load-qwen2-5-0-5b', 4],
    ['load-smollm2-1-7b-instruct-q4-k-m', 4],
    ['model-smol', 4],
    ['fleet-fleet', 4],
  ]);
  expect(drawn.map(({ wave }) => wave)).toEqual(drawn.map(({ wave }) => wave).sort((a, b) => a - b));
});

test('every name is a label, of workloads with room for what their pods add', () => {
  const workloads = new Set(['Deployment', 'StatefulSet', 'CronJob', 'Job']);
  for (const { name, manifests } of drawn) {
    expect([name, isLabel(name, longestName)]).toEqual([name, true]);
    for (const { kind, metadata } of manifests)
      expect([metadata.name, isLabel(metadata.name, workloads.has(kind) ? longestName : 63)]).toEqual([
        metadata.name,
        true,
      ]);
  }
});

describe('namespaces', () => {
  test('are two, closed, with defaults, and a quota where engines run', () => {
    expect(objects('namespaces')).toEqual([
      'Namespace llm-serving',
      'Namespace model-store',
      'ResourceQuota llm-serving/quota',
      'LimitRange llm-serving/limits',
      'LimitRange model-store/limits',
      'NetworkPolicy llm-serving/default-deny',
      'NetworkPolicy model-store/default-deny',
    ]);
  });

  test('are named as the environment says, and follow its Kubernetes', () => {
    const all = charts(cluster({ namespaces: { serving: 'engines', store: 'weights' }, kubernetes: '1.37' }));
    expect(
      fieldOf(
        chartOf(all, 'namespaces'),
        "Namespace engines: metadata.labels['pod-security.kubernetes.io/enforce-version']",
      ),
    ).toBe('v1.37');
    const used = new Set(all.flatMap(({ manifests }) => manifests.flatMap(({ metadata }) => metadata.namespace ?? [])));
    expect([...used].sort()).toEqual(['engines', 'weights']);
  });

  test('every object lies in one of them, or outside all', () => {
    const used = new Set(drawn.flatMap(({ manifests }) => manifests.map(({ metadata }) => metadata.namespace)));
    expect(used).toEqual(new Set([undefined, 'llm-serving', 'model-store']));
  });
});

describe('the cluster', () => {
  test('has priorities, the cap on GPUs and the disks of the fleet, under names of the environment', () => {
    expect(objects('cluster')).toEqual([
      'PriorityClass llm-batch',
      'PriorityClass llm-critical',
      'PriorityClass llm-interactive',
      'PriorityClass llm-standard',
      'StorageClass llm-serving-local-nvme',
      'PersistentVolume gpu-1-mnt-nvme0-0',
      'PersistentVolume gpu-1-mnt-nvme0-1',
      'PersistentVolume gpu-2-mnt-nvme0-0',
      'PersistentVolume gpu-2-mnt-nvme0-1',
      'ValidatingAdmissionPolicy llm-serving-gpu-cap',
      'ValidatingAdmissionPolicyBinding llm-serving-gpu-cap',
    ]);
  });

  test('caps a pod at the most that any asks for', () => {
    const policy = chartOf(drawn, 'cluster');
    expect(fieldOf(policy, 'ValidatingAdmissionPolicy llm-serving-gpu-cap: spec.variables[0].expression')).toBe(
      "{'nvidia.com/gpu': 1}",
    );
    expect(
      fieldOf(
        policy,
        'ValidatingAdmissionPolicy llm-serving-gpu-cap: spec.matchConstraints.namespaceSelector.matchExpressions[0].values',
      ),
    ).toEqual(['llm-serving', 'model-store']);
  });

  test('has no volumes where no fleet keeps its weights on named disks', () => {
    const { fleet } = rack.ollama;
    const elsewhere = {
      ...rack,
      ollama: { fleet: { ...fleet, local: { kind: 'ephemeral' }, volumeSize: undefined } },
    } as const satisfies EnvironmentInput;
    expect(kindsOf(elsewhere, 'cluster')).not.toContain('PersistentVolume');
    expect(kindsOf(elsewhere, 'cluster')).not.toContain('StorageClass');
  });

  test('has no priorities that somebody else owns, and a runtime only where it is its own', () => {
    expect(kindsOf(cluster({ priorityClasses: 'existing' }), 'cluster')).not.toContain('PriorityClass');
    expect(kindsOf(rack, 'cluster')).not.toContain('RuntimeClass');
    expect(kindsOf(cluster({ runtimeClass: 'owned' }), 'cluster')).toContain('RuntimeClass');
  });

  test('configures the device plugin only where it is its own', () => {
    const shared = (devicePlugin?: 'owned'): EnvironmentInput => ({
      ...rack,
      nodePools: {
        ...rack.nodePools,
        gpu: { ...rack.nodePools.gpu, sharing: { by: 'time-slicing', replicas: 2, devicePlugin } },
      },
    });
    expect(kindsOf(shared(), 'cluster')).not.toContain('ConfigMap');
    expect(kindsOf(shared('owned'), 'cluster')).toContain('ConfigMap');
  });

  test('puts the configuration where the device plugin reads it: where the GPU operator runs it, or where the cluster says', () => {
    const owned = (more: Pick<EnvironmentInput['cluster'], 'devicePluginNamespace'> = {}) =>
      chartOf(
        charts({
          ...rack,
          cluster: { ...rack.cluster, ...more },
          nodePools: {
            ...rack.nodePools,
            gpu: { ...rack.nodePools.gpu, sharing: { by: 'time-slicing', replicas: 2, devicePlugin: 'owned' } },
          },
        }),
        'cluster',
      )
        .filter(({ kind }) => kind === 'ConfigMap')
        .map(({ metadata: { namespace, name } }) => `${namespace}/${name}`);
    expect(owned()).toEqual(['gpu-operator/device-plugin-config']);
    expect(owned({ devicePluginNamespace: 'nvidia' })).toEqual(['nvidia/device-plugin-config']);
  });
});

describe('the store', () => {
  test('over NFS has a class and a claim, and a server and a collector of its own', () => {
    expect(objects('storage')).toEqual([
      'StorageClass model-store-nfs',
      'PersistentVolumeClaim model-store/model-store',
    ]);
    expect(objects('weights').filter((each) => /^(Deployment|CronJob)/.test(each))).toEqual([
      'CronJob model-store/collector',
      'Deployment model-store/weights-server',
    ]);
    expect(fieldOf(chartOf(drawn, 'storage'), 'StorageClass model-store-nfs: parameters.subDir')).toBe('rack');
  });

  test('reports the weights that no revision names, and removes them where the environment says so', () => {
    const mode = (environment: EnvironmentInput): unknown =>
      (
        fieldOf(
          chartOf(charts(environment), 'weights'),
          'CronJob model-store/collector: spec.jobTemplate.spec.template.spec.containers[0].env',
        ) as readonly { readonly name: string; readonly value: string }[]
      )
        .filter(({ name }) => name === 'COLLECT_MODE' || name === 'UNNAMED_WEIGHTS')
        .map(({ value }) => value);
    expect([mode(rack), mode(cluster({ unusedWeights: 'remove' }))]).toEqual([
      ['report', 'drop'],
      ['remove', 'drop'],
    ]);
  });

  test('is not drawn where every model comes with its image', () => {
    const { smol } = rack.models;
    const drawnOf = charts({
      ...rack,
      ollama: {},
      models: {
        smol: {
          ...smol,
          local: { kind: 'image', reference: `registry.example/smol:1@sha256:${'0'.repeat(64)}`, path: '/weights' },
        },
      },
    });
    expect(drawnOf.map(({ name }) => name)).toEqual(['namespaces', 'cluster', 'programs', 'model-smol']);
  });

  test('of a class is claimed in the wave of its first pod: a claim that binds on first use would wait for ever', () => {
    const all = charts(
      cluster({ weights: { kind: 'class', storageClass: 'cephfs', capacity: gib(100), bandwidth: mib(500) } }),
    );
    expect(all.find(({ name }) => name === 'storage')).toMatchObject({
      wave: waves.weights.number,
      manifests: [{ kind: 'PersistentVolumeClaim' }],
    });
  });

  test('read in place lies with the engines: no server, no second namespace, all in the last wave', () => {
    const { smol } = rack.models;
    const direct = charts({
      ...rack,
      ollama: {},
      nodePools: { cpu: { ...rack.nodePools.cpu, nodes: 1 } },
      cluster: { ...rack.cluster, weights: { kind: 'direct', capacity: gib(20), bandwidth: mib(500) } },
      models: { smol: { ...smol, pools: ['cpu'], gpus: 0, cpu: 2 } },
    });
    expect(direct.map(({ name, wave }) => [name, wave])).toEqual([
      ['namespaces', 0],
      ['cluster', 1],
      ['programs', 1],
      ['storage', 4],
      ['weights', 4],
      ['load-smollm2-1-7b-instruct-q4-k-m', 4],
      ['model-smol', 4],
    ]);
    expect(objects('namespaces', direct)).toContain('Namespace llm-serving');
    expect(objects('namespaces', direct)).not.toContain('Namespace model-store');
    expect(chartOf(direct, 'weights').map(({ kind }) => kind)).not.toContain('Deployment');
    expect(
      fieldOf(
        chartOf(direct, 'model-smol'),
        'Deployment llm-serving/smol: spec.template.spec.volumes[0].persistentVolumeClaim.claimName',
      ),
    ).toBe('model-store');
  });
});

describe('workloads', () => {
  test('are complete by themselves, so that a bad one holds up no other', () => {
    expect(objects('model-smol')).toEqual([
      'ServiceAccount llm-serving/smol',
      'NetworkPolicy llm-serving/smol',
      'ConfigMap llm-serving/smol-lists-#',
      'Service llm-serving/smol',
      'Deployment llm-serving/smol',
      'PodDisruptionBudget llm-serving/smol',
    ]);
    expect(objects('fleet-fleet').filter((each) => /^(Service|StatefulSet) /.test(each))).toEqual([
      'Service llm-serving/fleet',
      'Service llm-serving/fleet-pods',
      'StatefulSet llm-serving/fleet',
    ]);
    expect(objects('load-qwen2-5-0-5b')).toEqual([
      'ServiceAccount model-store/load-qwen2-5-0-5b',
      'NetworkPolicy model-store/load-qwen2-5-0-5b',
      'ConfigMap model-store/load-qwen2-5-0-5b-lists-#',
      'Job model-store/load-qwen2-5-0-5b-#',
    ]);
  });

  test('on a claim of a class get room above their files', () => {
    const tiers = cluster({ storageTiers: { fast: { storageClass: 'topolvm', bandwidth: mib(1000) } } });
    const all = charts({ ...tiers, models: { smol: { ...rack.models.smol, local: { kind: 'csi', tier: 'fast' } } } });
    const claim = fieldOf(
      chartOf(all, 'model-smol'),
      'Deployment llm-serving/smol: spec.template.spec.volumes[0].ephemeral.volumeClaimTemplate.spec',
    ) as {
      storageClassName: string;
      resources: { requests: { storage: string } };
    };
    expect(claim.storageClassName).toBe('topolvm');
    expect(Number.parseInt(claim.resources.requests.storage, 10) * 2 ** 20).toBeGreaterThan(
      1.09 * hubModel.files.reduce((sum, { bytes }) => sum + bytes, 0),
    );
  });

  test('load a model once, however many serve it', () => {
    const twice = charts({ ...rack, models: { smol: rack.models.smol, other: { ...rack.models.smol } } });
    expect(twice.filter(({ name }) => name.startsWith('load-smollm2'))).toHaveLength(1);
    expect(twice.filter(({ name }) => name.startsWith('model-')).map(({ name }) => name)).toEqual([
      'model-other',
      'model-smol',
    ]);
  });
});
