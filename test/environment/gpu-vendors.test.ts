/** GPUs of other vendors than NVIDIA: what is drawn for them, that every rule accepts it, and what is refused. */
import { describe, expect, test } from '@jest/globals';
import type { EnvironmentInput, MetalPoolInput } from '../../lib';
import { synthesise } from '../../lib';
import { images, imageReference } from '../../lib/catalog';
import { gib, mib } from '../../lib/core/bytes';
import { FaultError } from '../../lib/core/fault';
import { parseEnvironment } from '../../lib/environment/complete';
import { plan } from '../../lib/plan';
import { beforehand } from '../../lib/render';
import { rack } from '../charts/support';
import { reportOf } from '../invalid/read';
import { arc } from '../plan/fixtures/intel';

const disk = { ephemeralStorage: gib(500), diskBandwidth: mib(1000) } as const;
const size = { cpu: 32, memory: gib(128), ...disk } as const;

/** The rack with other GPUs, and a second fleet or model where it is asked for. */
const withGpus = (gpu: Omit<MetalPoolInput, 'on'>, change: Partial<EnvironmentInput> = {}): EnvironmentInput => ({
  ...rack,
  prerequisites: [{ kind: 'CSIDriver', name: 'nfs.csi.k8s.io', providedBy: 'its chart' }],
  nodePools: { ...rack.nodePools, gpu: { on: 'metal', ...gpu } },
  ollama: { fleet: { ...rack.ollama.fleet, local: { kind: 'ephemeral' }, volumeSize: undefined } },
  ...change,
});

const instinct: Omit<MetalPoolInput, 'on'> = {
  nodes: ['gpu-1', 'gpu-2'],
  hardware: { gpu: 'AMD-Instinct-MI300X', gpus: 8, deviceGroups: [992, 44], ...size },
};
const amd = withGpus(instinct);

const intel = withGpus(
  {
    nodes: ['arc-1', 'arc-2'],
    gpuResource: 'gpu.intel.com/xe',
    hardware: { gpu: arc.product, gpus: 1, deviceGroups: [992], ...size },
  },
  { ollama: {}, catalog: { ...rack.catalog, gpus: { [arc.product]: arc } } },
);

const told = (input: EnvironmentInput): string => reportOf(parseEnvironment(input).faults);

function planned(input: EnvironmentInput) {
  const { environment, faults } = parseEnvironment(input);
  if (environment === undefined) throw new FaultError(faults);
  return plan(environment);
}

/** The workloads of an environment that every rule accepts, by name. */
function drawn(input: EnvironmentInput) {
  const { charts } = synthesise(input);
  const found = charts.flatMap(({ manifests }) => manifests);
  const template = (kind: string, name: string) =>
    found.find((each) => each.kind === kind && each.metadata.name === name) as unknown as {
      readonly spec: { readonly template: { readonly spec: Pod } };
    };
  return {
    manifests: found,
    server: template('Deployment', 'smol').spec.template.spec,
    fleet: () => template('StatefulSet', 'fleet').spec.template.spec,
  };
}

interface Pod {
  readonly runtimeClassName?: string;
  readonly tolerations?: readonly unknown[];
  readonly securityContext: { readonly supplementalGroups?: readonly number[] };
  readonly affinity: object;
  readonly containers: readonly [
    {
      readonly image: string;
      readonly args?: readonly string[];
      readonly env: readonly { readonly name: string; readonly value?: string }[];
      readonly resources: { readonly limits: Readonly<Record<string, string>> };
    },
  ];
}

const argument = ({ containers: [{ args = [] }] }: Pod, flag: string) => args[args.indexOf(flag) + 1];
const variables = ({ containers: [{ env }] }: Pod) => Object.fromEntries(env.map(({ name, value }) => [name, value]));

