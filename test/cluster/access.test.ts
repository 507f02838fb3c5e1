/** What the identities of pods may do: exactly what a bare ServiceAccount may, over every verb and resource of the API server. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Json } from '../../lib/kubernetes/manifest';
import { production } from '../../overlays/production';
import { ensureTools } from '../../scripts/toolchain/tools';
import type { KubernetesClient } from './client/client';
import { ControlPlane, controlPlaneTools } from './control-plane/control-plane';
import { objectsIn, render, type Rendered } from './world/rendered';

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

const get = async <T>(client: KubernetesClient, path: string): Promise<T> => (await client.connection.send('GET', path)).body as unknown as T;

/** Every resource and subresource that the server serves. */
async function resources(client: KubernetesClient): Promise<readonly ApiResource[]> {
  const { groups } = await get<{ groups: { preferredVersion: { groupVersion: string } }[] }>(client, '/apis');
  const versions = ['', ...groups.map(({ preferredVersion }) => preferredVersion.groupVersion)];
  const lists = await Promise.all(versions.map(async (version) => ({
    group: version.split('/')[0] ?? '', list: await get<ResourceList>(client, version === '' ? '/api/v1' : `/apis/${version}`),
  })));
  return lists.flatMap(({ group, list }) => list.resources.map(({ name, verbs }) => {
    const [resource = name, subresource] = name.split('/');
    return { group, resource, subresource, verbs };
  }));
}

/** Runs through a list, some at once. */
async function inBatches<T, R>(items: readonly T[], step: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let i = 0; i < items.length; i += atOnce) results.push(...await Promise.all(items.slice(i, i + atOnce).map(step)));
  return results;
}

/** Verbs that RBAC knows beside those that discovery lists. */
const furtherVerbs = ['impersonate', 'bind', 'escalate', 'approve', 'use'];

/** `create selfsubjectreviews.authentication.k8s.io`: what a ServiceAccount may do in its namespace. */
async function rights(client: KubernetesClient, namespace: string, name: string, all: readonly ApiResource[]): Promise<readonly string[]> {
  const user = `system:serviceaccount:${namespace}:${name}`;
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  const asked = all.flatMap(({ verbs, ...resource }) => [...verbs, ...furtherVerbs].map((verb) => ({ ...resource, verb })));
  const answers = await inBatches(asked, async ({ group, resource, subresource, verb }) => {
    const spec: Json = { user, groups, resourceAttributes: { namespace, group, resource, subresource: subresource ?? '', verb } };
    const { body } = await client.connection.send('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', { body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec } });
    const { status } = body as unknown as { readonly status: { readonly allowed: boolean } };
    return status.allowed ? [`${verb} ${resource}${subresource === undefined ? '' : `/${subresource}`}${group === '' ? '' : `.${group}`}`] : [];
  });
  return answers.flat().sort();
}

beforeAll(() => ensureTools(controlPlaneTools), 15 * minutes);

describe('production', () => {
  let plane: ControlPlane;
  let rendered: Rendered;

  beforeAll(async () => {
    rendered = render(production);
    plane = await ControlPlane.start();
    await plane.client.apply(objectsIn(rendered.charts).filter(({ kind }) => ['Namespace', 'ServiceAccount', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'].includes(kind)));
  });
  afterAll(async () => {
    rendered.remove();
    await plane.stop();
  });

  test('no ServiceAccount may do more than one that nobody has given anything', async () => {
    const { client } = plane;
    const all = await resources(client);
    const accounts = objectsIn(rendered.charts).filter(({ kind }) => kind === 'ServiceAccount').map(({ metadata }) => metadata);
    const bare = await rights(client, 'default', 'bare', all);
    expect(bare).toEqual(expect.arrayContaining(['create selfsubjectaccessreviews.authorization.k8s.io', 'create selfsubjectreviews.authentication.k8s.io']));
    expect(accounts.length).toBeGreaterThan(10);
    // Accounts of one kind have the same groups and differ in name only: bindings are looked up by name, so each is asked.
    const differing = [];
    for (const { namespace = '', name } of accounts) {
      const own = await rights(client, namespace, name, all);
      if (own.join('\n') !== bare.join('\n')) differing.push({ name, own });
    }
    expect(differing).toEqual([]);
  });

  test('a binding that slips in shows', async () => {
    const { client } = plane;
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: { name: 'slipped', namespace: 'llm-serving' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' }, subjects: [{ kind: 'ServiceAccount', name: 'legal', namespace: 'llm-serving' }],
    };
    await client.apply([binding]);
    const pods = (await resources(client)).filter(({ group, resource, subresource }) => group === '' && resource === 'pods' && subresource === undefined);
    expect(await rights(client, 'llm-serving', 'legal', pods)).toEqual(['get pods', 'list pods', 'watch pods']);
  });
});
