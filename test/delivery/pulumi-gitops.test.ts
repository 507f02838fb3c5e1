/**
 * From Pulumi to GitOps and back, with the real CLI and provider: every object gets another owner, no pod notices. Flux
 * is its definitions and its way to write, server-side apply as its field manager; `flux.test.ts` shows what the
 * controller itself does.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Stack } from '@pulumi/pulumi/automation';
import { synthesise, type EnvironmentInput, type Manifest } from '../../lib';
import { fieldManagers, treeOf } from '../../lib/internal';
import { dev } from '../../overlays/dev';
import { ensureTools, toolPath } from '../../scripts/toolchain/tools';
import { controlPlaneTools, pulumiTools } from '../components/sets';
import { idle, podsOf } from '../cluster/world/roll-call';
import { startWorld, type World } from '../cluster/world/world';
import { changes, destroy, Pulumi, up } from './support/pulumi';

const minutes = 60_000;

const definitions = ['source-controller-crds', 'kustomize-controller-crds'] as const;

const byFlux: EnvironmentInput = { ...dev, delivery: 'gitops', gitops: { tool: 'flux' } };
const manifests = synthesise(dev).charts.flatMap((chart) => chart.manifests);
/** What Flux applies, and what it is told to. */
const { objects } = treeOf(synthesise(byFlux));
const applied = objects.filter(({ wave }) => wave !== undefined).map(({ manifest }) => manifest);
const units = objects.filter(({ manifest: { kind } }) => kind === 'Kustomization').map(({ manifest }) => manifest);

let environment: EnvironmentInput = dev;
let pulumi: Pulumi;
let world: World;
let stack: Stack;
/** What was there before anything changed hands. */
let before: Awaited<ReturnType<typeof census>>;

beforeAll(async () => {
  await ensureTools([...controlPlaneTools, ...pulumiTools, ...definitions]);
  pulumi = await Pulumi.install();
  world = await startWorld(dev);
  const { client, kubectl } = world.plane;
  for (const name of definitions) await kubectl.run(['apply', '--server-side', '--filename', await toolPath(name)]);
  await kubectl.run(['wait', '--for=condition=Established', 'customresourcedefinitions', '--all']);
  await client.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'flux-system' } }]);
  stack = await pulumi.stack(() => environment, { kubeconfig: world.plane.kubeconfig });
  await up(stack);
  before = await census();
}, 20 * minutes);
afterAll(async () => {
  await world.end();
  await pulumi.remove();
});

interface Metadata {
  readonly uid?: string;
  readonly managedFields?: readonly {
    readonly manager?: string;
    readonly operation?: string;
    readonly subresource?: string;
  }[];
}

const metadataOf = async (manifest: Manifest): Promise<Metadata> =>
  ((await world.plane.client.read(manifest))?.metadata ?? {}) as Metadata;

/** Identifiers of every object and every pod. */
async function census(): Promise<{
  readonly objects: readonly (string | undefined)[];
  readonly pods: readonly string[];
}> {
  const objects = await Promise.all(manifests.map(metadataOf));
  const pods = await podsOf(world);
  return {
    objects: objects.map(({ uid }) => uid),
    pods: pods.map(({ metadata }) => metadata?.uid ?? '').sort((a, b) => (a < b ? -1 : 1)),
  };
}

/** Who has written declared state into the environment's objects; controllers apply their status. */
async function owners(): Promise<readonly string[]> {
  const all = await Promise.all(manifests.map(metadataOf));
  const applied = all.flatMap(({ managedFields = [] }) =>
    managedFields
      .filter(({ operation, subresource }) => operation === 'Apply' && subresource === undefined)
      .map(({ manager = '' }) => manager),
  );
  return [...new Set(applied)];
}

test("before, everything is the stack's", async () => {
  expect(before.objects).not.toContain(undefined);
  expect(idle(await podsOf(world))).toEqual([]);
  expect(await owners()).toEqual(['pulumi']);
});

const reconcile = () => world.plane.client.apply(applied, { fieldManager: fieldManagers.flux, force: true });
const unitsThere = async () =>
  (await Promise.all(units.map((unit) => world.plane.client.read(unit)))).filter((unit) => unit !== undefined);

test('to Flux: the objects leave the stack and stay, and Flux is their only owner', async () => {
  await stack.setConfig('handOver', { value: 'true' });
  await up(stack);
  expect(await owners()).toEqual([fieldManagers.flux]);
  expect(await census()).toEqual(before);

  environment = byFlux;
  await stack.setConfig('repository.url', { value: 'https://git.example/platform.git' }, true);
  const made = (await up(stack)).steps
    .filter(({ op }) => op === 'create')
    .map(({ resource }) => resource.split('::')[0]);
  expect(made).toEqual([
    'kubernetes:source.toolkit.fluxcd.io/v1:GitRepository',
    ...units.map(() => 'kubernetes:kustomize.toolkit.fluxcd.io/v1:Kustomization'),
  ]);
  await reconcile();
  await stack.removeConfig('handOver');
  await up(stack);

  expect(changes(await up(stack))).toEqual([]);
  expect(await unitsThere()).toHaveLength(units.length);
  expect(await owners()).toEqual([fieldManagers.flux]);
  expect(await census()).toEqual(before);
  const annotations = await Promise.all(
    manifests.map(async (manifest) => (await world.plane.client.read(manifest))?.metadata.annotations ?? {}),
  );
  expect(annotations.flatMap(Object.keys).filter((key) => key.startsWith('pulumi.com/'))).toEqual([]);
});

test('the bootstrap is protected: without its Kustomizations Flux would delete everything', async () => {
  await expect(destroy(stack, { previewOnly: true })).rejects.toThrow(/protected/);
});

test('and back: Flux lets go of everything, and the stack owns it alone', async () => {
  await stack.setConfig('handOver', { value: 'true' });
  await up(stack);
  expect((await unitsThere()).map((unit) => unit['spec'])).toEqual(
    units.map(() => expect.objectContaining({ suspend: true, deletionPolicy: 'Orphan' })),
  );
  environment = dev;
  await stack.removeConfig('repository');
  await up(stack);
  expect(await unitsThere()).toEqual([]);
  await stack.removeConfig('handOver');
  await up(stack);

  expect(changes(await up(stack, { refresh: true }))).toEqual([]);
  expect(await owners()).toEqual(['pulumi']);
  expect(await census()).toEqual(before);
});
