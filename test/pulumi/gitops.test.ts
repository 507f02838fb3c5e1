/** With GitOps, the stack and the repository share an environment without sharing an object. */
import { describe, expect, test } from '@jest/globals';
import { synthesise, type EnvironmentInput, type Manifest } from '../../lib';
import { treeOf } from '../../lib/internal';
import { identity } from '../../lib/kubernetes/read/manifest';
import { production } from '../../overlays/production';
import { requested } from './support/engine';

const repository = { url: 'https://git.example/platform.git', secretName: 'git' };
const byFlux: EnvironmentInput = { ...production, delivery: 'gitops', gitops: { tool: 'flux' } };
const byArgoCd: EnvironmentInput = {
  ...production,
  delivery: 'gitops',
  gitops: { tool: 'argocd', repository: repository.url },
};

const held = async (environment: EnvironmentInput, settings = {}): Promise<readonly Manifest[]> =>
  (await requested(environment, settings)).slice(1).map(({ inputs }) => inputs);

describe.each([
  ['flux', byFlux],
  ['argocd', byArgoCd],
] as const)('%s', (_, environment) => {
  test('the stack holds what the controller needs, the repository all that it applies', async () => {
    const stack = (await held(environment)).map(identity);
    const { objects } = treeOf(synthesise(environment));
    const applied = objects.filter(({ wave }) => wave !== undefined).map(({ manifest }) => identity(manifest));
    expect(applied.filter((each) => stack.includes(each))).toEqual([]);
    expect([...applied, ...stack].sort()).toEqual(objects.map(({ manifest }) => identity(manifest)).sort());
    expect(applied.sort()).toEqual(
      synthesise(environment)
        .charts.flatMap(({ manifests }) => manifests)
        .map(identity)
        .sort(),
    );
  });
});

test('a repository that the stack is told of comes first', async () => {
  const [, source, ...units] = await requested(byFlux, { repository });
  expect(source?.inputs).toMatchObject({
    kind: 'GitRepository',
    metadata: { name: 'flux-system', namespace: 'flux-system' },
    spec: { url: repository.url, ref: { branch: 'main' }, secretRef: { name: 'git' } },
  });
  expect(units.length).toBeGreaterThan(0);
  for (const unit of units) expect(unit.dependencies).toEqual([source?.urn]);
});

test('a Kustomization is protected: with it, Flux would delete what it applied', async () => {
  const guarded = (await requested(byFlux, { repository }))
    .filter(({ protect }) => protect)
    .map(({ inputs }) => inputs.kind);
  expect(new Set(guarded)).toEqual(new Set(['Kustomization']));
});

test('Argo CD gets its project before the application', async () => {
  const [, project, application] = await requested(byArgoCd);
  expect([project?.inputs.kind, application?.inputs.kind]).toEqual(['AppProject', 'Application']);
  expect(application?.dependencies).toEqual([project?.urn]);
});

describe('handed over', () => {
  test('a Kustomization writes no more, and neither keeps itself nor takes what it applied with it', async () => {
    const [, source, ...units] = await requested(byFlux, { repository, handOver: true });
    expect(source).toMatchObject({ protect: false, retainOnDelete: true });
    expect(units.length).toBeGreaterThan(0);
    for (const unit of units) {
      expect(unit).toMatchObject({
        protect: false,
        retainOnDelete: false,
        inputs: { kind: 'Kustomization', spec: { suspend: true, deletionPolicy: 'Orphan', prune: true } },
      });
    }
  });

  test('before that, it is as the repository has it', async () => {
    const control = treeOf(synthesise(byFlux))
      .objects.filter(({ wave }) => wave === undefined)
      .map(({ manifest }) => manifest);
    // By name: the engine hears of them in the order in which their inputs are ready.
    const specs = (manifests: readonly Manifest[]) =>
      Object.fromEntries(manifests.map((manifest) => [manifest.metadata.name, manifest['spec']]));
    expect(specs(await held(byFlux))).toEqual(JSON.parse(JSON.stringify(specs(control))));
  });

  test('an Application goes, and leaves everything running', async () => {
    const [, ...objects] = await requested(byArgoCd, { handOver: true });
    for (const { inputs, protect, retainOnDelete } of objects) {
      expect([inputs.kind, protect, retainOnDelete]).toEqual([inputs.kind, false, false]);
      expect(inputs.metadata).not.toHaveProperty('finalizers');
    }
  });

  test.each([
    ['kustomize-controller', byFlux],
    ['argocd-controller', byArgoCd],
  ] as const)('the objects themselves are written as %s', async (manager, environment) => {
    const objects = (await requested({ ...environment, delivery: 'pulumi' }, { handOver: true })).slice(1);
    expect(new Set(objects.map(({ inputs }) => inputs.metadata.annotations?.['pulumi.com/patchFieldManager']))).toEqual(
      new Set([manager]),
    );
    expect(new Set(objects.map(({ protect, retainOnDelete }) => `${protect} ${retainOnDelete}`))).toEqual(
      new Set(['false true']),
    );
  });
});
