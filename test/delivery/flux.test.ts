/**
 * The life of an environment under the real Flux controllers on a real control plane, its repository served over HTTP
 * on loopback. Control objects are those of `npm run gitops`, unchanged. Other than for users: the repository's address
 * is on loopback, a push is followed by `flux reconcile source`, drift by `flux reconcile kustomization`, a ready
 * dependency is noticed after one second, and Flux is told to count pods as available after one second too.
 */
import { spawnSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Difference, EnvironmentInput } from '../../lib';
import { title, type Manifest } from '../../lib/kubernetes/read/manifest';
import { staging } from '../../overlays/staging';
import { plainEnvironment } from '../../scripts/toolchain/leash';
import { toolPath } from '../../scripts/toolchain/tools';
import { isReady } from '../cluster/client/conditions';
import { waitUntil } from '../cluster/client/wait';
import { podAnnotations } from '../cluster/control-plane/stages';
import { idle, instanceOf, podsOf, refusals } from '../cluster/world/roll-call';
import type { World } from '../cluster/world/world';
import { bootstrapFiles, fluxNamespace, isAt, stateOf } from './support/flux';
import { FluxSite, objectsOf } from './support/flux-site';

const minutes = 60_000;
const { name } = staging;
const serving = 'llm-serving';
const root = join(__dirname, '..', '..');

const podAnnotation = (target: string, annotations: Readonly<Record<string, string>>, reason: string) => ({
  target,
  reason,
  patch: { spec: { template: { metadata: { annotations } } } },
});

const environment: EnvironmentInput = {
  ...staging,
  amendments: [
    podAnnotation(
      'Deployment model-store/weights-server',
      { [podAnnotations.readyAfter]: '4s' },
      'so that a unit that does not wait for it is seen',
    ),
  ],
};

/** With shorter answers of some models, which changes their pods and nothing else. */
const shorter = (input: EnvironmentInput, ...names: readonly string[]): EnvironmentInput => ({
  ...input,
  models: Object.fromEntries(
    Object.entries(input.models ?? {}).map(([model, given]) => [
      model,
      names.includes(model)
        ? { ...given, settings: { ...given.settings, maxOutputLength: given.settings.maxOutputLength - 8 } }
        : given,
    ]),
  ),
});

/** With models whose containers end again and again. */
const failing = (input: EnvironmentInput, ...names: readonly string[]): EnvironmentInput => ({
  ...input,
  amendments: [
    ...(input.amendments ?? []),
    ...names.map((model) =>
      podAnnotation(`Deployment ${serving}/${model}`, { [podAnnotations.exitCode]: '1' }, 'it cannot start'),
    ),
  ],
});

const without = (input: EnvironmentInput, model: string): EnvironmentInput => ({
  ...input,
  models: Object.fromEntries(Object.entries(input.models ?? {}).filter(([each]) => each !== model)),
});

/** Names of the serving workloads that are not the same on both sides. */
function workloadsThatDiffer(before: readonly Manifest[], after: readonly Manifest[]): readonly string[] {
  const texts = (manifests: readonly Manifest[]) =>
    new Map(
      manifests
        .filter(
          ({ kind, metadata }) => metadata.namespace === serving && (kind === 'Deployment' || kind === 'StatefulSet'),
        )
        .map((manifest) => [manifest.metadata.name, JSON.stringify(manifest)]),
    );
  const [old, now] = [texts(before), texts(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((workload) => old.get(workload) !== now.get(workload))
    .sort();
}

/** A file of the platform's own beside ours, with a variable of Flux. */
const ownObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'own', namespace: fluxNamespace },
  data: { path: '${path}' },
};

let site: FluxSite;
let world: World;
let current: EnvironmentInput = environment;

beforeAll(async () => {
  site = await FluxSite.start(environment);
  ({ world } = site);
}, 20 * minutes);
afterAll(() => site.end());

const missing = (manifests: readonly Manifest[]): Promise<readonly string[]> => site.missing(manifests);

/** What each workload is: another identifier or a greater generation after something that changed it. */
async function states(): Promise<ReadonlyMap<string, string>> {
  const workloads = [
    ...(await world.plane.client.list('Deployment', { namespace: serving })),
    ...(await world.plane.client.list('StatefulSet', { namespace: serving })),
  ];
  return new Map(workloads.map(({ metadata }) => [metadata?.name ?? '', `${metadata?.uid} ${metadata?.generation}`]));
}

