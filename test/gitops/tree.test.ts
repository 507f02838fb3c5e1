/** The tree of a GitOps repository: where objects lie, and what the controllers are told. */
import { describe, expect, test } from '@jest/globals';
import { FaultError } from '../../lib/core/fault';
import { synthesise } from '../../lib/synthesise';
import { treeOf, type Tree } from '../../lib/delivery/tree';
import { filePath } from '../../lib/delivery/file-path';
import { environments } from '../../overlays';
import { staging } from '../../overlays/staging';
import { dev, local } from '../render/overlays';
import { argocd, charts, flux, model, namespace, object, synthesis } from './support/small';

const small = treeOf(synthesis(charts(model('chat'), model('legal'))));

const find = (tree: Tree, name: string, kind = 'Kustomization') =>
  tree.objects.find(({ manifest }) => manifest.kind === kind && manifest.metadata.name === name)?.manifest;

const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof FaultError) return error.message;
    throw error;
  }
  return 'nothing was refused';
};

describe('files', () => {
  test('one object each, in folders by wave, and by model in the last one', () => {
    expect([...small.files.keys()].filter((path) => !path.endsWith('kustomization.yaml'))).toEqual([
      'clusters/small/corral/flux-system/kustomization.kustomize.toolkit.fluxcd.io-small-00-namespaces.yaml',
      'clusters/small/corral/flux-system/kustomization.kustomize.toolkit.fluxcd.io-small-30-weights.yaml',
      'clusters/small/corral/flux-system/kustomization.kustomize.toolkit.fluxcd.io-small-model-chat.yaml',
      'clusters/small/corral/flux-system/kustomization.kustomize.toolkit.fluxcd.io-small-model-legal.yaml',
      'small/00-namespaces/_cluster/namespace-llm-serving.yaml',
      'small/30-weights/model-store/deployment.apps-weights-server.yaml',
      'small/30-weights/model-store/persistentvolumeclaim-store.yaml',
      ...['chat', 'legal'].flatMap((name) => [
        `small/40-workloads/model-${name}/llm-serving/configmap-${name}-programs-0a1b2c3d.yaml`,
        `small/40-workloads/model-${name}/llm-serving/deployment.apps-${name}.yaml`,
        `small/40-workloads/model-${name}/llm-serving/horizontalpodautoscaler.autoscaling-${name}.yaml`,
        `small/40-workloads/model-${name}/llm-serving/serviceaccount-${name}.yaml`,
      ]),
    ]);
  });

  test('a kustomization in every folder, sorted, so that each can be applied by itself', () => {
    expect(small.files.get('small/kustomization.yaml')).toBe(
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n  - 00-namespaces\n  - 30-weights\n  - 40-workloads\n',
    );
    expect(small.files.get('small/40-workloads/kustomization.yaml')).toContain(
      'resources:\n  - model-chat\n  - model-legal\n',
    );
    expect(small.files.get('small/30-weights/kustomization.yaml')).toContain(
      'resources:\n  - model-store/deployment.apps-weights-server.yaml\n  - model-store/persistentvolumeclaim-store.yaml\n',
    );
    expect(small.files.get('clusters/small/corral/kustomization.yaml')).toContain(
      '  - flux-system/kustomization.kustomize.toolkit.fluxcd.io-small-00-namespaces.yaml\n',
    );
  });

  test('names that file systems would confuse are escaped, and can be read back', () => {
    const path = filePath(object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'system:Node_a'));
    expect(path).toBe('_cluster/clusterrole.rbac.authorization.k8s.io-system%3A%4Eode%5Fa.yaml');
    expect(decodeURIComponent(path)).toContain('system:Node_a');
  });

  test('two objects that would be one file are refused', () => {
    const twice = [
      { name: 'a', wave: 0, manifests: [object('example/v1', 'Thing', 'a'), object('example/v2', 'Thing', 'a')] },
    ];
    expect(refusal(() => treeOf(synthesis(twice)))).toBe(
      'small: Thing a and Thing a would both be small/00-namespaces/_cluster/thing.example-a.yaml.\n  fix: give one of them another name\n  [PathCollision]',
    );
  });

  test("an environment that would write where the controllers' objects are is refused", () => {
    expect(refusal(() => treeOf(synthesis(charts(), flux, 'clusters')))).toBe(
      "clusters: its folder would be clusters/, where the controllers' objects of all environments are.\n  fix: give the environment another name\n  [PathCollision]",
    );
  });
});

