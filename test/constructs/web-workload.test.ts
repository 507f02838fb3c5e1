/** A web service: one construct with everything that a service of a platform needs, and what it gives to others. */
import { describe, expect, test } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { WebWorkload, type WebWorkloadProps } from '../../lib/constructs/web/web-workload';
import { images } from '../../lib/catalog/images';
import { mib } from '../../lib/core/bytes';
import { cores } from '../../lib/core/cpu';
import { seconds } from '../../lib/core/duration';
import { manifestsOf } from '../../lib/kubernetes/draw/serialise';

const probe = { path: '/ready', periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 };
const props: WebWorkloadProps = {
  namespace: 'serving',
  component: 'page',
  port: 8081,
  container: 'page',
  image: images.nginx,
  run: { command: ['/page'], env: { COLOUR: 'blue' }, files: { 'page.conf': 'on' } },
  readiness: probe,
  liveness: probe,
  wants: { cpu: cores(0.5), memory: mib(128), ephemeralStorage: mib(64) },
  replicas: 2,
  rollout: { type: 'RollingUpdate', maxSurge: 0, maxUnavailable: 1 },
  longestRequest: seconds(20),
};

const draw = (more: Partial<WebWorkloadProps> = {}) => {
  const chart = new Chart(new App(), 'test');
  const web = new WebWorkload(chart, 'page', { ...props, ...more });
  const manifests = manifestsOf(chart);
  return { web, spec: (kind: string) => manifests.find((each) => each.kind === kind)?.spec, manifests };
};

describe('a web service', () => {
  const { web, spec, manifests } = draw();

  test('is a Deployment with all that belongs to it', () => {
    expect(
      manifests.map(({ kind, metadata }) => `${kind} ${metadata.name.replace(/-[0-9a-f]{8}$/, '')}`).sort(),
    ).toEqual([
      'ConfigMap page-lists',
      'Deployment page',
      'NetworkPolicy page',
      'PodDisruptionBudget page',
      'Service page',
      'ServiceAccount page',
    ]);
    expect(spec('Deployment')).toMatchObject({
      replicas: 2,
      minReadySeconds: 35,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      template: {
        spec: {
          terminationGracePeriodSeconds: 35,
          containers: [
            {
              name: 'page',
              command: ['/page'],
              env: [{ name: 'COLOUR', value: 'blue' }],
              ports: [{ name: 'http', containerPort: 8081 }],
              readinessProbe: { httpGet: { path: '/ready', port: 'http' }, periodSeconds: 5 },
              lifecycle: { preStop: { sleep: { seconds: 15 } } },
            },
          ],
        },
      },
    });
    expect(spec('NetworkPolicy')).toMatchObject({ policyTypes: ['Ingress', 'Egress'] });
  });

  test('has a name, a port, an address and its pods', () => {
    const podLabels = { 'app.kubernetes.io/name': 'page', 'app.kubernetes.io/instance': 'page' };
    expect(web).toMatchObject({
      name: 'page',
      port: 8081,
      url: 'http://page.serving.svc:8081',
      podLabels,
      peer: { namespace: 'serving', podLabels },
      service: { name: 'page', namespace: 'serving', portName: 'http' },
      workload: { kind: 'Deployment', name: 'page', namespace: 'serving' },
    });
    expect(spec('Service')).toMatchObject({ selector: podLabels, ports: [{ port: 8081, name: 'http' }] });
  });

  test('takes an address, volumes and flows', () => {
    const peer = { namespace: 'gateway', podLabels: { app: 'envoy' } };
    const full = draw({
      address: '10.96.0.20',
      flows: { ingress: [{ peer, port: 8081 }], egress: [] },
      volumes: [
        { name: 'data', path: '/data', from: { claimName: 'data' }, readOnly: false },
        { name: 'config', path: '/config', from: { configMap: 'page' } },
        { name: 'keys', path: '/keys', from: { secretName: 'page' } },
      ],
    });
    expect(full.spec('Service')).toMatchObject({ clusterIP: '10.96.0.20' });
    expect(JSON.stringify(full.spec('NetworkPolicy'))).toContain('"app":"envoy"');
    expect(full.spec('Deployment')).toMatchObject({
      template: {
        spec: {
          containers: [
            {
              volumeMounts: expect.arrayContaining([
                { name: 'data', mountPath: '/data', readOnly: false },
                { name: 'config', mountPath: '/config', readOnly: true },
                { name: 'keys', mountPath: '/keys', readOnly: true },
              ]),
            },
          ],
          volumes: expect.arrayContaining([
            { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
            { name: 'config', configMap: { name: 'page' } },
            { name: 'keys', secret: { secretName: 'page' } },
          ]),
        },
      },
    });
  });
});
