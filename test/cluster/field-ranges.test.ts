/**
 * The ranges of rule `field-types` on the real API server: it takes both ends and keeps them, and refuses or changes
 * what is beyond.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Json, Manifest } from '../../lib/kubernetes/read/manifest';
import { fieldRanges } from '../../lib/kubernetes/read/field-ranges';
import { fieldFaults } from '../../lib/kubernetes/read/field-types';
import { ensureTools } from '../../scripts/toolchain/tools';
import { controlPlaneTools } from '../components/sets';
import { ControlPlane } from './control-plane/control-plane';
import { lost } from './world/read-back';

const minutes = 60_000;
type Tree = Readonly<Record<string, unknown>>;
type Value = number | string;
type Draw = (value: Value) => Manifest;

let plane: ControlPlane;
beforeAll(async () => {
  await ensureTools(controlPlaneTools);
  plane = await ControlPlane.start();
}, 15 * minutes);
afterAll(() => plane.stop());

const draw = (apiVersion: string, kind: string, body: Tree): Manifest => ({
  apiVersion,
  kind,
  metadata: { name: 'a', namespace: 'default' },
  ...body,
});
const whole = (apiVersion: string, kind: string, body: Tree): Manifest => ({
  apiVersion,
  kind,
  metadata: { name: 'a' },
  ...body,
});

const labels = { a: 'b' };
const selector = { matchLabels: labels };
const template = (spec: Tree, container: Tree = {}) => ({
  metadata: { labels },
  spec: { ...spec, containers: [{ name: 'c', image: 'i', ...container }] },
});
const workload = (kind: string, spec: Tree, pod: Tree = template({})): Manifest =>
  draw('apps/v1', kind, { spec: { selector, template: pod, ...spec } });
const deployment = (spec: Tree, container: Tree = {}): Manifest =>
  workload('Deployment', {}, template(spec, container));
const volume = (source: Tree): Manifest => deployment({ volumes: [{ name: 'v', ...source }] });
const probe = (kind: string, fields: Tree): Manifest =>
  deployment({}, { [kind]: { tcpSocket: { port: 80 }, ...fields } });
const service = (ports: Tree, spec: Tree = {}): Manifest =>
  draw('v1', 'Service', { spec: { selector: labels, ports: [{ name: 'p', port: 80, ...ports }], ...spec } });
const policy = (port: Tree): Manifest =>
  draw('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {}, ingress: [{ ports: [port] }] } });
const autoscaler = (spec: Tree): Manifest =>
  draw('autoscaling/v2', 'HorizontalPodAutoscaler', {
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' }, maxReplicas: 2, ...spec },
  });
const behaviour = (rules: Tree): Manifest =>
  autoscaler({ behavior: { scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }], ...rules } } });
const scaling = (fields: Tree): Manifest =>
  behaviour({ policies: [{ type: 'Pods', value: 1, periodSeconds: 60, ...fields }] });
const term = { labelSelector: selector, topologyKey: 'kubernetes.io/hostname' };
const spread = (fields: Tree): Manifest =>
  deployment({
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'DoNotSchedule', labelSelector: selector, ...fields },
    ],
  });
const budget = (fields: Tree): Manifest => draw('policy/v1', 'PodDisruptionBudget', { spec: { selector, ...fields } });
const isNone = (value: Value): boolean => value === 0 || value === '0%';
const iscsi = { targetPortal: '10.0.0.1', iqn: 'iqn.2001-04.com.example:a' };

const draws: Readonly<Record<string, Draw>> = {
  'ClientIPConfig.timeoutSeconds': (value) =>
    service({}, { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: value } } }),
  'ConfigMapVolumeSource.defaultMode': (value) => volume({ configMap: { name: 'c', defaultMode: value } }),
  'ContainerPort.containerPort': (value) => deployment({}, { ports: [{ containerPort: value }] }),
  'ContainerPort.hostPort': (value) => deployment({}, { ports: [{ containerPort: 80, hostPort: value }] }),
  'DownwardAPIVolumeFile.mode': (value) =>
    volume({ downwardAPI: { items: [{ path: 'a', fieldRef: { fieldPath: 'metadata.name' }, mode: value }] } }),
  'DownwardAPIVolumeSource.defaultMode': (value) =>
    volume({ downwardAPI: { defaultMode: value, items: [{ path: 'a', fieldRef: { fieldPath: 'metadata.name' } }] } }),
  'FCVolumeSource.lun': (value) => volume({ fc: { targetWWNs: ['a'], lun: value } }),
  'GRPCAction.port': (value) => deployment({}, { livenessProbe: { grpc: { port: value } } }),
  'HPAScalingPolicy.periodSeconds': (value) => scaling({ periodSeconds: value }),
  'HPAScalingPolicy.value': (value) => scaling({ value }),
  'HPAScalingRules.stabilizationWindowSeconds': (value) => behaviour({ stabilizationWindowSeconds: value }),
  'HTTPGetAction.port': (value) => deployment({}, { livenessProbe: { httpGet: { port: value } } }),
  'HorizontalPodAutoscalerSpec.maxReplicas': (value) => autoscaler({ maxReplicas: value }),
  'ISCSIPersistentVolumeSource.lun': (value) =>
    whole('v1', 'PersistentVolume', {
      spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], iscsi: { ...iscsi, lun: value } },
    }),
  'ISCSIVolumeSource.lun': (value) => volume({ iscsi: { ...iscsi, lun: value } }),
  'KeyToPath.mode': (value) => volume({ configMap: { name: 'c', items: [{ key: 'a', path: 'b', mode: value }] } }),
  'MetricTarget.averageUtilization': (value) =>
    autoscaler({
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: value } } },
      ],
    }),
  'NetworkPolicyPort.endPort': (value) => policy({ port: 1, endPort: value }),
  'NetworkPolicyPort.port': (value) => policy({ port: value }),
  'PodDisruptionBudgetSpec.maxUnavailable': (value) => budget({ maxUnavailable: value }),
  'PodDisruptionBudgetSpec.minAvailable': (value) => budget({ minAvailable: value }),
  'PodSecurityContext.fsGroup': (value) => deployment({ securityContext: { fsGroup: value } }),
  'PodSecurityContext.runAsGroup': (value) => deployment({ securityContext: { runAsGroup: value } }),
  'PodSecurityContext.runAsUser': (value) => deployment({ securityContext: { runAsUser: value } }),
  'PodSecurityContext.supplementalGroups': (value) => deployment({ securityContext: { supplementalGroups: [value] } }),
  'PodSpec.activeDeadlineSeconds': (value) =>
    draw('batch/v1', 'Job', {
      spec: { template: { spec: { ...template({}).spec, restartPolicy: 'Never', activeDeadlineSeconds: value } } },
    }),
  'PodSpec.priority': (value) => deployment({ priority: value }),
  'PreferredSchedulingTerm.weight': (value) =>
    deployment({
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: value, preference: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } },
          ],
        },
      },
    }),
  'PriorityClass.value': (value) => whole('scheduling.k8s.io/v1', 'PriorityClass', { value }),
  'Probe.failureThreshold': (value) => probe('readinessProbe', { failureThreshold: value }),
  'Probe.periodSeconds': (value) => probe('readinessProbe', { periodSeconds: value }),
  'Probe.successThreshold': (value) => probe('readinessProbe', { successThreshold: value }),
  'Probe.terminationGracePeriodSeconds': (value) => probe('livenessProbe', { terminationGracePeriodSeconds: value }),
  'Probe.timeoutSeconds': (value) => probe('readinessProbe', { timeoutSeconds: value }),
  'ProjectedVolumeSource.defaultMode': (value) =>
    volume({ projected: { defaultMode: value, sources: [{ configMap: { name: 'a' } }] } }),
  'RollingUpdateDaemonSet.maxSurge': (value) =>
    workload('DaemonSet', {
      updateStrategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxSurge: value, maxUnavailable: isNone(value) ? 1 : 0 },
      },
    }),
  'RollingUpdateDaemonSet.maxUnavailable': (value) =>
    workload('DaemonSet', {
      updateStrategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxUnavailable: value, maxSurge: isNone(value) ? 1 : 0 },
      },
    }),
  'RollingUpdateDeployment.maxSurge': (value) =>
    workload('Deployment', {
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: value, maxUnavailable: 1 } },
    }),
  'RollingUpdateDeployment.maxUnavailable': (value) =>
    workload('Deployment', {
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: value, maxSurge: 1 } },
    }),
  'RollingUpdateStatefulSetStrategy.maxUnavailable': (value) =>
    workload('StatefulSet', {
      serviceName: 'a',
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: value } },
    }),
  'SecretVolumeSource.defaultMode': (value) => volume({ secret: { secretName: 's', defaultMode: value } }),
  'SecurityContext.runAsGroup': (value) => deployment({}, { securityContext: { runAsGroup: value } }),
  'SecurityContext.runAsUser': (value) => deployment({}, { securityContext: { runAsUser: value } }),
  'ServiceAccountTokenProjection.expirationSeconds': (value) =>
    volume({ projected: { sources: [{ serviceAccountToken: { path: 't', expirationSeconds: value } }] } }),
  'ServicePort.nodePort': (value) => service({ nodePort: value }, { type: 'NodePort' }),
  'ServicePort.port': (value) => service({ port: value }),
  'ServicePort.targetPort': (value) => service({ targetPort: value }),
  'ServiceSpec.healthCheckNodePort': (value) =>
    service({}, { type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: value }),
  'TCPSocketAction.port': (value) => deployment({}, { livenessProbe: { tcpSocket: { port: value } } }),
  'Toleration.tolerationSeconds': (value) =>
    deployment({ tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: value }] }),
  'TopologySpreadConstraint.maxSkew': (value) => spread({ maxSkew: value }),
  'TopologySpreadConstraint.minDomains': (value) => spread({ minDomains: value }),
  'WeightedPodAffinityTerm.weight': (value) =>
    deployment({
      affinity: {
        podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: value, podAffinityTerm: term }] },
      },
    }),
};

/**
 * Ports of nodes come from a range of the cluster's own, and 0 asks the server for one; the field of StatefulSets is
 * kept only behind a feature gate. Beyond the exact numbers of JSON nothing is tried.
 */
