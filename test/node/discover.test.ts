/** `npm run discover` and `npm run preflight` on nodes that real kubelets have written. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { gib, gigabytes, mib, type EnvironmentInput } from '../../lib';
import { unitsOf } from '../../lib/core/quantity';
import { waitUntil } from '../cluster/client/wait';
import { count } from './claims';
import { command, Overlays, type Printed } from './stand/command';
import { hubModel, nodeEnvironment, serveAll, sharedStore, smallSettings } from './stand/environment';
import { NodeWorld } from './stand/world';

const model = hubModel('tiny');
const catalog = { tiny: model.entry };
const models = { tiny: { weights: 'tiny', settings: smallSettings } };
const gpus = 4;
const product = 'NVIDIA-L4';

/** What the nodes of the stand have room for. */
const fits = nodeEnvironment({
  name: 'node-fits',
  catalog,
  models,
  nodePools: {
    cpu: {
      on: 'metal',
      nodes: ['node-b'],
      hardware: { cpu: 8, memory: gib(10), ephemeralStorage: gib(5), diskBandwidth: gigabytes(1) },
    },
  },
});

/** What they have not: a node, GPUs, cores and memory. */
const tooMuch = nodeEnvironment({
  name: 'node-too-much',
  catalog,
  models,
  weights: sharedStore,
  nodePools: {
    cpu: {
      on: 'metal',
      nodes: ['node-b', 'node-c'],
      hardware: { cpu: 64, memory: gib(64), ephemeralStorage: gib(5), diskBandwidth: gigabytes(1) },
    },
    l4: {
      on: 'metal',
      nodes: ['node-a'],
      hardware: {
        gpu: product,
        gpus: 2 * gpus,
        cpu: 8,
        memory: gib(10),
        ephemeralStorage: gib(5),
        diskBandwidth: gigabytes(1),
      },
    },
  },
});

let world: NodeWorld;
let overlays: Overlays;
/** Path of the list of environments. */
let list: string;

beforeAll(async () => {
  world = await NodeWorld.start(fits, {
    images: ['curl', 'llama-server'],
    nodes: [
      // As GPU feature discovery labels a node.
      {
        gpus,
        labels: {
          'corral.dev/pool': 'l4',
          'nvidia.com/gpu.product': product,
          'nvidia.com/gpu.count': `${gpus}`,
          'nvidia.com/gpu.memory': '23034',
        },
      },
      { labels: { 'corral.dev/pool': 'plain' } },
    ],
  });
  // The first overlay takes a store on NFS, whose driver the cluster then has.
  await world.stand.client.apply([
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'CSIDriver',
      metadata: { name: 'nfs.csi.k8s.io' },
      spec: { attachRequired: false, volumeLifecycleModes: ['Persistent'] },
    },
  ]);
  serveAll(world.stand.hub, [model]);
  overlays = new Overlays(join(world.stand.folder, 'overlays'));
  list = overlays.list([], [fits, tooMuch]);
});
afterAll(() => world?.end());

const preflight = (name: string): Promise<Printed> =>
  command(world.stand, ['preflight', '--env', name, '--overlays', list]);

/** What a kubelet offers to pods, as whole MiB. */
async function offered(
  node: string,
): Promise<{ readonly cpu: number; readonly memory: number; readonly disk: number }> {
  const { status } = await world.stand.client.get('Node', node);
  const of = (resource: string): number => unitsOf(status?.allocatable?.[resource]) ?? 0;
  const whole = (resource: string): number => mib(Math.floor(of(resource) / 2 ** 20));
  return { cpu: of('cpu'), memory: whole('memory'), disk: whole('ephemeral-storage') };
}

