/** The pods of workloads: where each kind keeps them, and what an object may lack. */
import { describe, expect, test } from '@jest/globals';
import type { Manifest } from '../../../lib/kubernetes/read/manifest';
import { argumentsOf, podTemplate, workloadPod } from '../../../lib/kubernetes/read/workload-pod';

const template = { metadata: { labels: { app: 'qwen' } }, spec: { containers: [{ name: 'server' }] } };
const made = (kind: string, rest: object): Manifest => ({ apiVersion: 'v1', kind, metadata: { name: 'a' }, ...rest });

describe('a pod', () => {
  test.each<[string, object, string]>([
    ['Deployment', { spec: { template } }, 'spec.template.spec'],
    ['StatefulSet', { spec: { template } }, 'spec.template.spec'],
    ['DaemonSet', { spec: { template } }, 'spec.template.spec'],
    ['ReplicaSet', { spec: { template } }, 'spec.template.spec'],
    ['Job', { spec: { template } }, 'spec.template.spec'],
    ['CronJob', { spec: { jobTemplate: { spec: { template } } } }, 'spec.jobTemplate.spec.template.spec'],
    ['Pod', { spec: template.spec }, 'spec'],
  ])('of a %s', (kind, rest, field) => {
    const pod = workloadPod(made(kind, rest));
    expect(pod?.field).toBe(field);
    expect(pod?.containers).toEqual([{ container: { name: 'server' }, field: `${field}.containers[0]`, role: 'main' }]);
    expect(pod?.labels).toEqual(kind === 'Pod' ? {} : { app: 'qwen' });
  });

  test.each(['Service', 'constructor', 'toString'])('is not made by a %s', (kind) => {
    expect(workloadPod(made(kind, { spec: { template } }))).toBeUndefined();
    expect(podTemplate(made(kind, { spec: { template } }))).toBeUndefined();
  });

  test('is not made by a kind of another group with the same name', () => {
    expect(workloadPod({ ...made('Job', { spec: { template } }), apiVersion: 'batch.volcano.sh/v1alpha1' })).toBe(
      undefined,
    );
  });

  test('has its containers in the order in which they start, and the claims of its own', () => {
    const pod = workloadPod(
      made('StatefulSet', {
        spec: {
          template: { spec: { containers: [{ name: 'b' }], initContainers: [{ name: 'a' }] } },
          volumeClaimTemplates: [{ metadata: { name: 'weights' } }],
        },
      }),
    );
    expect(pod?.containers.map(({ container, role }) => `${role} ${container.name}`)).toEqual(['init a', 'main b']);
    expect(pod?.claimTemplates).toEqual([{ metadata: { name: 'weights' } }]);
  });

  test.each([{}, { spec: {} }, { spec: { template: {} } }, { spec: null }])(
    'of a Deployment with %j is empty',
    (rest) => {
      expect(workloadPod(made('Deployment', rest))).toEqual({
        labels: {},
        annotations: {},
        spec: { containers: [] },
        field: 'spec.template.spec',
        metadataField: 'spec.template.metadata',
        containers: [],
        claimTemplates: [],
      });
    },
  );
});

test('its arguments are those of the entry point, then its own', () => {
  expect(argumentsOf({ command: ['server', '--port'], args: ['1'] })).toEqual(['server', '--port', '1']);
  expect(argumentsOf({})).toEqual([]);
});
