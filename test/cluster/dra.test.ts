/**
 * Dynamic resource allocation on a real control plane: claims are made, allocated on the planned pools, counted by the
 * quota, capped by the admission policy, and free again for a rollout. The devices are those of hand-written
 * ResourceSlices, and no kubelet prepares them.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Kinds } from '../../lib/kubernetes/kinds';
import { mib } from '../../lib/core/bytes';
import type { Manifest } from '../../lib/kubernetes/read/manifest';
import { ensureTools } from '../../scripts/toolchain/tools';
import { controlPlaneTools } from '../components/sets';
import { claimed } from '../plan/fixtures/claimed';
import { unschedulable } from './client/conditions';
import { waitUntil } from './client/wait';
import { rollOut } from './environment/rollouts';
import { changedByApply, deliver, lostBy } from './world/deliver';
import { device, sliceOf, spaced } from './world/devices';
import { objectsIn, wavesOf } from './world/rendered';
import { idle, instanceOf, misplaced, podsOf, refusals } from './world/roll-call';
import { startWorld, type World } from './world/world';

const minutes = 60_000;
const namespace = 'llm-serving';
const resource = 'resource.k8s.io/v1';
const quotaKey = 'gpu.nvidia.com.deviceclass.resource.k8s.io/devices';

let world: World;
const client = () => world.plane.client;

beforeAll(async () => {
  await ensureTools(controlPlaneTools);
  world = await startWorld(claimed);
}, 15 * minutes);
afterAll(() => world.end());

interface Allocation {
  readonly status?: {
    readonly reservedFor?: readonly { readonly resource: string; readonly name: string }[];
    readonly allocation?: {
      readonly devices?: { readonly results?: readonly { readonly pool: string; readonly device: string }[] };
    };
  };
}

/** The node and the devices of each claim, by the pod that has it. */
async function allocated(): Promise<ReadonlyMap<string, readonly string[]>> {
  const claims = (await client().list('ResourceClaim', { namespace })) as readonly (Kinds['ResourceClaim'] &
    Allocation)[];
  return new Map(
    claims.flatMap(({ status }) => {
      const [pod] = status?.reservedFor ?? [];
      const results = status?.allocation?.devices?.results ?? [];
      return pod === undefined ? [] : [[pod.name, results.map(({ pool, device: name }) => `${pool}/${name}`)] as const];
    }),
  );
}

const podsNamed = async (name: string) => (await podsOf(world)).filter((pod) => instanceOf(pod) === name);

const scale = (name: string, replicas: number) =>
  client().patch('Deployment', name, namespace, { spec: { replicas } }, 'scale');

/** Waits until a workload has so many pods that are ready, and no others. */
const settled = (name: string, count: number) =>
  waitUntil(
    `${name} has ${count} pods that are ready`,
    () => podsNamed(name),
    (pods) => pods.length === count && idle(pods).length === 0,
  );

const used = async (): Promise<string | undefined> => {
  const quota = await client().get('ResourceQuota', 'quota', namespace);
  return quota.status?.used?.[quotaKey]?.toString();
};

test(
  'every wave is applied with strict validation and no warning, stored as sent, and a second apply changes nothing',
  async () => {
    const delivered = await deliver(client(), wavesOf(world.rendered.charts));
    expect(delivered.warnings).toEqual([]);
    expect(lostBy(delivered)).toEqual([]);
    expect(await changedByApply(client(), objectsIn(world.rendered.charts))).toEqual([]);
  },
  5 * minutes,
);

test('each pod has a claim of its own with as many devices as planned, on its node, and no device has two pods', async () => {
  const pods = await podsOf(world);
  expect({ misplaced: misplaced(pods, world), idle: idle(pods), refused: await refusals(world) }).toEqual({
    misplaced: [],
    idle: [],
    refused: [],
  });
  const devices = await allocated();
  for (const { workload, compute } of world.plan.servers) {
    const own = await podsNamed(workload.name);
    expect(own).toHaveLength(workload.replicas.max);
    for (const { metadata, spec } of own) {
      const of = devices.get(metadata?.name ?? '') ?? [];
      expect(of).toHaveLength(compute.gpus?.count ?? 0);
      expect(of.every((each) => each.startsWith(`${spec?.nodeName}/`))).toBe(true);
    }
  }
  const all = [...devices.values()].flat();
  expect(new Set(all).size).toBe(all.length);
  expect(all).toHaveLength(7);
  expect(await used()).toBe('5');
});

