/** A platform on one machine of each family of the catalogue: it fits, and every rule takes it. */
import { expect, test } from '@jest/globals';
import { gib, mib } from '../../lib/core/bytes';
import type { Instance } from '../../lib/catalog/instance';
import { instances } from '../../lib/catalog/instances';
import type { CloudPoolInput, EnvironmentInput } from '../../lib/environment';
import { synthesise } from '../../lib/synthesise';
import { rack } from '../charts/support';

const provisioners = { aws: 'karpenter', gcp: 'gke', azure: 'aks' } as const;
/** A machine without a GPU, of the same cloud, for the pods beside the engines. */
const beside = { aws: 'aws/m7i.4xlarge', gcp: 'gcp/n2-standard-16', azure: 'azure/Standard_D16s_v5' } as const;

/** Sizes of a family: `g2-standard-4` and `g2-standard-96`, `NC24ads_A100_v4` and `NC96ads_A100_v4`. */
const familyOf = (key: string): string => key.replace(/[.-][^.-]*$/, '').replace(/_([A-Z]+)\d+/, '_$1');

const all: readonly (readonly [string, Instance])[] = Object.entries(instances);
const smallest = all.filter(([key], index) => all.findIndex(([other]) => familyOf(other) === familyOf(key)) === index);

const poolOf = (instance: string, { cloud }: Instance, max: number): CloudPoolInput => ({
  on: 'cloud',
  instance,
  provisioner: provisioners[cloud],
  nodes: { min: 1, max },
  ephemeralStorage: gib(200),
  diskBandwidth: mib(200),
});

function platformOn(key: string, instance: Instance): EnvironmentInput {
  const other = instances[beside[instance.cloud]];
  const { smol } = rack.models;
  const hasGpu = instance.gpu !== undefined;
  return {
    ...rack,
    prerequisites: [{ kind: 'CSIDriver', name: 'nfs.csi.k8s.io', providedBy: 'the storage team' }],
    nodePools: {
      tried: poolOf(key, instance, 2),
      ...(key === beside[instance.cloud] ? {} : { beside: poolOf(beside[instance.cloud], other, 3) }),
    },
    models: {
      smol: { ...smol, pools: ['tried'], ...(hasGpu ? {} : { gpus: 0, cpu: 1 }) },
    },
    ollama: {},
  };
}

test('every family of machines is tried', () => {
  expect(smallest.length).toBeGreaterThan(30);
  expect(new Set(smallest.map(([, { cloud }]) => cloud))).toEqual(new Set(['aws', 'gcp', 'azure']));
});

test.each(smallest)('a platform on %s passes every rule', (key, instance) => {
  const { charts } = synthesise(platformOn(key, instance));
  const engine = charts.find(({ name }) => name === 'model-smol');
  const text = JSON.stringify(engine?.manifests);
  expect(text).toContain(`"key":"node.kubernetes.io/instance-type","operator":"In","values":["${instance.type}"]`);
  // GKE and AKS bring no GPU feature discovery: no pod may ask for its label.
  expect(text).not.toContain('nvidia.com/gpu.product');
  const selectsArchitecture = text.includes('"kubernetes.io/arch","operator":"In"');
  expect(selectsArchitecture).toBe(instance.architecture === 'arm64');
});
