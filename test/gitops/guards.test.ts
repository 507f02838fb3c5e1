/** What is refused before a file is touched, in full sentences. */
import { describe, expect, test } from '@jest/globals';
import { formatFault } from '../../lib/core/fault';
import { changesBetween } from '../../lib/delivery/changes';
import { guards } from '../../lib/delivery/guards';
import { lockOf } from '../../lib/delivery/lock';
import { treeOf } from '../../lib/delivery/tree';
import type { Manifest, RenderedChart } from '../../lib/kubernetes/read/manifest';
import type { Gitops } from '../../lib/environment/gitops';
import { argocd, charts, claim, flux, model, namespace, object, synthesis, weightsServer } from './support/small';

/** The refusals of going from one set of charts to another. */
function refusals(
  before: readonly RenderedChart[],
  after: readonly RenderedChart[],
  allowed: readonly string[] = [],
  gitops: readonly [Gitops, Gitops] = [flux, flux],
): string {
  const old = treeOf(synthesis(before, gitops[0]));
  const tree = treeOf(synthesis(after, gitops[1]));
  const lock = lockOf(old, {});
  const read = (path: string): Manifest | undefined => old.objects.find((each) => each.path === path)?.manifest;
  return guards({
    tree,
    before: lock,
    changes: changesBetween(lock, lockOf(tree, {})),
    read,
    allowed: new Set(allowed),
  })
    .map(formatFault)
    .join('\n');
}

const models = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => model(name));
const before = charts(...models);
const replaced = (name: string, change: (manifest: Manifest) => Manifest): readonly RenderedChart[] =>
  before.map((chart) => ({
    ...chart,
    manifests: chart.manifests.map((each) => (each.metadata.name === name ? change(each) : each)),
  }));

test('the same again, and a model less, are not refused', () => {
  expect(refusals(before, before)).toBe('');
  expect(refusals(before, charts(...models.slice(1)))).toBe('');
});

describe('deletions', () => {
  test('of what holds data', () => {
    const without = before.map((chart) => ({
      ...chart,
      manifests: chart.manifests.filter(({ kind }) => kind !== 'PersistentVolumeClaim'),
    }));
    expect(refusals(before, without)).toBe(
      'small: PersistentVolumeClaim model-store/store: it would be removed from the repository, and its data would be lost.\n' +
        '  fix: keep it in the environment, or, to remove it: --allow-delete PersistentVolumeClaim/model-store/store\n  [ProtectedDeletion]',
    );
    expect(refusals(before, without, ['PersistentVolumeClaim/model-store/store'])).toBe('');
  });

  test('of a namespace, by a name without a namespace', () => {
    expect(
      refusals(before, before.slice(1), ['Namespace/llm-serving', 'Kustomization/flux-system/small-00-namespaces']),
    ).toBe('');
    expect(refusals(before, before.slice(1))).toContain('--allow-delete Namespace/llm-serving\n  [ProtectedDeletion]');
  });

  test('of more than a fifth of all objects at once', () => {
    expect(refusals(before, charts(...models.slice(2)))).toBe(
      'small: 10 of 35 objects would be removed from the repository in one run, more than 20 %.\n  fix: keep them in the environment, or, to remove them: ' +
        ['a', 'b'].map((name) => `--allow-delete Kustomization/flux-system/small-model-${name}`).join(' ') +
        ' ' +
        ['a', 'b']
          .map((name) =>
            ['ConfigMap', 'Deployment', 'HorizontalPodAutoscaler', 'ServiceAccount']
              .map(
                (kind) =>
                  `--allow-delete ${kind}/llm-serving/${name}${kind === 'ConfigMap' ? '-programs-0a1b2c3d' : ''}`,
              )
              .join(' '),
          )
          .join(' ') +
        '\n  [MassDeletion]',
    );
  });

  test('a new content hash is a replacement, not a deletion', () => {
    const rehashed = before.map((chart) => ({
      ...chart,
      manifests: chart.manifests.map((each) => ({
        ...each,
        metadata: { ...each.metadata, name: each.metadata.name.replace('0a1b2c3d', 'ffffffff') },
      })),
    }));
    expect(refusals(before, rehashed)).toBe('');
  });

  test('of a unit whose objects stay in another', () => {
    const moved = before.map((chart) => (chart.name === 'model-a' ? { ...chart, name: 'chat-a' } : chart));
    expect(refusals(before, moved)).toBe(
      'small: Kustomization flux-system/small-model-a: it would be removed while 4 of its objects stay, and Flux deletes the objects of a Kustomization that is removed.\n' +
        '  fix: suspend the Kustomization that applies it, set spec.deletionPolicy: Orphan on it in the cluster, then: --allow-delete Kustomization/flux-system/small-model-a; ' +
        'resume it when the cluster has fetched the commit\n  [UnitMoved]',
    );
  });

  test('of an object that goes to another unit, unless Flux does not delete it anyhow', () => {
    const [namespaces, weights, ...others] = before as readonly [RenderedChart, RenderedChart, ...RenderedChart[]];
    const server = weights.manifests.filter(({ kind }) => kind === 'Deployment');
    const kept = weights.manifests.filter(({ kind }) => kind !== 'Deployment');
    expect(
      refusals(before, [
        namespaces,
        { name: 'weights', wave: 3, manifests: kept },
        { name: 'storage', wave: 2, manifests: server },
        ...others,
      ]),
    ).toBe(
      'small: Deployment model-store/weights-server: it would move from one Kustomization to another, and Flux would delete it for the first one.\n' +
        '  fix: amend it with the annotation kustomize.toolkit.fluxcd.io/prune: disabled, deliver that first, then: ' +
        '--allow-delete Deployment/model-store/weights-server\n  [UnitMoved]',
    );
    expect(
      refusals(before, [
        namespaces,
        { name: 'weights', wave: 3, manifests: server },
        { name: 'storage', wave: 2, manifests: kept },
        ...others,
      ]),
    ).toBe('');
    const byArgoCd: readonly [Gitops, Gitops] = [argocd, argocd];
    expect(
      refusals(
        before,
        [
          namespaces,
          { name: 'weights', wave: 3, manifests: kept },
          { name: 'storage', wave: 2, manifests: server },
          ...others,
        ],
        [],
        byArgoCd,
      ),
    ).toBe('');
  });

  test('of all units of Flux when Argo CD takes over', () => {
    expect(refusals(before, before, [], [flux, argocd]).match(/\[UnitMoved\]/g)).toHaveLength(8);
  });
});