describe('GPUs of AMD', () => {
  const { server, fleet, manifests } = drawn(amd);

  test('a llama-server has its image, its device and its resource, and nothing of NVIDIA', () => {
    const [{ image, resources }] = server.containers;
    expect(image).toBe(imageReference(images.llamaServerRocm));
    expect(argument(server, '--device')).toBe('ROCm0');
    expect(resources.limits).toMatchObject({ 'amd.com/gpu': '1' });
    expect(variables(server)).not.toHaveProperty('CUDA_CACHE_PATH');
    expect(JSON.stringify(server)).not.toMatch(/nvidia|CUDA/i);
  });

  test('a fleet has its image, and no GPU by Vulkan', () => {
    expect(fleet().containers[0].image).toBe(imageReference(images.ollamaRocm));
    expect(variables(fleet())).toMatchObject({ OLLAMA_VULKAN: '0' });
    expect(variables(fleet())).not.toHaveProperty('CUDA_CACHE_PATH');
  });

  test('pods are in the groups of the devices, in order, and need no RuntimeClass', () => {
    expect([server, fleet()].map(({ securityContext }) => securityContext.supplementalGroups)).toEqual([
      [44, 992],
      [44, 992],
    ]);
    expect(server.runtimeClassName).toBeUndefined();
  });

  test('pods tolerate the taint of the vendor, and none by which its operator keeps pods off', () => {
    expect(server.tolerations).toEqual([{ key: 'amd.com/gpu', operator: 'Exists', effect: 'NoSchedule' }]);
  });

  test('nodes are found by the number of the device, of the card and of a virtual function', () => {
    const { cpu: _cpu, ...nodePools } = amd.nodePools;
    const counted = drawn({ ...amd, nodePools: { ...nodePools, gpu: { on: 'metal', ...instinct, nodes: 2 } } });
    expect(counted.server.affinity).toMatchObject({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'amd.com/gpu.device-id', operator: 'In', values: ['74a1', '74b5'] }] },
          ],
        },
      },
    });
  });

  test('the quota counts them', () => {
    const quota = manifests.filter(({ kind }) => kind === 'ResourceQuota');
    expect(JSON.stringify(quota)).toContain('"requests.amd.com/gpu":"6"');
    expect(JSON.stringify(quota)).not.toContain('nvidia');
  });

  test('a pod without GPUs, and one in a pool where every user may open the devices, is in no group', () => {
    const open = drawn(withGpus({ ...instinct, hardware: { ...instinct.hardware, deviceGroups: [] } }));
    expect(open.server.securityContext).not.toHaveProperty('supplementalGroups');
    const onCpu = drawn(
      withGpus(instinct, { models: { smol: { ...rack.models.smol, pools: ['cpu'], gpus: 0, cpu: 4 } } }),
    );
    expect(onCpu.server.securityContext).not.toHaveProperty('supplementalGroups');
  });

  test('another name of whole GPUs is asked for', () => {
    const mixed = drawn(withGpus({ ...instinct, gpuResource: 'amd.com/spx_nps1' }));
    expect(mixed.server.containers[0].resources.limits).toMatchObject({ 'amd.com/spx_nps1': '1' });
    expect(argument(mixed.server, '--device')).toBe('ROCm0');
  });

  test('nothing is printed to do beforehand: no command of NVIDIA concerns them', () => {
    expect(beforehand(planned(amd))).toEqual([]);
  });
});

describe('GPUs of Intel', () => {
  test('a llama-server computes by Vulkan on the resource that the pool states', () => {
    const { server } = drawn(intel);
    const [{ image, resources }] = server.containers;
    expect(image).toBe(imageReference(images.llamaServerVulkan));
    expect(argument(server, '--device')).toBe('Vulkan0');
    expect(resources.limits).toMatchObject({ 'gpu.intel.com/xe': '1' });
    expect(server.securityContext.supplementalGroups).toEqual([992]);
  });

  test('Ollama on them is refused', () => {
    expect(told({ ...intel, ollama: amd.ollama })).toBe(
      "rack.ollama.fleet.pools[0]: Ollama would use GPUs of Intel by Vulkan only, where it cannot read how much memory is free; pool 'gpu' has Intel-Arc-B580.\n" +
        '  fix: another pool · a model on llama-server · gpus 0, on a pool of CPUs\n  [EngineWithoutGpus]',
    );
  });
});

test('GPUs with different names are no pools of one pod, and the fix says why they differ', () => {
  const { cpu, gpu } = amd.nodePools;
  const twoPools = (other: object, pool: object = { ...gpu }): EnvironmentInput => ({
    ...amd,
    nodePools: { cpu, gpu: pool, other: { on: 'metal', nodes: ['other-1'], ...other } } as never,
    models: { smol: { ...amd.models?.['smol'], pools: ['gpu', 'other'] } } as never,
    ollama: {},
  });
  const l40s = { hardware: { gpu: 'NVIDIA-L40S', gpus: 2, ...size } };
  expect(told(twoPools(l40s))).toBe(
    "rack.models.smol.pools: a pod asks for GPUs by one name, and these pools have several: amd.com/gpu on 'gpu', nvidia.com/gpu on 'other'.\n" +
      '  fix: name pools with GPUs of one vendor\n  [GpuResourcesDiffer]',
  );
  expect(told(twoPools({ ...instinct, nodes: ['other-1'], gpuResource: 'amd.com/spx_nps1' }))).toContain(
    'fix: name pools whose nodes offer whole GPUs by one name',
  );
  expect(
    told(twoPools({ ...l40s, sharing: { by: 'mps', replicas: 2 } }, { on: 'metal', nodes: ['gpu-1'], ...l40s })),
  ).toContain('fix: name pools whose GPUs are shared alike');
});
