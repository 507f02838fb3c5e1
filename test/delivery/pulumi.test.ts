/** The Pulumi program with the real CLI and the real provider on a real control plane: the life of a stack, in order. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Stack } from '@pulumi/pulumi/automation';
import { synthesise, type EnvironmentInput, type Manifest } from '../../lib';
import { resourceName, typeToken } from '../../deploy/pulumi/kubernetes-object';
import { dev } from '../../overlays/dev';
import { ensureTools } from '../../scripts/toolchain/tools';
import { controlPlaneTools } from '../cluster/control-plane/control-plane';
import { idle, podsOf } from '../cluster/world/roll-call';
import { startWorld, type World } from '../cluster/world/world';
import { changes, destroy, preview, Pulumi, pulumiTools, up } from './support/pulumi';

const minutes = 60_000;

const manifestsOf = (environment: EnvironmentInput): readonly Manifest[] => synthesise(environment).charts.flatMap(({ manifests }) => manifests);
const resourceOf = (manifest: Manifest): string => `${typeToken(manifest)}::${resourceName(manifest)}`;

/** The same environment with one model changed. */
const shorter: EnvironmentInput = {
  ...dev,
  models: Object.fromEntries(Object.entries(dev.models ?? {}).map(([name, model]) =>
    [name, name === 'qwen-2-5-7b' ? { ...model, settings: { ...model.settings, maxOutputLength: model.settings.maxOutputLength - 8 } } : model])),
};

let pulumi: Pulumi;

beforeAll(async () => {
  await ensureTools([...controlPlaneTools, ...pulumiTools]);
  pulumi = await Pulumi.install();
}, 20 * minutes);
afterAll(() => pulumi.remove());

const nowhere = JSON.stringify({ apiVersion: 'v1', kind: 'Config' });

describe('the project as it is checked out', () => {
  test('a preview needs no cluster', async () => {
    const stack = await pulumi.project('dev');
    await stack.setConfig('kubeconfig', { value: nowhere });
    const { steps } = await preview(stack);
    expect(steps.map(({ op, resource }) => `${op} ${resource}`).sort()).toEqual(manifestsOf(dev).map((manifest) => `create ${resourceOf(manifest)}`).sort());
    await stack.workspace.removeStack('dev');
  });

  test('what is not Pulumi\'s to deliver is refused, in the words of the fault', async () => {
    await expect(preview(await pulumi.project('local'))).rejects.toThrow(/error: local\.delivery: it is 'kubectl', so a Pulumi stack would be the second owner/);
  });
});

describe('the life of a stack', () => {
  let world: World;
  let stack: Stack;
  let environment: EnvironmentInput = dev;
  const manifests = manifestsOf(dev);

  beforeAll(async () => {
    world = await startWorld(dev);
    stack = await pulumi.stack(() => environment, { kubeconfig: world.plane.kubeconfig });
  });
  afterAll(() => world.end());

  test('up makes every object once, and every pod is ready at its end', async () => {
    const { steps } = await up(stack);
    expect(steps.map(({ op, resource }) => `${op} ${resource}`).sort()).toEqual(manifests.map((manifest) => `create ${resourceOf(manifest)}`).sort());
    expect(idle(await podsOf(world))).toEqual([]);
  });

  test('up again changes nothing', async () => {
    const run = await up(stack);
    expect(changes(run)).toEqual([]);
    expect(run.steps).toHaveLength(manifests.length);
  });

  test('a manual change is shown, and mended', async () => {
    const name = 'qwen-2-5-7b';
    await world.plane.client.patch('Deployment', name, 'llm-serving', { spec: { progressDeadlineSeconds: 7 } });
    const drift = [{ op: 'update', resource: `kubernetes:apps/v1:Deployment::llm-serving/${name}` }];
    const shown = await preview(stack, { refresh: true, diff: true });
    expect(changes(shown)).toEqual(drift);
    expect(shown.text).toMatch(/progressDeadlineSeconds/);
    expect(changes(await up(stack, { refresh: true }))).toEqual(drift);
    const { spec } = await world.plane.client.get('Deployment', name, 'llm-serving');
    expect(spec?.progressDeadlineSeconds).toBe(world.plan.llamaServers.find(({ workload }) => workload.name === name)?.budgets.progressDeadline.value);
  });

  test('a changed model changes its own objects, and no other', async () => {
    environment = shorter;
    const sent = new Set(manifests.map((manifest) => JSON.stringify(manifest)));
    const expected = manifestsOf(shorter).filter((manifest) => !sent.has(JSON.stringify(manifest)));
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.filter(({ metadata }) => !metadata.name.includes('qwen-2-5-7b'))).toEqual([]);
    expect(changes(await up(stack)).map(({ resource }) => resource).sort()).toEqual(expected.map(resourceOf).sort());
    expect(idle(await podsOf(world))).toEqual([]);
  });

  test('rolled back, it is as before', async () => {
    environment = dev;
    await up(stack);
    expect(changes(await up(stack))).toEqual([]);
  });

  test('the preview of a destroy fails while something is protected', async () => {
    await expect(destroy(stack, { previewOnly: true })).rejects.toThrow(/protected/);
    expect(await podsOf(world)).not.toEqual([]);
  });

  test('destroy without the protected leaves them, and says so', async () => {
    const { text } = await destroy(stack, { excludeProtected: true });
    expect(text).toMatch(/protected/);
    const kept = manifests.filter(({ kind }) => ['Namespace', 'PersistentVolumeClaim', 'StorageClass'].includes(kind));
    expect(kept).toHaveLength(4);
    for (const manifest of kept) {
      const metadata = (await world.plane.client.read(manifest))?.metadata;
      expect(metadata).toMatchObject(manifest.metadata);
      expect(metadata).not.toHaveProperty('deletionTimestamp');
    }
    expect(await podsOf(world)).toEqual([]);
  });
});
