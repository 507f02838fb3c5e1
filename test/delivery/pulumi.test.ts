/**
 * The Pulumi program with the real CLI and the real provider on a real control plane: the life of a stack, in order.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Stack } from '@pulumi/pulumi/automation';
import { synthesise, type EnvironmentInput, type Manifest } from '../../lib';
import { resourceName, typeToken } from '../../deploy/pulumi/kubernetes-object';
import { title } from '../../lib/kubernetes/read/manifest';
import { dev } from '../../overlays/dev';
import { ensureTools } from '../../scripts/toolchain/tools';
import { controlPlaneTools, pulumiTools } from '../components/sets';
import { idle, podsOf } from '../cluster/world/roll-call';
import { startWorld, type World } from '../cluster/world/world';
import { changes, destroy, preview, Pulumi, up, type Run } from './support/pulumi';
import { llamaServersOf } from '../plan/fixtures/servers';

const minutes = 60_000;

const manifestsOf = (environment: EnvironmentInput): readonly Manifest[] =>
  synthesise(environment).charts.flatMap(({ manifests }) => manifests);
const resourceOf = (manifest: Manifest): string => `${typeToken(manifest)}::${resourceName(manifest)}`;

/** The same environment with one model changed. */
const shorter: EnvironmentInput = {
  ...dev,
  models: Object.fromEntries(
    Object.entries(dev.models ?? {}).map(([name, model]) => [
      name,
      name === 'qwen-2-5-7b'
        ? { ...model, settings: { ...model.settings, maxOutputLength: model.settings.maxOutputLength - 8 } }
        : model,
    ]),
  ),
};

let pulumi: Pulumi;

beforeAll(async () => {
  await ensureTools([...controlPlaneTools, ...pulumiTools]);
  pulumi = await Pulumi.install();
}, 20 * minutes);
afterAll(() => pulumi.remove());