const untried: readonly string[] = [
  'ServicePort.nodePort',
  'ServiceSpec.healthCheckNodePort',
  'RollingUpdateStatefulSetStrategy.maxUnavailable',
];
const exact = ({ value }: { readonly value: number }): boolean => Number.isSafeInteger(value);

const texts: readonly (readonly [text: string, allowed: boolean])[] = [
  ['http', true],
  ['a-1', true],
  ['x'.repeat(15), true],
  ['x'.repeat(16), false],
  ['1', false],
  ['a--b', false],
  ['-a', false],
  ['A', false],
  ['', false],
];
const parts: readonly string[] = ['0%', '1%', '100%', '101%', '1.5%', '%', '-1%', '5', 'abc'];

async function isKept(manifest: Manifest): Promise<boolean> {
  try {
    const {
      objects: [kept],
    } = await plane.client.apply([manifest], { dryRun: true, force: true });
    return lost(manifest as unknown as Json, kept as unknown as Json).length === 0;
  } catch {
    return false;
  }
}

const isOurs = (manifest: Manifest): boolean => fieldFaults(manifest).length === 0;

test('every range has an object to try it on', () => {
  expect(Object.keys(draws).sort()).toEqual([...fieldRanges.keys()].sort());
});

test(
  'the server takes the ends of every range, and nothing beyond',
  async () => {
    const wrong: string[] = [];
    const cases = [...fieldRanges]
      .filter(([field]) => !untried.includes(field))
      .flatMap(([field, { least, most, text }]) => {
        const numbers = [
          { value: least, allowed: true },
          { value: most, allowed: true },
          { value: least - 1, allowed: false },
          { value: most + 1, allowed: false },
        ].filter(exact);
        const names = text?.what === 'the name of a port' ? texts.map(([value, allowed]) => ({ value, allowed })) : [];
        const percentages =
          text === undefined || names.length > 0
            ? []
            : parts.map((value) => ({ value, allowed: text.form.test(value) }));
        return [...numbers, ...names, ...percentages].map((each) => ({ field, ...each }));
      });
    let next = 0;
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let each = cases[next++]; each !== undefined; each = cases[next++]) {
          const { field, value, allowed } = each;
          const manifest = draws[field]?.(value);
          if (manifest === undefined) continue;
          if (isOurs(manifest) !== allowed)
            wrong.push(`${field} ${value}: the rule ${allowed ? 'refuses' : 'takes'} it`);
          if ((await isKept(manifest)) !== allowed)
            wrong.push(`${field} ${value}: the server ${allowed ? 'refuses or changes' : 'takes'} it`);
        }
      }),
    );
    expect(wrong.sort()).toEqual([]);
  },
  10 * minutes,
);
