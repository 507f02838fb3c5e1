/** The tuning of nodes: what each origin lets be set, what is refused, and what the plan then has of a node. */
import { describe, expect, test } from '@jest/globals';
import { nodeTuningWants } from '../../lib/workload';
import { beforehand } from '../../lib/render';
import { plan } from '../../lib/plan';
import { parseEnvironment } from '../../lib/environment/complete';
import type { CloudPoolInput, EnvironmentInput, PoolTuningInput } from '../../lib';
import { gib, mib } from '../../lib/core/bytes';
import { charts, chartOf, rack } from '../charts/support';
import { fieldOf, titles } from '../constructs/support/drawn';
import { reportOf } from '../invalid/read';
import { synthesise } from '../../lib';

const onMetal = (tuning: PoolTuningInput, change: Partial<EnvironmentInput> = {}): EnvironmentInput => ({
  ...rack,
  ...change,
  nodePools: { ...rack.nodePools, cpu: { ...rack.nodePools.cpu, tuning } },
});
const onCloud = (
  pool: Pick<CloudPoolInput, 'instance' | 'provisioner'>,
  tuning: PoolTuningInput,
): EnvironmentInput => ({
  ...rack,
  nodePools: {
    ...rack.nodePools,
    cloud: {
      on: 'cloud',
      nodes: { min: 0, max: 1 },
      ephemeralStorage: gib(100),
      diskBandwidth: mib(200),
      tuning,
      ...pool,
    },
  },
});
const gke = { instance: 'gcp/g2-standard-12', provisioner: 'gke' } as const;
const aks = { instance: 'azure/Standard_NC24ads_A100_v4', provisioner: 'aks' } as const;
const aws = { instance: 'aws/g6.2xlarge', provisioner: 'karpenter' } as const;

const told = (input: EnvironmentInput): string => reportOf(parseEnvironment(input).faults);
const planned = (input: EnvironmentInput) => {
  const { environment, faults } = parseEnvironment(input);
  if (environment === undefined) throw new Error(reportOf(faults));
  return plan(environment);
};
const printed = (input: EnvironmentInput) => beforehand(planned(input)).filter(({ what }) => what.startsWith('tune'));
const daemonSet = { reason: 'two sockets' } as const;
const kernel: PoolTuningInput = { settings: ['numa-balancing', 'inotify-instances'], daemonSet };

describe('what is refused', () => {
  test('a kernel setting that the provider does not offer, with the DaemonSet as a fix', () => {
    expect(told(onCloud(aks, { settings: ['inotify-instances'] }))).toBe(
      "rack.nodePools.cloud.tuning.settings[0]: nodes of 'aks' have no setting for 'inotify-instances'.\n" +
        "  fix: daemonSet: { reason: 'WHY' }, which sets it on each node · leave it out\n  [NodeSetting]",
    );
  });

  test('a setting of machines that are not ours', () => {
    expect(told(onCloud(gke, { settings: ['cpu-governor'] }))).toBe(
      "rack.nodePools.cloud.tuning.settings[0]: nodes of 'gke' have no setting for 'cpu-governor'.\n" +
        "  allowed: 'parallel-pulls'\n  fix: leave it out\n  [NodeSetting]",
    );
  });

  test('a DaemonSet with nothing to do', () => {
    expect(told(onMetal({ settings: ['parallel-pulls'], daemonSet }))).toBe(
      'rack.nodePools.cpu.tuning.daemonSet: none of the settings is one that a DaemonSet makes.\n' +
        "  fix: settings with one of 'numa-balancing', 'inotify-instances' · leave it out\n  [NodeSetting]",
    );
  });

  test('a setting twice, and one that no list has', () => {
    expect(told(onMetal({ settings: ['cpu-governor', 'cpu-governor'] }))).toContain('[GivenTwice]');
    expect(told(onMetal({ settings: ['vm.swappiness' as 'cpu-governor'] }))).toContain('[NotAllowed]');
  });

  test('a read-ahead of NFS without NFS', () => {
    const weights = { kind: 'class', storageClass: 'cephfs', capacity: gib(100), bandwidth: mib(500) } as const;
    expect(told(onMetal({ settings: ['nfs-read-ahead'] }, { cluster: { ...rack.cluster, weights } }))).toBe(
      "rack.nodePools.cpu.tuning.settings[0]: the store is not on NFS but of kind 'class'.\n  fix: leave it out\n  [NodeSetting]",
    );
  });

  test('a namespace of privileged pods that has other pods too', () => {
    const cluster = { ...rack.cluster, namespaces: { nodes: 'llm-serving' } };
    expect(told(onMetal(kernel, { cluster }))).toBe(
      "rack.cluster.namespaces.nodes: engines would be in 'llm-serving', which admits privileged pods.\n" +
        "  fix: give what tunes nodes a separate namespace, as 'llm-nodes'\n  [SharedNamespace]",
    );
    expect(told({ ...onMetal({ settings: ['numa-balancing'] }), cluster })).toBe('');
  });
});