describe('discover', () => {
  let lab: EnvironmentInput;

  it('prints the pools that the kubelets have reported', async () => {
    const printed = await command(world.stand, ['discover', '--name', 'lab']);
    expect({ status: printed.status, error: printed.error }).toEqual({
      status: 0,
      error:
        'Save it as overlays/lab.ts and add it to overlays/index.ts, then: npm run preflight -- --env lab --context test',
    });
    const path = overlays.write('lab', printed.out);
    list = overlays.list(['lab'], [fits, tooMuch]);
    ({ lab } = jest.requireActual<{ readonly lab: EnvironmentInput }>(path));
    const [a, b] = await Promise.all(['node-a', 'node-b'].map(offered));
    const diskBandwidth = mib(125);
    expect(lab.nodePools).toEqual({
      l4: {
        on: 'metal',
        nodes: ['node-a'],
        labels: { 'corral.dev/pool': 'l4' },
        hardware: { gpu: product, gpus, cpu: a?.cpu, memory: a?.memory, ephemeralStorage: a?.disk, diskBandwidth },
      },
      cpu: {
        on: 'metal',
        nodes: ['node-b'],
        labels: { 'corral.dev/pool': 'plain' },
        hardware: { cpu: b?.cpu, memory: b?.memory, ephemeralStorage: b?.disk, diskBandwidth },
      },
    });
    expect(lab.cluster).toMatchObject({
      kubernetes: '1.36',
      dns: { addresses: ['10.96.0.10/32'] },
      requestsFrom: { namespace: 'gateway', podLabels: { 'app.kubernetes.io/name': 'gateway' } },
      monitoring: { namespace: 'monitoring', podLabels: { 'app.kubernetes.io/name': 'prometheus' } },
    });
    count('discovery', { 'nodes discovered': 2 });
  });

  it('prints an overlay from which its cluster differs in nothing', async () => {
    expect(await preflight('lab')).toEqual({ status: 0, out: 'lab on context test: nothing differs', error: '' });
    count('discovery', { 'environments compared': 1 });
  });
});

describe('preflight', () => {
  const nothing = { status: 0, out: 'node-fits on context test: nothing differs', error: '' };

  it('finds nothing where the environment fits, before it is applied and after', async () => {
    expect(await preflight('node-fits')).toEqual(nothing);
    await world.apply();
    await world.ready('tiny');
    expect(await preflight('node-fits')).toEqual(nothing);
    count('discovery', { 'environments compared': 1 });
  });

  it('finds everything that the nodes do not have', async () => {
    const { memory } = await offered('node-b');
    const { status, out } = await preflight('node-too-much');
    expect(out.split('\n')).toEqual([
      "node-too-much.cluster.weights.storageClass: declared StorageClass 'shared' whose volumes can be written from several nodes; found provisioner rancher.io/local-path, whose volumes can be used on one node only.",
      "  fix: weights of kind 'nfs' · weights of kind 'direct' on a cluster of one node",
      '  [ClassDiffers]',
      "node-too-much.nodePools.cpu: declared node 'node-c'; found no node of that name.",
      '  fix: add the node to the cluster · correct the name in nodes',
      '  [NodesMissing]',
      // How much is left depends on where the pods of others are.
      expect.stringMatching(
        /^node-too-much\.nodePools\.cpu: declared 63\.5 cores for its pods on each node; found [78](\.\d+)? cores on node-b/,
      ),
      expect.stringMatching(/^ {2}fix: hardware: \{ cpu: 8 \} with daemons: \{ cpu: 0\.5, memory: mib\(512\) \}/),
      '  [RoomMissing]',
      expect.stringMatching(
        /^node-too-much\.nodePools\.cpu: declared 65 024 MiB of memory for its pods on each node; found [\d ]+ MiB of memory on node-b/,
      ),
      expect.stringMatching(
        new RegExp(`^ {2}fix: hardware: \\{ memory: mib\\(${memory / 2 ** 20}\\) \\} with daemons: `),
      ),
      '  [RoomMissing]',
      `node-too-much.nodePools.l4: declared ${2 * gpus} nvidia.com/gpu for its pods on each node; found ${gpus} on node-a.`,
      `  fix: hardware: { gpus: ${gpus} } · look for a failed GPU with nvidia-smi on the node`,
      '  [GpusMissing]',
      '',
      'node-too-much on context test: 5 differences',
    ]);
    expect(status).toBe(1);
    count('discovery', { 'environments compared': 1 });
  });

  it('finds that a device plugin has ended', async () => {
    await world.stand.nodes[0]?.kill('fake-gpu');
    await waitUntil(
      'the kubelet offers no GPU',
      () => world.stand.client.get('Node', 'node-a'),
      ({ status }) => status?.allocatable?.['nvidia.com/gpu'] === '0',
      { seconds: 180 },
    );
    expect(await preflight('lab')).toEqual({
      status: 1,
      out: [
        `lab.nodePools.l4: declared ${gpus} nvidia.com/gpu for its pods on each node; found none on node-a.`,
        '  fix: run the NVIDIA device plugin on the node: devicePlugin.enabled=true of the GPU operator · kubectl describe node node-a',
        '  [GpusMissing]',
        '',
        'lab on context test: 1 difference',
      ].join('\n'),
      error: '',
    });
    count('discovery', { 'environments compared': 1 });
  });
});
