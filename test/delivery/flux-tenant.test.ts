/** A tenant of the real Flux: it applies with the rights of an account, which has the Role of the how-to page and no more. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { EnvironmentInput, Manifest } from '../../lib';
import { waitUntil } from '../cluster/client/wait';
import { idle, podsOf, refusals } from '../cluster/world/roll-call';
import { team } from '../namespaced/team';
import { roleInNamespace } from '../namespaced/role';
import { fluxNamespace, stateOf } from './support/flux';
import { FluxSite, objectsOf } from './support/flux-site';

const minutes = 60_000;
const account = 'corral';
const tenant: EnvironmentInput = { ...team, delivery: 'gitops', gitops: { tool: 'flux', serviceAccount: account } };

const role = roleInNamespace();
const rbac = 'rbac.authorization.k8s.io';
const binding: Manifest = {
  apiVersion: `${rbac}/v1`,
  kind: 'RoleBinding',
  metadata: { name: account, namespace: role.metadata.namespace },
  roleRef: { apiGroup: rbac, kind: 'Role', name: role.metadata.name },
  subjects: [{ kind: 'ServiceAccount', name: account, namespace: fluxNamespace }],
};

let site: FluxSite;

beforeAll(async () => {
  site = await FluxSite.start(tenant);
  await site.bootstrap(tenant.name);
}, 20 * minutes);
afterAll(() => site.end());

test('without the Role nothing is applied, and with it everything comes up', async () => {
  const { client } = site.world.plane;
  const up = site.cameTooEarly(tenant);
  up.catch(() => undefined);
  const refused = await waitUntil(
    'the first unit is refused',
    async () => (await site.flux.units()).map(stateOf).find((state) => / False .*forbidden/is.test(state)),
    (state) => state !== undefined,
    { seconds: 240 },
  );
  expect(refused).toContain(`system:serviceaccount:${fluxNamespace}:${account}`);
  await client.apply([role, binding], { fieldManager: 'cluster-team' });
  await site.flux.reconcile(`${tenant.name}-00-namespaces`);
  expect(await up).toEqual([]);
  expect(await site.missing(objectsOf(tenant))).toEqual([]);
  expect({ idle: idle(await podsOf(site.world)), refused: await refusals(site.world) }).toEqual({
    idle: [],
    refused: [],
  });
});