describe('what is printed', () => {
  test('commands for machines of your own', () => {
    const [{ what, commands } = { what: '', commands: [] }, ...others] = printed(
      onMetal({ settings: ['numa-balancing', 'nfs-read-ahead', 'parallel-pulls', 'cpu-governor'] }),
    );
    expect(others).toEqual([]);
    expect(what).toMatch(/^tune the nodes of pool cpu, as root on each node;.*numa-balancing, since moving pages/);
    expect(commands).toEqual([
      "printf 'kernel.numa_balancing = 0\\n' > /etc/sysctl.d/90-corral.conf && sysctl --system",
      "grep -q '^\\[nfsrahead\\]' /etc/nfs.conf 2>/dev/null || printf '[nfsrahead]\\ndefault=15360\\n' >> /etc/nfs.conf",
      'cpupower frequency-set -g performance',
      "printf 'apiVersion: kubelet.config.k8s.io/v1beta1\\nkind: KubeletConfiguration\\nserializeImagePulls: false\\nmaxParallelImagePulls: 4\\n' > /etc/kubernetes/kubelet.conf.d/90-corral.conf",
    ]);
  });

  test.each([
    [
      'gke',
      gke,
      "printf 'kubeletConfig:\\n  maxParallelImagePulls: 4\\n' > node-config.yaml && gcloud container node-pools update cloud --cluster CLUSTER --system-config-from-file node-config.yaml",
    ],
    [
      'aws',
      aws,
      '# as application/node.eks.aws: {"apiVersion":"node.eks.aws/v1alpha1","kind":"NodeConfig","spec":{"kubelet":{"config":{"serializeImagePulls":false,"maxParallelImagePulls":4}}}}',
    ],
  ] as const)('the setting of the provider on %s', (_, pool, command) => {
    expect(printed(onCloud(pool, { settings: ['parallel-pulls'] })).map(({ commands }) => commands)).toEqual([
      [command],
    ]);
  });

  test('nothing that the DaemonSet sets', () => {
    expect(printed(onMetal(kernel))).toEqual([]);
    expect(printed(onMetal({ ...kernel, settings: ['numa-balancing', 'cpu-governor'] }))[0]?.commands).toEqual([
      'cpupower frequency-set -g performance',
    ]);
  });
});

describe('the DaemonSet', () => {
  test('is drawn only where it is asked for, in a namespace of its own', () => {
    expect(charts(onMetal({ settings: ['numa-balancing'] })).map(({ name }) => name)).not.toContain('node-tuning');
    const drawn = charts(onMetal(kernel));
    expect(titles(chartOf(drawn, 'node-tuning')).map((each) => each.replace(/-[0-9a-f]{8}$/, '-#'))).toEqual([
      'ServiceAccount llm-nodes/tune-cpu',
      'NetworkPolicy llm-nodes/tune-cpu',
      'ConfigMap llm-nodes/program-node-tuning-#',
      'ConfigMap llm-nodes/tune-cpu-lists-#',
      'DaemonSet llm-nodes/tune-cpu',
    ]);
    const namespaces = chartOf(drawn, 'namespaces');
    expect(titles(namespaces)).toContain('NetworkPolicy llm-nodes/default-deny');
    const level = (name: string) =>
      fieldOf(namespaces, `Namespace ${name}: metadata.labels['pod-security.kubernetes.io/enforce']`);
    expect([level('llm-nodes'), level('llm-serving')]).toEqual(['privileged', 'restricted']);
  });

  test('runs on the nodes of its pool only', () => {
    expect(
      fieldOf(
        chartOf(charts(onMetal(kernel)), 'node-tuning'),
        'DaemonSet llm-nodes/tune-cpu: spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms',
      ),
    ).toEqual([
      { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['cpu-1', 'cpu-2', 'cpu-3'] }] },
    ]);
  });

  test('is counted on each node of its pool', () => {
    const of = (input: EnvironmentInput) => planned(input).environment.nodePools['cpu']?.allocatable;
    const [without, beside] = [of(onMetal({ settings: ['numa-balancing'] })), of(onMetal(kernel))];
    expect(beside).toEqual({
      millicores: (without?.millicores ?? 0) - nodeTuningWants.cpu,
      memory: (without?.memory ?? 0) - nodeTuningWants.memory,
      ephemeralStorage: (without?.ephemeralStorage ?? 0) - nodeTuningWants.ephemeralStorage,
      pods: (without?.pods ?? 0) - 1,
    });
  });

  test('passes all rules by two exemptions, which have the reason of the pool', () => {
    const prerequisites = [{ kind: 'CSIDriver', name: 'nfs.csi.k8s.io', providedBy: 'its chart' }] as const;
    expect(synthesise(onMetal(kernel, { prerequisites })).plan.environment.exemptions).toEqual([
      { rule: 'namespace-labels', object: 'Namespace llm-nodes', reason: 'two sockets' },
      { rule: 'pod-security-restricted', object: 'DaemonSet llm-nodes/tune-cpu', reason: 'two sockets' },
    ]);
  });
});
