/** The gateway with the smallest props, and what keeps answers whole when a pod ends. */
import { describe, expect, test } from '@jest/globals';
import { fieldOf, titles } from '../support/drawn';
import { deployment, drawn, envoy, own, pod, policy, tcp } from './gateway';

describe('the smallest props', () => {
  const manifests = drawn();
  const field = (place: string) => fieldOf(manifests, place);

  test('give two pods with all that belongs to them', () => {
    expect(titles(manifests).map((each) => each.replace(/[0-9a-f]{8}$/, '#'))).toEqual([
      'ServiceAccount gate/gateway',
      'NetworkPolicy gate/gateway',
      'ConfigMap gate/gateway-clients',
      'ConfigMap gate/gateway-envoy-#',
      'ConfigMap gate/gateway-models-0',
      'ConfigMap gate/gateway-models-1',
      'ConfigMap gate/gateway-models-2',
      'ConfigMap gate/gateway-models-3',
      'ConfigMap gate/gateway-models-4',
      'ConfigMap gate/gateway-models-5',
      'ConfigMap gate/gateway-models-6',
      'ConfigMap gate/gateway-models-7',
      'ConfigMap gate/gateway-weights',
      'ConfigMap gate/program-envoy-drain-#',
      'ConfigMap gate/program-gateway-policy-#',
      'Service gate/gateway',
      'Service gate/gateway-peers',
      'Deployment gate/gateway',
      'PodDisruptionBudget gate/gateway',
    ]);
    expect(field(`${deployment}: spec.replicas`)).toBe(2);
    expect(field(`${deployment}: spec.strategy.rollingUpdate`)).toEqual({ maxSurge: 1, maxUnavailable: 0 });
  });

  test('the policy starts before Envoy and ends after it', () => {
    expect(field(`${policy}.name`)).toBe('policy');
    expect(field(`${policy}.restartPolicy`)).toBe('Always');
    expect(field(`${policy}.startupProbe.httpGet`)).toEqual({ path: '/startup', port: 'peers' });
    expect(field(`${envoy}.restartPolicy`)).toBeUndefined();
    // A hook of the policy would run beside that of Envoy.
    expect(field(`${policy}.lifecycle`)).toBeUndefined();
  });

  test('a pod that ends waits for its answers, and the next is not replaced before', () => {
    const grace = 15 + 600 + 15;
    expect(field(`${pod}.terminationGracePeriodSeconds`)).toBe(grace);
    expect(field(`${deployment}: spec.minReadySeconds`)).toBe(grace);
    expect(field(`${deployment}: spec.progressDeadlineSeconds`)).toBe(600 + grace);
    expect(field(`${deployment}: metadata.annotations['corral.dev/because.grace']`)).toBe(
      '10 min 30 s: 15 s for endpoints to follow, 10 min for the longest answer, 15 s to end',
    );
    expect(field(`${envoy}.lifecycle.preStop.exec.command`)).toEqual(['/bin/bash', '/etc/corral/envoy-drain.sh']);
    expect(field(`${envoy}.env`)).toEqual(
      expect.arrayContaining([
        { name: 'DRAIN_ADMIN_PORT', value: '9901' },
        { name: 'DRAIN_DEADLINE', value: '615' },
        { name: 'DRAIN_PROPAGATION', value: '15' },
      ]),
    );
    // Envoy closes its listeners no earlier than clients have learnt of it, and no later than its drain looks at it.
    expect(field(`${envoy}.command`)).toEqual(expect.arrayContaining(['--drain-time-s', '15']));
  });

  test('pods start before the first key is made, and without keys of a control plane', () => {
    expect(field(`${pod}.volumes`)).toEqual(
      expect.arrayContaining([
        { name: 'keys', secret: { secretName: 'gateway-keys', optional: true, defaultMode: 0o440 } },
        { name: 'issued-keys', configMap: { name: 'gateway-issued-keys', optional: true } },
      ]),
    );
  });

  test('Envoy reads no key, and only the list of clusters and the log of requests can be written', () => {
    const mounts = (place: string) =>
      (field(`${place}.volumeMounts`) as unknown as { mountPath: string; readOnly?: boolean }[]).map(
        ({ mountPath, readOnly }) => `${mountPath}${readOnly === true ? '' : ' rw'}`,
      );
    expect(mounts(envoy)).toEqual([
      '/etc/gateway/config',
      '/run/corral/clusters rw',
      '/run/corral/access rw',
      '/tmp rw',
      '/etc/corral',
    ]);
    expect(mounts(policy)).toEqual([
      '/etc/gateway/config',
      '/etc/gateway/models',
      '/etc/gateway/clients',
      '/etc/gateway/weights',
      '/etc/gateway/keys',
      '/etc/gateway/issued-keys',
      '/run/corral/clusters rw',
      '/run/corral/access rw',
      '/tmp rw',
      '/etc/corral',
    ]);
  });

  test('engines, names and the other pods are reached, and only the other pods get in', () => {
    expect(field('NetworkPolicy gate/gateway: spec.ingress')).toEqual([{ from: [own], ports: tcp(9002) }]);
    expect(field('NetworkPolicy gate/gateway: spec.egress')).toEqual([
      expect.objectContaining({
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 53 },
        ],
      }),
      { to: [own], ports: tcp(9002) },
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'serving' } },
            podSelector: { matchLabels: { 'app.kubernetes.io/name': 'llama-server' } },
          },
        ],
        ports: tcp(8080),
      },
    ]);
  });

  test('the checks of the policy and the administration of Envoy are no port of the pod', () => {
    const ports = [...(field(`${envoy}.ports`) as { containerPort: number }[])];
    ports.push(...(field(`${policy}.ports`) as { containerPort: number }[]));
    expect(ports.map(({ containerPort }) => containerPort)).toEqual([8080, 9090, 9002]);
  });
});
