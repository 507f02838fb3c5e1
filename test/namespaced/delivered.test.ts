/** A GitOps repository of an environment whose rights end at one namespace. */
import { expect, test } from '@jest/globals';
import { synthesise, type EnvironmentInput } from '../../lib';
import { treeOf } from '../../lib/internal';
import { team } from './team';

const deliveredBy = (gitops: EnvironmentInput['gitops']) =>
  treeOf(synthesise({ ...team, delivery: 'gitops', gitops })).objects.map(({ manifest }) => manifest);

test('a tenant of Flux has its Kustomizations in the namespace, applied with the rights of an account', () => {
  const objects = deliveredBy({ tool: 'flux', namespace: 'team-llm', source: 'platform', serviceAccount: 'corral' });
  const kustomizations = objects.filter(({ kind }) => kind === 'Kustomization');
  expect(kustomizations.length).toBeGreaterThan(3);
  for (const { metadata, spec } of kustomizations) {
    expect(metadata.namespace).toBe('team-llm');
    expect(spec).toMatchObject({ serviceAccountName: 'corral' });
  }
  expect([...new Set(objects.map(({ metadata }) => metadata.namespace))]).toEqual(['team-llm']);
});

test('Flux applies with its own rights, unless an account is named', () => {
  const [first] = deliveredBy({ tool: 'flux' }).filter(({ kind }) => kind === 'Kustomization');
  expect(first?.metadata.namespace).toBe('flux-system');
  expect(JSON.stringify(first)).not.toContain('serviceAccountName');
});

test('Argo CD may make nothing of the whole cluster for it', () => {
  const project = deliveredBy({ tool: 'argocd', repository: 'https://git.example/platform.git' }).find(
    ({ kind }) => kind === 'AppProject',
  );
  expect(project?.['spec']).toMatchObject({
    clusterResourceWhitelist: [],
    destinations: [{ namespace: 'team-llm' }],
  });
});
