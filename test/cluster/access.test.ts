/**
 * What the identities of pods may do: exactly what a bare ServiceAccount may, over every verb and resource of the API
 * server.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { synthesise } from '../../lib';
import type { Json, Manifest } from '../../lib/kubernetes/read/manifest';
import { environments } from '../../overlays';
import { ensureTools } from '../../scripts/toolchain/tools';
import { controlPlaneTools } from '../components/sets';
import type { KubernetesClient } from './client/client';
import { waitUntil } from './client/wait';
import { ControlPlane } from './control-plane/control-plane';
import { count } from './claims';
import { objectsIn } from './world/rendered';

const minutes = 60_000;
/** Requests under way at once: more do not make one server on two cores quicker. */
const atOnce = 32;

interface ApiResource {
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly verbs: readonly string[];
}

interface ResourceList {
  readonly resources: readonly { readonly name: string; readonly verbs: readonly string[] }[];
}

const get = async <T>(client: KubernetesClient, path: string): Promise<T> =>
  (await client.connection.send('GET', path)).body as unknown as T;

/** Every resource and subresource that the server serves. */
async function resources(client: KubernetesClient): Promise<readonly ApiResource[]> {
  const { groups } = await get<{ groups: { preferredVersion: { groupVersion: string } }[] }>(client, '/apis');
  const versions = ['', ...groups.map(({ preferredVersion }) => preferredVersion.groupVersion)];
  const lists = await Promise.all(
    versions.map(async (version) => ({
      group: version.split('/')[0] ?? '',
      list: await get<ResourceList>(client, version === '' ? '/api/v1' : `/apis/${version}`),
    })),
  );
  return lists.flatMap(({ group, list }) =>
    list.resources.map(({ name, verbs }) => {
      const [resource = name, subresource] = name.split('/');
      return { group, resource, subresource, verbs };
    }),
  );
}

/** Runs through a list, some at once. */
async function inBatches<T, R>(items: readonly T[], step: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let i = 0; i < items.length; i += atOnce)
    results.push(...(await Promise.all(items.slice(i, i + atOnce).map(step))));
  return results;
}

/** Verbs that RBAC knows beside those that discovery lists. */
const furtherVerbs = ['impersonate', 'bind', 'escalate', 'approve', 'use'];

/** How often one identity is asked about. */
const questionsOf = (all: readonly ApiResource[]): number =>
  all.reduce((sum, { verbs }) => sum + verbs.length + furtherVerbs.length, 0);

/** `create selfsubjectreviews.authentication.k8s.io`: what a ServiceAccount may do in its namespace. */
async function rights(
  client: KubernetesClient,
  namespace: string,
  name: string,
  all: readonly ApiResource[],
): Promise<readonly string[]> {
  const user = `system:serviceaccount:${namespace}:${name}`;
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  const asked = all.flatMap(({ verbs, ...resource }) =>
    [...verbs, ...furtherVerbs].map((verb) => ({ ...resource, verb })),
  );
  const answers = await inBatches(asked, async ({ group, resource, subresource, verb }) => {
    const spec: Json = {
      user,
      groups,
      resourceAttributes: { namespace, group, resource, subresource: subresource ?? '', verb },
    };
    const { body } = await client.connection.send('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
      body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec },
    });
    const { status } = body as unknown as { readonly status: { readonly allowed: boolean } };
    return status.allowed
      ? [`${verb} ${resource}${subresource === undefined ? '' : `/${subresource}`}${group === '' ? '' : `.${group}`}`]
      : [];
  });
  return answers.flat().sort();
}

beforeAll(() => ensureTools(controlPlaneTools), 15 * minutes);

const deciding = ['Namespace', 'ServiceAccount', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'];

/** What decides on the rights of an environment's pods. */
const identities = new Map(
  environments.map(
    (input) => [input.name, objectsIn(synthesise(input).charts).filter(({ kind }) => deciding.includes(kind))] as const,
  ),
);

const accountsOf = (manifests: readonly Manifest[]): readonly Manifest[] =>
  manifests.filter(({ kind }) => kind === 'ServiceAccount');

/**
 * All environments on one control plane. Bindings only ever give, so what an account may not do beside those of all
 * other environments, it may not do without them; and accounts that several environments have are asked once.
 */
describe('every environment', () => {
  let plane: ControlPlane;
  let all: readonly ApiResource[];
  let bare: readonly string[];
  const known = new Map<string, readonly string[]>();

  beforeAll(async () => {
    plane = await ControlPlane.start();
    for (const manifests of identities.values()) await plane.client.apply(manifests, { force: true });
    all = await resources(plane.client);
    bare = await rights(plane.client, 'default', 'bare', all);
  }, 15 * minutes);
  afterAll(() => plane.stop());

  test('a ServiceAccount that nobody has given anything may ask about itself', () => {
    expect(bare).toEqual(
      expect.arrayContaining([
        'create selfsubjectaccessreviews.authorization.k8s.io',
        'create selfsubjectreviews.authentication.k8s.io',
      ]),
    );
    expect(bare.filter((right) => !/^(create self|get |list |watch )/.test(right))).toEqual([]);
  });

  test.each([...identities])(
    '%s: no ServiceAccount may do more than that, over every verb of every resource',
    async (_name, manifests) => {
      const accounts = accountsOf(manifests);
      expect(accounts.length).toBeGreaterThan(2);
      // Accounts of one kind have the same groups and differ in name only: bindings are looked up by name, so each is
      // asked.
      const differing = [];
      for (const {
        metadata: { namespace = '', name },
      } of accounts) {
        const key = `${namespace}/${name}`;
        const own = known.get(key) ?? (await rights(plane.client, namespace, name, all));
        if (!known.has(key)) count('access', { ServiceAccounts: 1, questions: questionsOf(all) });
        known.set(key, own);
        if (own.join('\n') !== bare.join('\n')) differing.push({ key, own });
      }
      expect(differing).toEqual([]);
    },
    10 * minutes,
  );

  test('a binding that slips in shows', async () => {
    const { client } = plane;
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'slipped', namespace: 'llm-serving' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'ServiceAccount', name: 'legal', namespace: 'llm-serving' }],
    };
    await client.apply([binding]);
    const pods = all.filter(
      ({ group, resource, subresource }) => group === '' && resource === 'pods' && subresource === undefined,
    );
    // The server's authorizer hears of a binding a moment later.
    await waitUntil(
      'the binding counts',
      () => rights(client, 'llm-serving', 'legal', pods),
      (found) => found.length > 0,
    );
    expect(await rights(client, 'llm-serving', 'legal', pods)).toEqual(['get pods', 'list pods', 'watch pods']);
  });
});
