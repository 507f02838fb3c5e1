/** Autoscalers, rollouts, Jobs and local volumes that a server takes and that then do harm. */
import { expect } from '@jest/globals';
import type { Manifest } from '../../../lib/kubernetes/read/manifest';
import { isReady, isRolledOut, unschedulable } from '../client/conditions';
import { waitUntil } from '../client/wait';
import { drain, uncordon } from '../world/drain';
import { broken, others, plainPod, refused, serving, type Counterexample } from './counterexample';

/** A volume of a disk of one node, of a class that nobody provisions, which is deleted after use. */
const deleted: readonly Manifest[] = [
  {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'deleted' },
    provisioner: 'kubernetes.io/no-provisioner',
    volumeBindingMode: 'WaitForFirstConsumer',
  },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'deleted' },
    spec: {
      capacity: { storage: '10Gi' },
      accessModes: ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Delete',
      storageClassName: 'deleted',
      local: { path: '/mnt/deleted' },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['cpu-1'] }] },
          ],
        },
      },
    },
  },
];

/** A Deployment of one pod that keeps its weights on that volume, through a generic ephemeral claim. */
function onDeletedVolume(version: string): Manifest {
  const claim = {
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'deleted',
    resources: { requests: { storage: '1Gi' } },
  };
  const pod = broken(plainPod('once', others), 'spec.volumes', [
    { name: 'weights', ephemeral: { volumeClaimTemplate: { spec: claim } } },
  ]);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'once', namespace: others },
    spec: {
      strategy: { type: 'Recreate' },
      selector: { matchLabels: { counterexample: 'once' } },
      template: { metadata: { labels: { counterexample: 'once' }, annotations: { version } }, spec: pod['spec'] },
    },
  };
}

export const servingCounterexamples: readonly Counterexample[] = [
  {
    rule: 'no-replicas-with-autoscaler',
    shows: 'a number of replicas in the manifest sets an autoscaled Deployment back at the next apply',
    async prove({ plane: { client } }, find) {
      const manifest = find('Deployment', 'risk-blue');
      await client.patch('Deployment', 'risk-blue', serving, { spec: { replicas: 4 } }, 'scale');
      await client.apply([manifest]);
      expect((await client.get('Deployment', 'risk-blue', serving)).spec?.replicas).toBe(4);
      const fixed = await client.apply([broken(manifest, 'spec.replicas', 2)], { force: true });
      expect(fixed.objects[0]?.['spec']).toMatchObject({ replicas: 2 });
      await client.apply([manifest]);
    },
  },
  {
    rule: 'autoscaler-sane',
    shows: 'an empty range is refused, and a metric that nobody serves leaves an autoscaler inactive',
    async prove(world, find) {
      await refused(
        world,
        broken(find('HorizontalPodAutoscaler', 'legal'), 'spec.maxReplicas', 1),
        /maxReplicas: Invalid value: 1: must be greater than or equal to `minReplicas`/,
      );
      const found = await world.plane.client.waitFor(
        'has looked',
        'HorizontalPodAutoscaler',
        'legal',
        serving,
        ({ status }) => status?.conditions?.some(({ type }) => type === 'ScalingActive') ?? false,
      );
      expect(found.status?.conditions?.find(({ type }) => type === 'ScalingActive')).toMatchObject({
        status: 'False',
        reason: 'FailedGetPodsMetric',
      });
    },
  },
  {
    rule: 'jobs',
    shows: 'a Job that changes under its name is refused',
    prove: (world, find) =>
      refused(
        world,
        broken(find('Job'), 'spec.template.spec.containers.0.image', 'registry.example/other:1'),
        /spec\.template: Invalid value: .*field is immutable/s,
      ),
  },
  {
    rule: 'rollout',
    shows: 'a disruption budget of none refuses every eviction',
    async prove({ plane: { client } }, find) {
      const budget = find('PodDisruptionBudget', 'recommendation');
      await client.apply([broken(budget, 'spec.maxUnavailable', 0)]);
      await client.waitFor(
        'allows none',
        'PodDisruptionBudget',
        'recommendation',
        serving,
        ({ metadata, status }) =>
          status?.observedGeneration === metadata?.generation && status?.disruptionsAllowed === 0,
      );
      const [pod] = await client.list('Pod', {
        namespace: serving,
        labels: { 'app.kubernetes.io/instance': 'recommendation' },
      });
      const node = pod?.spec?.nodeName ?? '';
      await expect(drain(client, node, 3)).rejects.toThrow(
        /Cannot evict pod as it would violate the pod's disruption budget/,
      );
      await client.apply([budget]);
      await drain(client, node);
      await uncordon(client, node);
    },
  },
  {
    rule: 'rollout',
    shows: 'a volume that nobody can delete serves one pod, and then none',
    async prove({ plane: { client } }) {
      const first = onDeletedVolume('1');
      await client.apply([...deleted, first]);
      await client.waitFor('is served once', 'Deployment', 'once', others, isRolledOut);
      await client.apply([onDeletedVolume('2')]);
      await client.waitFor(
        'has failed',
        'PersistentVolume',
        'deleted',
        undefined,
        ({ status }) => status?.phase === 'Failed',
      );
      const pods = await waitUntil(
        'the second pod has no volume',
        () => client.list('Pod', { namespace: others, labels: { counterexample: 'once' } }),
        (found) =>
          found.some((pod) => /didn't find available persistent volumes to bind/.test(unschedulable(pod) ?? '')),
      );
      expect(pods.some(isReady)).toBe(false);
      await client.delete([first, ...deleted]);
    },
  },
];
