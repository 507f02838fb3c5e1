/** Differences of the API server and of addresses, metrics and storage. */
import type { EnvironmentInput, Manifest } from '../../../../lib';
import { everywhere } from '../everywhere';
import { metrics, metricsAnswer, type World } from '../looked-at';
import { gone, made } from './changes';
import { ofCluster, sentence, withCluster, type Injected } from './injected';

const service = (clusterIP: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'taken', namespace: 'default' },
  spec: { clusterIP, ports: [{ port: 80 }] },
});

const storageClass = (name: string, volumeBindingMode: string): Manifest => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name },
  provisioner: 'disks.example',
  volumeBindingMode,
});

const withoutMetrics = async ({ plane }: World): Promise<() => Promise<void>> => {
  await gone(plane, metrics);
  await plane.kubectl.run(['wait', '--for=delete', 'apiservice/v1beta1.custom.metrics.k8s.io', '--timeout=180s']);
  return async () => {
    await plane.client.apply([metrics]);
    await metricsAnswer(plane);
  };
};

/** An adapter whose Service is not there. */
const adapter: Manifest = {
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: 'v1beta2.custom.metrics.k8s.io' },
  spec: {
    group: 'custom.metrics.k8s.io',
    version: 'v1beta2',
    groupPriorityMinimum: 100,
    versionPriority: 100,
    insecureSkipTLSVerify: true,
    service: { namespace: 'monitoring', name: 'adapter', port: 443 },
  },
};

const noSuchClass = 'install its driver and create the class · name a class that exists';

export const aboutTheCluster: readonly Injected[] = [
  {
    name: 'another release',
    environment: withCluster({ kubernetes: '1.35' }),
    found: [
      ofCluster(
        'kubernetes',
        'declared 1.35; found 1.36',
        "kubernetes: '1.36' · change the cluster to 1.35",
        'ServerVersion',
      ),
    ],
  },
  {
    name: 'no Flux for an environment that Flux delivers',
    environment: { ...everywhere, delivery: 'gitops' },
    found: [
      sentence(
        'everywhere',
        'declared Kustomization of kustomize.toolkit.fluxcd.io/v1; found no group kustomize.toolkit.fluxcd.io',
        'install Flux: flux install',
        'ApiNotServed',
      ),
    ],
  },
  {
    name: 'the address of the weights servers with another Service',
    make: made(service('10.96.0.15')),
    found: [
      ofCluster(
        'weights.address',
        'declared weights servers at 10.96.0.15; found that address at Service default/taken',
        "address: '10.96.0.16'",
        'ServiceAddressDiffers',
      ),
    ],
  },
  {
    name: 'weights servers outside the range of Services',
    environment: withCluster({
      weights: { ...everywhere.cluster.weights, address: '172.20.0.15' } as EnvironmentInput['cluster']['weights'],
    }),
    found: [
      ofCluster(
        'weights.address',
        'declared weights servers at 172.20.0.15; found Services in 10.96.0.0/12',
        "address: '10.96.0.15'",
        'ServiceAddressDiffers',
      ),
    ],
  },
  {
    name: 'no metrics API',
    make: withoutMetrics,
    found: [
      ofCluster(
        'metrics',
        'declared custom.metrics.k8s.io, served by prometheus-adapter; found no APIService of custom.metrics.k8s.io',
        "install prometheus-adapter · metrics: 'none', with a fixed number of replicas for each model",
        'MetricsApiMissing',
      ),
    ],
  },
  {
    name: 'a metrics API that does not answer',
    make: async (world) => {
      const back = await withoutMetrics(world);
      await world.plane.client.apply([adapter]);
      await world.plane.kubectl.run([
        'wait',
        '--for=condition=Available=False',
        `apiservice/${adapter.metadata.name}`,
        '--timeout=180s',
      ]);
      return async () => {
        await gone(world.plane, adapter);
        await back();
      };
    },
    found: [
      ofCluster(
        'metrics',
        'declared custom.metrics.k8s.io, served by prometheus-adapter; found v1beta2.custom.metrics.k8s.io, which does not answer: service/adapter in "monitoring" is not present',
        'kubectl describe apiservice v1beta2.custom.metrics.k8s.io',
        'MetricsApiMissing',
      ),
    ],
  },
  {
    name: 'a StorageClass by a name that is nearly right',
    environment: withCluster({
      storageTiers: { fast: { storageClass: 'local-paths', bandwidth: everywhere.cluster.weights.bandwidth } },
    }),
    found: [
      ofCluster(
        'storageTiers.fast',
        "declared StorageClass 'local-paths'; found none, but local-path",
        noSuchClass,
        'ClassMissing',
      ),
    ],
  },
  {
    name: 'a StorageClass that makes volumes before the pod is placed',
    make: made(storageClass('fast', 'Immediate')),
    environment: withCluster({
      storageTiers: { fast: { storageClass: 'fast', bandwidth: everywhere.cluster.weights.bandwidth } },
    }),
    found: [
      ofCluster(
        'storageTiers.fast',
        "declared StorageClass 'fast' with volumeBindingMode WaitForFirstConsumer; found volumeBindingMode Immediate, which can create volumes on nodes where no pod runs",
        'delete the class and create it with volumeBindingMode: WaitForFirstConsumer (the field cannot be changed)',
        'ClassDiffers',
      ),
    ],
  },
];