/** Workloads that something changed, made or removed. */
async function changedBy(act: () => Promise<unknown>): Promise<readonly string[]> {
  const before = await states();
  await act();
  const after = await states();
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((workload) => before.get(workload) !== after.get(workload))
    .sort();
}

/** Models without any pod that answers. */
async function away(): Promise<readonly string[]> {
  const ready = new Set((await podsOf(world)).filter(isReady).map(instanceOf));
  return Object.keys(current.models ?? {}).filter((model) => !ready.has(model));
}

const unitOf = (model: string): string => `${name}-model-${model}`;

async function deliver(input: EnvironmentInput): Promise<void> {
  current = input;
  await site.deliver(input);
}

test('Flux is bootstrapped onto the empty repository', () =>
  site.bootstrap(name, { [`clusters/${name}/own.yaml`]: JSON.stringify(ownObject) }));

test('an environment comes up in the order of its waves, a model after the loaders of its weights', async () => {
  expect(await site.cameTooEarly(environment)).toEqual([]);
  expect(await missing(objectsOf(environment))).toEqual([]);
  expect({ idle: idle(await podsOf(world)), refused: await refusals(world) }).toEqual({ idle: [], refused: [] });
});

test('Flux and what lies beside our files is left alone', async () => {
  const { objects } = bootstrapFiles(name, '');
  expect(await missing([...objects, ownObject])).toEqual([]);
});

test('shell variables survive a substitution that others want', async () => {
  const marked = objectsOf(environment).filter(
    ({ kind, data }) => kind === 'ConfigMap' && JSON.stringify(data).includes('${'),
  );
  const live = await Promise.all(marked.map(site.read));
  expect(live.map((object) => object?.['data'])).toEqual(marked.map(({ data }) => data));
  expect(marked.length).toBeGreaterThan(0);
  expect((await site.read(ownObject))?.['data']).toEqual({ path: 'substituted' });
});

test('an edit is rolled out, and touches nothing else', async () => {
  expect(await changedBy(() => deliver(shorter(environment, 'summary')))).toEqual(['summary']);
  expect(idle(await podsOf(world))).toEqual([]);
});

test('what somebody changes or deletes by hand comes back', async () => {
  const { client, kubectl } = world.plane;
  const manifest = objectsOf(current).find((each) => title(each) === `Deployment ${serving}/legal`) as Manifest;
  const { progressDeadlineSeconds } = manifest['spec'] as { readonly progressDeadlineSeconds: number };
  await kubectl.run([
    '--namespace',
    serving,
    'patch',
    'deployment',
    'legal',
    '--patch',
    JSON.stringify({ spec: { progressDeadlineSeconds: 7 } }),
  ]);
  await kubectl.run(['--namespace', serving, 'delete', 'service', 'legal']);
  await site.flux.reconcile(unitOf('legal'));
  await client.waitFor(
    'is as in git',
    'Deployment',
    'legal',
    serving,
    ({ spec }) => spec?.progressDeadlineSeconds === progressDeadlineSeconds,
  );
  await waitUntil(
    'the Service is back',
    () => missing(objectsOf(current)),
    (gone) => gone.length === 0,
  );
});

test('models that cannot start hold up no other, keep their old pods, and are fixed by the next commit', async () => {
  const broken = Object.keys(current.models ?? {}).filter((model) => model !== 'summary');
  const good = shorter(current, 'summary', ...broken);
  const changed = await changedBy(async () =>
    site.flux.reach(await site.repository.deliver(failing(good, ...broken)), { except: broken.map(unitOf) }),
  );
  expect(changed).toEqual([...broken, 'summary'].sort());
  expect(await away()).toEqual([]);
  const units = (await site.flux.units()).filter(({ metadata }) => broken.map(unitOf).includes(metadata.name));
  expect(units.filter((unit) => isAt(unit, '')).map(stateOf)).toEqual([]);
  // The plan gives them a quarter of an hour; the next commit does not wait for its end.
  await deliver(good);
  expect(await away()).toEqual([]);
  expect(idle(await podsOf(world))).toEqual([]);
});