describe('fields that cannot change', () => {
  test('are named with the way to change them', () => {
    const after = replaced('weights-server', (each) => ({
      ...each,
      spec: { selector: { matchLabels: { app: 'other' } } },
    }));
    expect(refusals(before, after)).toBe(
      'small: Deployment model-store/weights-server: spec.selector would change, but the API server refuses this change.\n' +
        '  fix: delete the Deployment with --cascade=orphan and create it again: its pods keep running until they are replaced; ' +
        'then: --allow-delete Deployment/model-store/weights-server\n  [ImmutableField]',
    );
    expect(refusals(before, after, ['Deployment/model-store/weights-server'])).toBe('');
  });

  test('a claim may grow, and not shrink', () => {
    const sized = (size: string) => [{ name: 'weights', wave: 3, manifests: [claim(size)] }];
    expect(refusals(sized('10Gi'), sized('20Gi'))).toBe('');
    expect(refusals(sized('10Gi'), sized('5Gi'))).toContain('spec.resources.requests.storage would change');
  });
});

describe('secrets', () => {
  test('a Secret with data', () => {
    const secret = object('v1', 'Secret', 'hub', 'model-store', { stringData: { token: 'x' } });
    expect(refusals(before, [...before, { name: 'secrets', wave: 1, manifests: [secret] }])).toBe(
      'small: Secret model-store/hub: a Secret with data would be committed.\n  fix: declare it as a prerequisite, and let a tool such as External Secrets create it\n  [SecretData]',
    );
  });

  test.each([
    ['a token of Hugging Face', `hf_${'aB3'.repeat(12)}`],
    ['a token of GitHub', `ghp_${'aB3'.repeat(12)}`],
    ['a token of GitLab', `glpat-${'aB3'.repeat(8)}`],
    ['an access key of AWS', `AKIA${'ABCDEFGH'.repeat(2)}`],
    ['a JSON Web Token', ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiJjb3JyYWwifQ', 'c2lnbmF0dXJlMTIzNDU2'].join('.')],
  ])('%s in whatever object', (what, token) => {
    const config = object('v1', 'ConfigMap', 'settings', 'model-store', { data: { 'hub.env': `TOKEN=${token}` } });
    expect(refusals(before, [...before, { name: 'settings', wave: 1, manifests: [config] }])).toContain(
      `ConfigMap model-store/settings: ${what} would be committed.`,
    );
  });

  test('a private key in whatever object', () => {
    const key = object('v1', 'ConfigMap', 'keys', 'model-store', {
      data: { 'a.pem': '-----BEGIN RSA PRIVATE KEY-----\nMII' },
    });
    expect(refusals(before, [...before, { name: 'keys', wave: 1, manifests: [key] }])).toContain(
      'ConfigMap model-store/keys: a private key would be committed.',
    );
  });
});

test('everything that stands against a delivery is told at once', () => {
  expect(
    refusals([...before, { name: 'x', wave: 2, manifests: [namespace, weightsServer] }], []).match(/\[\w+\]/g),
  ).toEqual(expect.arrayContaining(['[ProtectedDeletion]', '[MassDeletion]']));
});
