/** What objects refer to: names that lead nowhere, Services without pods, claims that wait for a later wave. */
import { expect } from '@jest/globals';
import type { Manifest } from '../../../lib/kubernetes/read/manifest';
import { unschedulable } from '../client/conditions';
import { waitUntil } from '../client/wait';
import { broken, others, plainPod, refused, renamed, serving, type Counterexample } from './counterexample';

export const referenceCounterexamples: readonly Counterexample[] = [
  {
    rule: 'namespaces-exist',
    shows: 'an object of a namespace that is not there is refused',
    prove: (world) =>
      refused(
        world,
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'nowhere' } },
        /namespaces "nowhere" not found/,
      ),
  },
  {
    rule: 'one-namespace',
    shows: 'a user with rights in one namespace may make nothing outside of it',
    async prove({ plane: { client, kubectl } }) {
      const role = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'admin' };
      const binding: Manifest = {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'one-namespace', namespace: others },
        roleRef: role,
        subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'one-namespace' }],
      };
      await client.apply([binding]);
      const outside: readonly (readonly [Manifest, RegExp])[] = [
        [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'more' } }, /namespaces "more" is forbidden/],
        [
          { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'more' }, value: 1 },
          /priorityclasses\.scheduling\.k8s\.io "more" is forbidden/,
        ],
        [
          { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'more', namespace: serving } },
          /configmaps "more" is forbidden/,
        ],
      ];
      for (const [manifest, reason] of outside) {
        const { code, stderr } = await kubectl.try(
          ['apply', '--server-side', '--dry-run=server', '--as=one-namespace', '-f', '-'],
          { input: JSON.stringify(manifest) },
        );
        expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(reason) });
      }
      await client.delete([binding]);
    },
  },
  {
    rule: 'custom-resources',
    shows: 'an object of a kind that nobody defined is refused',
    async prove({ plane: { kubectl } }) {
      const monitor = {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'ServiceMonitor',
        metadata: { name: 'a', namespace: serving },
        spec: {},
      };
      const { code, stderr } = await kubectl.try(['apply', '--server-side', '-f', '-'], {
        input: JSON.stringify(monitor),
      });
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringContaining('no matches for kind "ServiceMonitor" in version "monitoring.coreos.com/v1"'),
      });
    },
  },
  {
    rule: 'references-resolve',
    shows: 'unknown priority and runtime classes are refused, and a pod with an unknown claim waits for ever',
    async prove(world) {
      await refused(
        world,
        broken(plainPod('priority'), 'spec.priorityClassName', 'nobody'),
        /no PriorityClass with name nobody was found/,
      );
      await refused(
        world,
        broken(plainPod('runtime'), 'spec.runtimeClassName', 'nobody'),
        /RuntimeClass "nobody" not found/,
      );
      const waiting = broken(plainPod('waiting'), 'spec.volumes', [
        { name: 'w', persistentVolumeClaim: { claimName: 'nobody' } },
      ]);
      await world.plane.client.apply([waiting]);
      await world.plane.client.waitFor('waits', 'Pod', 'waiting', serving, (pod) =>
        /persistentvolumeclaim "nobody" not found/.test(unschedulable(pod) ?? ''),
      );
      await world.plane.client.delete([waiting], { gracePeriodSeconds: 0 });
    },
  },
  {
    rule: 'references-resolve',
    shows: 'a ServiceAccount that is missing keeps a Deployment without pods',
    async prove({ plane: { client } }, find) {
      const orphan = broken(
        broken(renamed(find('Deployment', 'legal'), 'orphan'), 'spec.template.spec.serviceAccountName', 'nobody'),
        'spec.replicas',
        1,
      );
      await client.apply([orphan]);
      const deployment = await client.waitFor(
        'has failed',
        'Deployment',
        'orphan',
        serving,
        ({ status }) => status?.conditions?.some(({ type }) => type === 'ReplicaFailure') ?? false,
      );
      expect(deployment.status?.conditions?.find(({ type }) => type === 'ReplicaFailure')?.message).toMatch(
        /serviceaccount "nobody" not found/,
      );
      await client.delete([orphan]);
    },
  },
  {
    rule: 'services-reach-pods',
    shows: 'a Service whose selector is off by a letter has no endpoints',
    async prove({ plane: { client } }, find) {
      const lost = broken(renamed(find('Service', 'legal'), 'lost'), 'spec.selector', {
        'app.kubernetes.io/instance': 'legel',
      });
      await client.apply([lost]);
      const [slice] = await waitUntil(
        'it has a slice',
        () => client.list('EndpointSlice', { namespace: serving, labels: { 'kubernetes.io/service-name': 'lost' } }),
        (slices) => slices.length > 0,
      );
      expect(slice?.endpoints ?? []).toEqual([]);
      await client.delete([lost]);
    },
  },
  {
    rule: 'wave-order',
    shows:
      'a claim that binds on first use stays unbound until its pod is there: a wave that waits for it waits for ever',
    async prove({ plane: { client } }) {
      const claim = {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'early', namespace: others },
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: 'local-path',
          resources: { requests: { storage: '1Gi' } },
        },
      };
      await client.apply([claim]);
      const events = await waitUntil(
        'its controller says why',
        () => client.list('Event', { namespace: others, fields: { 'involvedObject.name': 'early' } }),
        (found) => found.length > 0,
      );
      expect(events[0]?.message).toMatch(/waiting for first consumer to be created before binding/);
      expect((await client.get('PersistentVolumeClaim', 'early', others)).status?.phase).toBe('Pending');
      const pod = broken(plainPod('user', others), 'spec.volumes', [
        { name: 'w', persistentVolumeClaim: { claimName: 'early' } },
      ]);
      await client.apply([pod]);
      await client.waitFor(
        'is bound',
        'PersistentVolumeClaim',
        'early',
        others,
        ({ status }) => status?.phase === 'Bound',
      );
      await client.delete([pod, claim], { gracePeriodSeconds: 0 });
    },
  },
];