describe('Flux', () => {
  test('a Kustomization for each wave and each model, each after the wave before', () => {
    expect(find(small, 'small-00-namespaces')).toMatchObject({
      metadata: { namespace: 'flux-system' },
      spec: {
        path: './small/00-namespaces',
        prune: true,
        wait: true,
        interval: '600s',
        retryInterval: '2m',
        timeout: '300s',
        sourceRef: { kind: 'GitRepository', name: 'flux-system' },
      },
    });
    expect(find(small, 'small-model-chat')?.['spec']).toMatchObject({
      path: './small/40-workloads/model-chat',
      dependsOn: [{ name: 'small-30-weights' }],
    });
  });

  test('a model waits for the loaders of its weights, and every unit for units that are there', () => {
    for (const environment of environments) {
      const { name } = environment;
      const units = treeOf(synthesise({ ...environment, delivery: 'gitops' }))
        .objects.map(({ manifest }) => manifest)
        .filter(({ kind }) => kind === 'Kustomization');
      const before = new Map(
        units.map(({ metadata, spec }) => [
          metadata.name,
          (spec as { readonly dependsOn?: readonly { readonly name: string }[] }).dependsOn?.map((each) => each.name) ??
            [],
        ]),
      );
      expect([...before.values()].flat().filter((unit) => !before.has(unit))).toEqual([]);
      for (const [unit, others] of before) {
        const [, kind = ''] = new RegExp(`^${name}-(load|model|fleet)-`).exec(unit) ?? [];
        if (kind !== '')
          expect(others.map((other) => other.startsWith(`${name}-load-`))).toEqual(others.map(() => kind !== 'load'));
      }
    }
    const dependencies = (unit: string) => find(treeOf(synthesise(staging)), unit)?.['spec'];
    expect(dependencies('staging-fleet-ollama')).toMatchObject({
      dependsOn: [{ name: 'staging-load-llama3-1-8b' }, { name: 'staging-load-llama3-2-3b' }],
    });
    expect(dependencies('staging-model-qwen-2-5')).toMatchObject({ dependsOn: [{ name: 'staging-load-qwen2-5-7b' }] });
  });

  test('does not wait for a claim that binds on first use, but for everything else beside it', () => {
    expect(find(small, 'small-30-weights')?.['spec']).toMatchObject({
      wait: false,
      healthChecks: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'weights-server', namespace: 'model-store' }],
    });
  });

  test('waits for a claim whose class binds at once', () => {
    const { manifests = [] } = charts()[1] ?? {};
    const bound = manifests.map((each) =>
      each.kind === 'PersistentVolumeClaim' ? { ...each, spec: { storageClassName: 'nfs' } } : each,
    );
    const all = [
      { name: 'storage', wave: 2, manifests: [object('storage.k8s.io/v1', 'StorageClass', 'nfs')] },
      { name: 'weights', wave: 3, manifests: bound },
    ];
    expect(find(treeOf(synthesis(all)), 'small-30-weights')?.['spec']).toMatchObject({ wait: true });
  });

  test('gives a model as long as its weights and its rollout may take', () => {
    const tree = treeOf(synthesise({ ...dev, delivery: 'gitops' }));
    const unit = find(tree, 'dev-model-llama-3-2-3b');
    const because = unit?.metadata.annotations?.['corral.dev/because.timeout'] ?? '';
    expect(because).toMatch(/^.+: .+ for its weights to arrive, then 1 × .+ to replace its pods$/);
    const { timeout = '' } = (unit?.['spec'] ?? {}) as { readonly timeout?: string };
    expect(Number.parseInt(timeout, 10)).toBeGreaterThan(600);
  });

  test('is kept from deleting what holds data, and from emptying shell variables', () => {
    expect(find(small, 'llm-serving', 'Namespace')?.metadata.annotations).toEqual({
      'kustomize.toolkit.fluxcd.io/prune': 'disabled',
    });
    expect(find(small, 'chat-programs-0a1b2c3d', 'ConfigMap')?.metadata.annotations).toEqual({
      'kustomize.toolkit.fluxcd.io/substitute': 'disabled',
    });
    const withProcessId = object('v1', 'ConfigMap', 'marks', 'llm-serving', { data: { 'run.sh': 'echo $$' } });
    const tree = treeOf(synthesis([{ name: 'namespaces', wave: 0, manifests: [withProcessId] }]));
    expect(find(tree, 'marks', 'ConfigMap')?.metadata.annotations).toEqual({
      'kustomize.toolkit.fluxcd.io/substitute': 'disabled',
    });
    expect(find(small, 'chat', 'ServiceAccount')?.metadata.annotations).toBeUndefined();
  });

  test('leaves programs that were replaced, since pods of the revision before may still start', () => {
    const programs = [...treeOf(synthesise({ ...dev, delivery: 'gitops' })).objects].filter(({ path }) =>
      path.includes('configmap-program-'),
    );
    expect(programs.length).toBeGreaterThan(0);
    for (const { manifest, path } of programs) {
      expect(path).toContain('/10-cluster/');
      expect(manifest.metadata.annotations).toMatchObject({ 'kustomize.toolkit.fluxcd.io/prune': 'disabled' });
    }
  });

  test('names fit into a label', () => {
    const long = treeOf(synthesis([{ ...model('a'), name: `model-${'x'.repeat(60)}` }]));
    expect(
      long.objects
        .map(({ manifest }) => manifest)
        .filter(({ kind }) => kind === 'Kustomization')
        .map(({ metadata }) => metadata.name.length),
    ).toEqual([63]);
  });
});