test('the template of a workload cannot change, so its name follows its content', async () => {
  const template = objectsIn(world.rendered.charts).find(
    ({ kind, metadata }) => kind === 'ResourceClaimTemplate' && metadata.name.startsWith('chat-'),
  );
  if (template === undefined) throw new Error('chat has no template');
  const other: Manifest = JSON.parse(
    JSON.stringify(template).replace(/quantity\('\d+Mi'\)/, "quantity('1Mi')"),
  ) as Manifest;
  expect(other).not.toEqual(template);
  await expect(client().apply([other], { force: true })).rejects.toThrow(/field is immutable/);
});

describe('where all devices have pods', () => {
  beforeAll(async () => {
    // Of eight GPUs, large has two and the fleet has one.
    await scale('chat', 5);
    await settled('chat', 5);
  });
  afterAll(async () => {
    await scale('chat', 2);
    await settled('chat', 2);
  });

  test('one more pod has a claim and waits, as the scheduler says', async () => {
    await scale('chat', 6);
    const [pending] = await waitUntil(
      'a pod is found to have no node',
      () => podsNamed('chat'),
      (pods) => pods.some((pod) => unschedulable(pod) !== undefined),
    ).then((pods) => pods.filter((pod) => unschedulable(pod) !== undefined));
    expect(unschedulable(pending ?? { apiVersion: 'v1', kind: 'Pod' })).toMatch(/cannot allocate all claims/);
    expect(await used()).toBe('9');
  });

  test('a card with too little memory is not allocated to it, one of another product neither, a right one is', async () => {
    const needed =
      world.plan.servers.find(({ workload }) => workload.name === 'chat')?.compute.gpus?.claim?.memory.value ?? 0;
    const least = Math.ceil(needed / mib(1));
    expect(least).toBeGreaterThan(20_000);
    const productName = spaced('NVIDIA-L40S');
    const usual = [0, 1].map((i) => device(`gpu-${i}`, { type: 'gpu', productName }, 46_068));
    const further = [
      device('gpu-small', { type: 'gpu', productName }, least - 1),
      device('gpu-other', { type: 'gpu', productName: 'NVIDIA L4' }, 46_068),
      // Without attributes that the selectors read: no error of the allocation, no match.
      device('gpu-silent', { type: 'gpu' }, 46_068),
    ];
    await client().apply([sliceOf('gpu-3', [...usual, ...further], 2)], { fieldManager: 'dra-driver' });
    // A pod that comes later is tried with the new slice, and waits as well.
    await scale('chat', 7);
    const waiting = await waitUntil(
      'two pods are found to have no node',
      () => podsNamed('chat'),
      (pods) => pods.filter((pod) => unschedulable(pod) !== undefined).length === 2,
    );
    expect(waiting.filter((pod) => (unschedulable(pod) ?? '').includes('cannot allocate all claims'))).toHaveLength(2);
    const right = device('gpu-right', { type: 'gpu', productName }, least);
    await client().apply([sliceOf('gpu-3', [...usual, ...further, right], 3)], { fieldManager: 'dra-driver' });
    await waitUntil('one of them has the right card', allocated, (devices) =>
      [...devices.values()].flat().includes('gpu-3/gpu-right'),
    );
    const all = [...(await allocated()).values()].flat();
    expect(all.filter((each) => /gpu-(small|other|silent)$/.test(each))).toEqual([]);
  });

  test('the quota refuses the claim of a pod too many: the pod is there, and waits for its claim', async () => {
    const limit = Number(world.plan.quota[quotaKey]?.value);
    await scale('chat', limit);
    const refused = await waitUntil(
      'the claim of a pod is refused',
      () => client().list('Event', { namespace, fields: { reason: 'FailedResourceClaimCreation' } }),
      (events) => events.some(({ message = '' }) => message.includes('exceeded quota')),
    );
    expect(refused.map(({ message }) => message).join('\n')).toContain(
      `exceeded quota: quota, requested: ${quotaKey}=1, used: ${quotaKey}=${limit}, limited: ${quotaKey}=${limit}`,
    );
    expect(await used()).toBe(`${limit}`);
  });
});

