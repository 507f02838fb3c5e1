/**
 * What is rendered for Argo CD, against Argo CD's own definitions on a real API server; Argo CD itself does not run.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { synthesise, type EnvironmentInput, type Manifest } from '../../lib';
import { treeOf } from '../../lib/internal';
import { environments } from '../../overlays';
import { ensureTools } from '../../scripts/toolchain/tools';
import { controlPlaneTools } from '../components/sets';
import { ControlPlane } from '../cluster/control-plane/control-plane';
import { installAll } from './support/definitions';
import { PlatformRepository } from './support/platform-repository';

const minutes = 60_000;
const byArgoCd = (environment: EnvironmentInput): EnvironmentInput => ({
  ...environment,
  delivery: 'gitops',
  gitops: { tool: 'argocd', repository: 'https://git.example/platform.git' },
});
const controlObjects = (environment: EnvironmentInput): readonly Manifest[] =>
  treeOf(synthesise(byArgoCd(environment)))
    .objects.filter(({ wave }) => wave === undefined)
    .map(({ manifest }) => manifest);

let plane: ControlPlane;
let repository: PlatformRepository;
beforeAll(async () => {
  await ensureTools([...controlPlaneTools, 'argocd-crds']);
  repository = new PlatformRepository();
  plane = await ControlPlane.start();
  await installAll(plane, 'argocd-crds', 'kustomize');
  await plane.client.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'argocd' } }]);
}, 20 * minutes);
afterAll(async () => {
  await plane.stop();
  repository.end();
});

test.each(environments)(
  '$name: its project and its application are taken by strict validation, and kept as they were sent',
  async (environment) => {
    const sent = controlObjects(environment);
    const { objects, warnings } = await plane.client.apply(sent);
    expect(warnings).toEqual([]);
    expect(sent.map(({ kind }) => kind)).toEqual(['Application', 'AppProject']);
    expect(objects.map((object) => object['spec'])).toEqual(JSON.parse(JSON.stringify(sent.map(({ spec }) => spec))));
  },
);

test('the command of the how-to applies them from a checkout', async () => {
  const [environment] = environments.filter(({ delivery }) => delivery === 'gitops');
  await repository.deliver(byArgoCd(environment as EnvironmentInput));
  const { name } = environment as EnvironmentInput;
  const said = await plane.kubectl.run([
    'apply',
    '--kustomize',
    join(repository.checkout, 'clusters', name, 'corral'),
    '--dry-run=server',
  ]);
  expect(said).toMatch(new RegExp(`^appproject\\.argoproj\\.io/${name} .*\\napplication\\.argoproj\\.io/${name} `));
});

test.each([
  [
    'a field that does not exist',
    { syncPolicy: { automated: { prun: true } } },
    '.spec.syncPolicy.automated.prun: field not declared in schema',
  ],
  ['a value of another type', { syncPolicy: { automated: { prune: 'yes' } } }, 'spec.syncPolicy.automated.prune'],
])('%s would be refused', async (_, spec, message) => {
  const application = controlObjects(environments[0] as EnvironmentInput).find(
    ({ kind }) => kind === 'Application',
  ) as Manifest;
  const wrong = { ...application, spec: { ...(application['spec'] as object), ...spec } };
  await expect(plane.client.apply([wrong], { force: true, dryRun: true })).rejects.toThrow(message);
});