describe('Argo CD', () => {
  const tree = treeOf(synthesis(charts(model('chat')), argocd));

  test('a project that allows what is rendered and no more', () => {
    expect(find(tree, 'small', 'AppProject')?.['spec']).toEqual({
      description: 'What Corral renders for small',
      sourceRepos: ['https://git.example/platform.git'],
      destinations: [
        { server: 'https://kubernetes.default.svc', namespace: 'llm-serving' },
        { server: 'https://kubernetes.default.svc', namespace: 'model-store' },
      ],
      clusterResourceWhitelist: [{ group: '', kind: 'Namespace' }],
      namespaceResourceWhitelist: [
        { group: '', kind: 'ConfigMap' },
        { group: '', kind: 'PersistentVolumeClaim' },
        { group: '', kind: 'ServiceAccount' },
        { group: 'apps', kind: 'Deployment' },
        { group: 'autoscaling', kind: 'HorizontalPodAutoscaler' },
      ],
    });
  });

  test('one Application that leaves the autoscaler its field', () => {
    expect(find(tree, 'small', 'Application')).toMatchObject({
      metadata: { namespace: 'argocd' },
      spec: {
        project: 'small',
        source: { repoURL: 'https://git.example/platform.git', targetRevision: 'main', path: 'small' },
        ignoreDifferences: [
          {
            group: 'apps',
            kind: 'Deployment',
            namespace: 'llm-serving',
            name: 'chat',
            jsonPointers: ['/spec/replicas'],
          },
        ],
        syncPolicy: {
          automated: { prune: true, selfHeal: true },
          syncOptions: [
            'ServerSideApply=true',
            'RespectIgnoreDifferences=true',
            'FailOnSharedResource=true',
            'PruneLast=true',
          ],
        },
      },
    });
    expect(find(tree, 'small', 'Application')?.metadata).not.toHaveProperty('finalizers');
  });

  test('objects carry their wave, and what holds data is never deleted', () => {
    expect(find(tree, namespace.metadata.name, 'Namespace')?.metadata.annotations).toEqual({
      'argocd.argoproj.io/sync-wave': '0',
      'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
    });
    expect(find(tree, 'chat', 'Deployment')?.metadata.annotations).toEqual({ 'argocd.argoproj.io/sync-wave': '4' });
  });
});

test('an environment whose store binds on first use waits for nothing that waits for it', () => {
  const tree = treeOf(synthesise({ ...local, delivery: 'gitops' }));
  expect(find(tree, 'local-storage')?.['spec']).toMatchObject({
    wait: false,
    dependsOn: [{ name: 'local-10-cluster' }],
  });
});