const exactly = (more: object = {}, devices: object = {}): object => ({
  devices: {
    requests: [{ name: 'gpu', exactly: { deviceClassName: 'gpu.nvidia.com', count: 1, ...more } }],
    ...devices,
  },
});

const claim = (name: string, spec: object): Manifest => ({
  apiVersion: resource,
  kind: 'ResourceClaim',
  metadata: { name, namespace },
  spec,
});

const template = (name: string, spec: object): Manifest => ({
  apiVersion: resource,
  kind: 'ResourceClaimTemplate',
  metadata: { name, namespace },
  spec: { spec },
});

const refusedAs = (manifest: Manifest, message: RegExp) =>
  expect(client().apply([manifest], { dryRun: true })).rejects.toThrow(message);

describe('the admission policy', () => {
  const most = /a claim here may ask for at most: 2 of class gpu\.nvidia\.com, 1 of class mig\.nvidia\.com/;

  test.each([
    ['more devices than any planned pod', exactly({ count: 3 })],
    ['all devices of a node', exactly({ allocationMode: 'All', count: undefined })],
    ['a class that no pool has', exactly({ deviceClassName: 'vfio.gpu.nvidia.com' })],
    [
      'two requests that are too many together',
      {
        devices: {
          requests: [1, 2].map((n) => ({ name: `gpu-${n}`, exactly: { deviceClassName: 'mig.nvidia.com' } })),
        },
      },
    ],
    [
      'one of several alternatives',
      {
        devices: { requests: [{ name: 'gpu', firstAvailable: [{ name: 'one', deviceClassName: 'gpu.nvidia.com' }] }] },
      },
    ],
  ])('refuses a claim and a template that ask for %s', async (_, spec) => {
    await refusedAs(claim('too-much', spec), most);
    await refusedAs(template('too-much', spec), most);
  });

  test('refuses parameters of the driver', () =>
    refusedAs(
      template(
        'configured',
        exactly(
          {},
          {
            config: [
              {
                requests: ['gpu'],
                opaque: {
                  driver: 'gpu.nvidia.com',
                  parameters: { apiVersion: 'resource.nvidia.com/v1beta1', kind: 'GpuConfig' },
                },
              },
            ],
          },
        ),
      ),
      /a claim here may not configure the driver of its devices/,
    ));

  test('takes a claim and a template within the cap, and leaves other namespaces alone', async () => {
    await client().apply([claim('right', exactly({ count: 2 })), template('right', exactly({ count: 2 }))], {
      dryRun: true,
    });
    const elsewhere = claim('elsewhere', exactly({ count: 3 }));
    await client().apply([{ ...elsewhere, metadata: { name: 'elsewhere', namespace: 'default' } }], { dryRun: true });
  });

  const pod = (resourceClaims: readonly object[]): Manifest => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'foreign', namespace },
    spec: {
      resourceClaims,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'main',
          image: 'registry.example/main:1',
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
          resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '16Mi' } },
        },
      ],
    },
  });

  test('refuses a pod with a claim that others may share, and one with two claims', async () => {
    const message = /a pod here may have one resource claim, which is made from a template for this pod/;
    await refusedAs(pod([{ name: 'a', resourceClaimName: 'of-others' }]), message);
    await refusedAs(pod(['a', 'b'].map((name) => ({ name, resourceClaimTemplateName: 'right' }))), message);
    await client().apply([pod([{ name: 'a', resourceClaimTemplateName: 'right' }])], { dryRun: true });
  });
});

test(
  'a change of every workload rolls out under the quota, with the replicas that the plan promises',
  async () => {
    const { short, preempted, misplaced: wrong, refused } = await rollOut(world, 'maximum', 1);
    expect({ short, preempted, wrong, refused }).toEqual({ short: [], preempted: [], wrong: [], refused: [] });
    const all = [...(await allocated()).values()].flat();
    expect(new Set(all).size).toBe(all.length);
    expect(all).toHaveLength(7);
  },
  5 * minutes,
);
