/** Quotas and limit ranges: what is refused, and what is taken and does the opposite of what it looks like. */
import { expect } from '@jest/globals';
import type { Manifest } from '../../../lib/kubernetes/read/manifest';
import type { KubernetesClient } from '../client/client';
import { waitUntil } from '../client/wait';
import { broken, others, plainPod, refused, serving, type Counterexample } from './counterexample';

interface PodSpec {
  readonly containers: readonly { readonly resources?: { readonly limits?: Readonly<Record<string, string>> } }[];
}

/** What pods ask for of each vendor: whole GPUs by every name, a share and a slice. */
const gpuResources = [
  'nvidia.com/gpu',
  'nvidia.com/gpu.shared',
  'nvidia.com/mig-3g.20gb',
  'amd.com/gpu',
  'amd.com/spx_nps1',
  'gpu.intel.com/i915',
  'gpu.intel.com/xe',
] as const;

const gpuPod = (name: string, namespace: string, resource: string = 'nvidia.com/gpu'): Manifest =>
  broken(plainPod(name, namespace), 'spec.containers.0.resources', {
    requests: { cpu: '10m', memory: '16Mi', [resource]: '1' },
    limits: { memory: '16Mi', [resource]: '1' },
  });

const escaped = (resource: string): string => resource.replaceAll('.', '\\.');

/** Limits of a pod's container as the API server would keep them. */
async function keptLimits(client: KubernetesClient, pod: Manifest): Promise<Readonly<Record<string, string>>> {
  const {
    objects: [kept],
  } = await client.apply([pod], { dryRun: true });
  const { spec } = kept as Manifest & { readonly spec: PodSpec };
  return spec.containers[0]?.resources?.limits ?? {};
}

/** The API server learns of a new limit range a moment after it has taken it. */
const isFollowed = (client: KubernetesClient, pod: Manifest, limits: Readonly<Record<string, string>>) =>
  waitUntil(
    `the limit range gives ${JSON.stringify(limits)}`,
    () => keptLimits(client, pod),
    (kept) => Object.entries(limits).every(([name, value]) => kept[name] === value),
    { seconds: 60 },
  );

const quota = (name: string, spec: object): Manifest => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name, namespace: others },
  spec,
});