test('a model that leaves is removed with all that belonged to it, and nothing else', async () => {
  const before = objectsOf(current);
  const rest = without(current, 'risk');
  const staying = new Set(objectsOf(rest).map(title));
  const leaving = before.filter((each) => !staying.has(title(each)));
  // Where it no longer stands, others may go: their affinities change with the plan.
  expect(await changedBy(() => deliver(rest))).toEqual(workloadsThatDiffer(before, objectsOf(rest)));
  await waitUntil(
    'nothing of it is left',
    async () => leaving.length - (await missing(leaving)).length,
    (left) => left === 0,
  );
  expect(await missing(objectsOf(rest))).toEqual([]);
});

test('what is applied is what the repository holds, as npm run diff sees it, but for what Flux was told to change', async () => {
  const env = plainEnvironment({
    PATH: [dirname(await toolPath('kubectl')), process.env['PATH']].join(delimiter),
    KUBECONFIG: world.plane.kubeconfig,
  });
  const command = [
    'scripts/run.cjs',
    'diff',
    'cluster:test',
    join(site.repository.checkout, name),
    '--json',
    '--exit-code',
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, env, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  const [{ objects }] = JSON.parse(stdout) as [Difference];
  const deployments = objectsOf(current)
    .filter(({ kind }) => kind === 'Deployment')
    .map(title)
    .sort();
  expect({
    ...objects,
    changed: objects.changed.map(({ object, fields }) => [object, ...fields.map(({ field }) => field)]),
  }).toEqual({
    added: [],
    removed: [],
    changed: deployments.map((deployment) => [deployment, 'spec.minReadySeconds']),
  });
});

/** Identifiers of what is there, by title. */
async function identifiers(manifests: readonly Manifest[]): Promise<Readonly<Record<string, string | undefined>>> {
  const live = await Promise.all(manifests.map(site.read));
  return Object.fromEntries(manifests.map((manifest, i) => [title(manifest), live[i]?.metadata.uid]));
}

const ownUnits = async (): Promise<readonly string[]> =>
  (await site.flux.units()).map(({ metadata }) => metadata.name).filter((unit) => unit !== fluxNamespace);

/** `git rm` of all that Corral wrote, until Flux has taken note. */
async function leaveRepository(afterwards: () => Promise<unknown> = () => Promise.resolve()): Promise<void> {
  await site.flux.fetch(site.repository.remove(name, `clusters/${name}/corral`));
  await afterwards();
  await waitUntil('no unit is left', ownUnits, (units) => units.length === 0, { seconds: 180 });
}

test('an environment that is no longer delivered stays where it is, after the steps of the how-to', async () => {
  const objects = objectsOf(current);
  const before = await identifiers(objects);
  const control = join(site.repository.checkout, 'clusters', name, 'corral');
  await site.flux.suspend(fluxNamespace, true);
  await world.plane.kubectl.run([
    'patch',
    '--kustomize',
    control,
    '--type=merge',
    '--patch',
    JSON.stringify({ spec: { deletionPolicy: 'Orphan' } }),
  ]);
  await leaveRepository(() => site.flux.suspend(fluxNamespace, false));
  expect(await identifiers(objects)).toEqual(before);
});

test('delivered again, it is taken over as it is', async () => {
  const objects = objectsOf(current);
  const before = await identifiers(objects);
  expect(await changedBy(() => deliver(current))).toEqual([]);
  expect(await identifiers(objects)).toEqual(before);
});

test('what holds data survives its removal from git, and so do programs; the rest goes', async () => {
  const kinds = new Set(['Namespace', 'PersistentVolume', 'PersistentVolumeClaim', 'StorageClass']);
  const objects = objectsOf(current);
  const isKept = ({ kind, metadata: { labels = {} } }: Manifest): boolean =>
    kinds.has(kind) || labels['app.kubernetes.io/name'] === 'program';
  const kept = objects.filter(isKept);
  const others = objects.filter((object) => !isKept(object));
  const before = await identifiers(kept);
  await leaveRepository();
  await waitUntil(
    'the rest is gone',
    async () => others.length - (await missing(others)).length,
    (left) => left === 0,
    { seconds: 180 },
  );
  expect(await missing(kept)).toEqual([]);
  expect(await identifiers(kept)).toEqual(before);
});