describe('the project as it is checked out', () => {
  test('a preview needs no cluster, and no setting at all', async () => {
    const { steps } = await preview(await pulumi.project('dev'));
    expect(steps.map(({ op, resource }) => `${op} ${resource}`).sort()).toEqual(
      manifestsOf(dev)
        .map((manifest) => `create ${resourceOf(manifest)}`)
        .sort(),
    );
  });

  test('an up that names no cluster is refused, and so is a misspelt setting', async () => {
    const stack = await pulumi.project('dev');
    await expect(up(stack)).rejects.toThrow(
      /error: dev: the stack names no cluster, so it would change the cluster of the current kubectl context\./,
    );
    await stack.setConfig('contxt', { value: 'office' });
    await expect(preview(stack)).rejects.toThrow(
      /error: Pulumi\.dev\.yaml\.config\.contxt: there is no such field\.\s+did you mean: context/,
    );
    await stack.workspace.removeStack('dev');
  });

  test("what is not Pulumi's to deliver is refused, in the words of the fault", async () => {
    await expect(preview(await pulumi.project('local'))).rejects.toThrow(
      /error: local\.delivery: it is 'kubectl', so a Pulumi stack would be a second owner/,
    );
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
    expect(steps.map(({ op, resource }) => `${op} ${resource}`).sort()).toEqual(
      manifests.map((manifest) => `create ${resourceOf(manifest)}`).sort(),
    );
    expect(idle(await podsOf(world))).toEqual([]);
  });

  test('up again changes nothing', async () => {
    const run = await up(stack);
    expect(changes(run)).toEqual([]);
    expect(run.steps).toHaveLength(manifests.length);
  });

  test('manual changes are shown, and fixed', async () => {
    const name = 'qwen-2-5-7b';
    const policy = manifests.find(
      ({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.includes(name),
    ) as Manifest;
    await world.plane.client.patch('Deployment', name, 'llm-serving', { spec: { progressDeadlineSeconds: 7 } });
    await world.plane.client.delete([policy]);
    const drift = [`create ${resourceOf(policy)}`, `update kubernetes:apps/v1:Deployment::llm-serving/${name}`];
    const seen = (run: Run) =>
      changes(run)
        .map(({ op, resource }) => `${op} ${resource}`)
        .sort();
    const shown = await preview(stack, { refresh: true, diff: true });
    expect(seen(shown)).toEqual(drift);
    expect(shown.text).toMatch(/progressDeadlineSeconds/);
    expect(seen(await up(stack, { refresh: true }))).toEqual(drift);
    const { spec } = await world.plane.client.get('Deployment', name, 'llm-serving');
    expect(spec?.progressDeadlineSeconds).toBe(
      llamaServersOf(world.plan).find(({ workload }) => workload.name === name)?.budgets.progressDeadline.value,
    );
    expect(await world.plane.client.read(policy)).toBeDefined();
  });

  const annotations = async () =>
    (await world.plane.client.get('Deployment', 'qwen-2-5-7b', 'llm-serving')).metadata?.annotations;

  test('what others add is no change', async () => {
    const { client, kubectl } = world.plane;
    await client.patch('Deployment', 'qwen-2-5-7b', 'llm-serving', {
      metadata: { annotations: { 'example.org/controller': 'x' } },
    });
    await kubectl.run(['annotate', 'deployment/qwen-2-5-7b', '--namespace', 'llm-serving', 'example.org/somebody=x']);
    expect(changes(await up(stack, { refresh: true }))).toEqual([]);
    expect(await annotations()).toMatchObject({ 'example.org/controller': 'x', 'example.org/somebody': 'x' });
  });

  test('a changed model changes its own objects, and no other', async () => {
    environment = shorter;
    const sent = new Set(manifests.map((manifest) => JSON.stringify(manifest)));
    const expected = manifestsOf(shorter).filter((manifest) => !sent.has(JSON.stringify(manifest)));
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.filter(({ metadata }) => !metadata.name.includes('qwen-2-5-7b'))).toEqual([]);
    expect(
      changes(await up(stack))
        .map(({ resource }) => resource)
        .sort(),
    ).toEqual(expected.map(resourceOf).sort());
    expect(idle(await podsOf(world))).toEqual([]);
  });

  test('with it goes what kubectl added to them, and what a controller added stays', async () => {
    expect(await annotations()).toHaveProperty(['example.org/controller'], 'x');
    expect(await annotations()).not.toHaveProperty(['example.org/somebody']);
  });

  test('rolled back, it is as before', async () => {
    environment = dev;
    await up(stack);
    expect(changes(await up(stack))).toEqual([]);
  });

  test('a protected object that would go, or be replaced, stops the preview', async () => {
    const claim = manifests.find(({ kind }) => kind === 'PersistentVolumeClaim') as Manifest;
    const gone = { ...dev, cluster: { ...dev.cluster, namespaces: { store: 'elsewhere' } } };
    const replaced: EnvironmentInput = {
      ...dev,
      amendments: [
        {
          target: title(claim),
          jsonPatch: [{ op: 'replace', path: '/spec/accessModes', value: ['ReadOnlyMany'] }],
          reason: 'a test',
        },
      ],
      exemptions: [{ rule: 'as-planned', object: title(claim), reason: 'a test' }],
    };
    try {
      environment = gone;
      await expect(preview(stack)).rejects.toThrow(
        /PersistentVolumeClaim::model-store\/model-store" cannot be deleted\s+because it is protected/,
      );
      environment = replaced;
      await expect(preview(stack)).rejects.toThrow(
        /unable to replace resource ".*PersistentVolumeClaim::model-store\/model-store"\s+as it is currently marked for protection/,
      );
    } finally {
      environment = dev;
    }
  });

  test('the preview of a destroy fails while something is protected', async () => {
    await expect(destroy(stack, { previewOnly: true })).rejects.toThrow(/protected/);
    expect(await podsOf(world)).not.toEqual([]);
  });

  test('destroy without the protected leaves them, and says so; what is allowed by name goes', async () => {
    const isGuarded = ({ kind }: Manifest): boolean =>
      ['Namespace', 'PersistentVolumeClaim', 'StorageClass'].includes(kind);
    const [allowed, ...kept] = manifests.filter(isGuarded).sort((a, b) => (a.kind > b.kind ? -1 : 1)) as [
      Manifest,
      ...Manifest[],
    ];
    expect([allowed, ...kept].map(({ kind }) => kind)).toEqual([
      'StorageClass',
      'PersistentVolumeClaim',
      'Namespace',
      'Namespace',
    ]);
    await stack.setConfig('allowDelete[0]', { value: `StorageClass/${allowed.metadata.name}` }, true);
    expect(changes(await up(stack))).toEqual([]);

    const { text } = await destroy(stack, { excludeProtected: true });
    expect(text).toMatch(/protected/);
    for (const manifest of kept) {
      const metadata = (await world.plane.client.read(manifest))?.metadata;
      expect(metadata).toMatchObject(manifest.metadata);
      expect(metadata).not.toHaveProperty('deletionTimestamp');
    }
    expect(await world.plane.client.read(allowed)).toBeUndefined();
    expect(await podsOf(world)).toEqual([]);
  });
});