export const capacityCounterexamples: readonly Counterexample[] = [
  {
    rule: 'requests-and-limits',
    shows:
      'unequal GPUs are refused, and under a quota a container that asks for no CPU gets the default of the limit range',
    async prove(world) {
      for (const resource of gpuResources) {
        const unequal = broken(gpuPod('unequal', serving, resource), 'spec.containers.0.resources.limits', {
          [resource]: '2',
          memory: '16Mi',
        });
        await refused(world, unequal, new RegExp(`must be equal to ${escaped(resource)} limit`));
        const unlimited = broken(unequal, 'spec.containers.0.resources.limits', { memory: '16Mi' });
        await refused(world, unlimited, /Limit must be set for non overcommitable resources/);
      }
      const {
        objects: [kept],
      } = await world.plane.client.apply([broken(plainPod('silent'), 'spec.containers.0.resources', {})], {
        dryRun: true,
      });
      expect(kept?.['spec']).toMatchObject({
        containers: [{ resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '256Mi' } } }],
      });
    },
  },
  {
    rule: 'no-gpu-in-limit-range',
    shows: 'even a maximum of GPUs of any vendor puts as many into a pod that asks for none',
    async prove({ plane: { client } }) {
      const most = Object.fromEntries(gpuResources.map((resource) => [resource, '8']));
      const range: Manifest = {
        apiVersion: 'v1',
        kind: 'LimitRange',
        metadata: { name: 'gpus', namespace: others },
        spec: { limits: [{ type: 'Container', max: most }] },
      };
      await client.apply([range]);
      await isFollowed(client, plainPod('modest', others), most);
      await client.delete([range]);
    },
  },
  {
    rule: 'existing-limits',
    shows: 'a pod beyond a maximum is refused, and a default limit of CPU is written into one that has none',
    async prove(world) {
      const { client } = world.plane;
      const range: Manifest = {
        apiVersion: 'v1',
        kind: 'LimitRange',
        metadata: { name: 'of-others', namespace: others },
        spec: { limits: [{ type: 'Container', max: { memory: '64Mi', cpu: '500m' } }] },
      };
      await client.apply([range]);
      await isFollowed(client, plainPod('small', others), { cpu: '500m' });
      const large = broken(plainPod('large', others), 'spec.containers.0.resources', {
        requests: { cpu: '10m', memory: '128Mi' },
        limits: { memory: '128Mi' },
      });
      await refused(world, large, /maximum memory usage per Container is 64Mi, but limit is 128Mi/);
      await client.delete([range]);
    },
  },
  {
    rule: 'quota-keys',
    shows: 'a quota of no GPU under limits. is taken and counts nothing, under requests. it refuses the pod',
    async prove(world) {
      const { client } = world.plane;
      const inert = quota('gpus', { hard: { 'limits.nvidia.com/gpu': '0', 'nvidia.com/gpu': '0' } });
      await client.apply([inert]);
      await client.waitFor('is counted', 'ResourceQuota', 'gpus', others, ({ status }) => status?.hard !== undefined);
      await client.apply([gpuPod('uncounted', others)], { dryRun: true });
      await client.delete([inert]);
      const none = Object.fromEntries(gpuResources.map((resource) => [`requests.${resource}`, '0']));
      const real = quota('real', { hard: none });
      await client.apply([real]);
      await client.waitFor('is counted', 'ResourceQuota', 'real', others, ({ status }) => status?.used !== undefined);
      for (const resource of gpuResources) {
        const key = escaped(`requests.${resource}`);
        await refused(
          world,
          gpuPod('counted', others, resource),
          new RegExp(`exceeded quota: real, requested: ${key}=1, used: ${key}=0, limited: ${key}=0`),
        );
      }
      await client.delete([real]);
      await refused(
        world,
        quota('scoped', {
          hard: { 'requests.storage': '1Gi' },
          scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'Exists' }] },
        }),
        /unsupported scope applied to resource/,
      );
    },
  },
  {
    rule: 'quota-fits',
    shows: 'with a quota of what runs already, the pod that is one more is refused, and the Deployment stays short',
    async prove({ plane: { client } }, find) {
      const { status } = await client.get('ResourceQuota', 'quota', serving);
      const tight = broken(find('ResourceQuota', 'quota'), 'spec.hard', {
        ...status?.hard,
        'requests.nvidia.com/gpu': status?.used?.['requests.nvidia.com/gpu'],
      });
      await client.apply([tight]);
      await client.waitFor(
        'is counted',
        'ResourceQuota',
        'quota',
        serving,
        (seen) => seen.status?.hard?.['requests.nvidia.com/gpu'] === status?.used?.['requests.nvidia.com/gpu'],
      );
      await client.patch('Deployment', 'gpt-oss-20b', serving, { spec: { replicas: 2 } }, 'scale');
      const short = await client.waitFor(
        'is refused a pod',
        'Deployment',
        'gpt-oss-20b',
        serving,
        (seen) => seen.status?.conditions?.some(({ type }) => type === 'ReplicaFailure') ?? false,
      );
      expect(short.status?.conditions?.find(({ type }) => type === 'ReplicaFailure')?.message).toMatch(
        /exceeded quota: quota, requested: requests\.nvidia\.com\/gpu=1/,
      );
      expect(short.status?.readyReplicas).toBe(1);
      await client.patch('Deployment', 'gpt-oss-20b', serving, { spec: { replicas: 1 } }, 'scale');
      await client.apply([find('ResourceQuota', 'quota')]);
    },
  },
  {
    rule: 'quota-fits',
    shows: 'the cap refuses a pod with more GPUs than any of ours asks for, and GPUs of a kind that nobody uses',
    async prove(world) {
      const resources = (name: string, count: string) => ({
        requests: { cpu: '10m', memory: '16Mi', [name]: count },
        limits: { memory: '16Mi', [name]: count },
      });
      await refused(
        world,
        broken(plainPod('greedy'), 'spec.containers.0.resources', resources('nvidia.com/gpu', '2')),
        /a pod here may ask for at most: 1 nvidia\.com\/gpu/,
      );
      await refused(
        world,
        broken(plainPod('sliced'), 'spec.containers.0.resources', resources('nvidia.com/mig-1g.10gb', '1')),
        /a pod here may ask for at most: 1 nvidia\.com\/gpu/,
      );
    },
  },
];
