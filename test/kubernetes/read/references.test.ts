/** What an object refers to by name. Each sort has its cases beside the rules that judge it. */
import { expect, test } from '@jest/globals';
import type { Manifest } from '../../../lib/kubernetes/read/manifest';
import { referencesIn } from '../../../lib/kubernetes/read/references';

const written = (manifest: Manifest): readonly string[] =>
  referencesIn(manifest).map(({ field, kind, namespace, name }) => `${field}: ${kind} ${namespace}/${name}`);

test('a workload refers to what its pods need, and to the Service of its pods', () => {
  const set: Manifest = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'a', namespace: 'n' },
    spec: {
      serviceName: 'pods',
      template: {
        spec: {
          serviceAccountName: 'account',
          volumes: [
            { name: 'v', configMap: { name: 'settings' } },
            { name: 'o', secret: { secretName: 'token', optional: true } },
          ],
          containers: [{ name: 'c', args: ['--url', 'http://weights.store.svc:8080'] }],
        },
      },
      volumeClaimTemplates: [{ spec: { storageClassName: 'fast' } }, {}],
    },
  };
  expect(written(set)).toEqual([
    'spec.template.spec.serviceAccountName: ServiceAccount n/account',
    'spec.template.spec.volumes[0].configMap.name: ConfigMap n/settings',
    'spec.template.spec.containers[0].args[1]: Service store/weights',
    'spec.volumeClaimTemplates[0].spec.storageClassName: StorageClass /fast',
    'spec.volumeClaimTemplates[1].spec.storageClassName: StorageClass /',
    'spec.serviceName: Service n/pods',
  ]);
});

test('a kind of another group with the same name refers to nothing that is known', () => {
  const binding: Manifest = {
    apiVersion: 'authorization.openshift.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'a', namespace: 'n' },
    roleRef: { kind: 'Role', name: 'reader' },
  };
  expect(written(binding)).toEqual([]);
  expect(written({ ...binding, apiVersion: 'rbac.authorization.k8s.io/v1' })).toEqual(['roleRef.name: Role n/reader']);
});
