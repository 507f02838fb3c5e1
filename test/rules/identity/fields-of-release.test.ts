import { fieldsOfRelease } from '../../../lib/rules/identity/fields-of-release';
import { add, cases, set, setPlan } from '../fixtures/verdict';

const release = (version: string) => setPlan('environment.cluster.kubernetes', version);
const model = 'Deployment llm-serving/qwen';
const spec = 'spec.template.spec';
const autoscaler = (fields: object) =>
  add('qwen', {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { namespace: 'llm-serving', name: 'qwen' },
    spec: { scaleTargetRef: { kind: 'Deployment', name: 'qwen' }, maxReplicas: 2, ...fields },
  });
const needs = (field: string, since: string, stated: string, what = 'the field') =>
  `${field}: ${what} needs Kubernetes ${since}, and the environment states ${stated}; leave it out, or upgrade the cluster and set cluster.kubernetes: '${since}'`;
const off = (field: string, what = 'the field') =>
  `${field}: ${what} is off by default in every release of Kubernetes that Corral supports; leave it out`;

const ofImage = set(model, `${spec}.volumes[0].image`, { reference: 'registry.example/weights:1' });
const sameZone = set('Service llm-serving/qwen', 'spec.trafficDistribution', 'PreferSameZone');
const added = (apiVersion: string, kind: string) => add('foundation', { apiVersion, kind, metadata: { name: 'm' } });
const severalAtOnce = set('StatefulSet llm-serving/fleet', 'spec.updateStrategy.rollingUpdate.maxUnavailable', 2);
const scaling = 'HorizontalPodAutoscaler llm-serving/qwen';

cases(fieldsOfRelease, {
  'the platform, on the oldest release': [release('1.33')],
  'the platform, on the newest release': [release('1.37')],
  'an image as a volume, where it is on': [[release('1.35'), ofImage]],
  'an image as a volume': [[release('1.34'), ofImage], needs(`${model} ${spec}.volumes[0].image`, '1.35', '1.34')],
  'a value that its release serves': [[release('1.34'), sameZone]],
  'another value of the same field': [
    [release('1.33'), set('Service llm-serving/qwen', 'spec.trafficDistribution', 'PreferClose')],
  ],
  'a value of a field whose other values are served': [
    [release('1.33'), sameZone],
    needs('Service llm-serving/qwen spec.trafficDistribution', '1.34', '1.33', "'PreferSameZone'"),
  ],
  'resources of a pod': [
    [release('1.33'), set(model, `${spec}.resources`, { requests: { cpu: '1' } })],
    needs(`${model} ${spec}.resources`, '1.34', '1.33'),
  ],
  'a field deep in lists': [
    [release('1.34'), set(model, `${spec}.containers[0].restartPolicyRules`, [])],
    needs(`${model} ${spec}.containers[0].restartPolicyRules`, '1.35', '1.34'),
  ],
  'an autoscaler down to no pod, where it is on': [[release('1.37'), autoscaler({ minReplicas: 0 })]],
  'an autoscaler down to one pod': [[release('1.36'), autoscaler({ minReplicas: 1 })]],
  'an autoscaler down to no pod': [
    [release('1.36'), autoscaler({ minReplicas: 0 })],
    needs(`${scaling} spec.minReplicas`, '1.37', '1.36', '0'),
  ],
  'several pods of a fleet at once, where it is on': [[release('1.37'), severalAtOnce]],
  'several pods of a fleet at once': [
    [release('1.36'), severalAtOnce],
    needs('StatefulSet llm-serving/fleet spec.updateStrategy.rollingUpdate.maxUnavailable', '1.37', '1.36'),
  ],
  'a hostname of a pod': [
    [release('1.34'), set(model, `${spec}.hostnameOverride`, 'qwen.example')],
    needs(`${model} ${spec}.hostnameOverride`, '1.35', '1.34'),
  ],
  'a signal that stops a container': [
    [release('1.37'), set(model, `${spec}.containers[0].lifecycle.stopSignal`, 'SIGUSR1')],
    off(`${model} ${spec}.containers[0].lifecycle.stopSignal`),
  ],
  'certificates in a volume': [
    [
      release('1.36'),
      set(model, `${spec}.volumes[0].projected`, {
        sources: [{ clusterTrustBundle: { name: 'a', path: 'ca.pem' } }, { podCertificate: { signerName: 'a/b' } }],
      }),
    ],
    needs(`${model} ${spec}.volumes[0].projected.sources[0].clusterTrustBundle`, '1.37', '1.36'),
    needs(`${model} ${spec}.volumes[0].projected.sources[1].podCertificate`, '1.37', '1.36'),
  ],
  'a variable from a file': [
    [
      release('1.34'),
      set(model, `${spec}.containers[0].env`, [{ name: 'A', valueFrom: { fileKeyRef: { key: 'A' } } }]),
    ],
    needs(`${model} ${spec}.containers[0].env[0].valueFrom.fileKeyRef`, '1.35', '1.34'),
  ],
  'a device of a container': [
    [release('1.33'), set(model, `${spec}.containers[0].resources.claims`, [{ name: 'gpu' }])],
    needs(`${model} ${spec}.containers[0].resources.claims`, '1.34', '1.33'),
  ],
  'a tolerance of an autoscaler': [
    [release('1.34'), autoscaler({ behavior: { scaleUp: { tolerance: '0.05' } } })],
    needs(`${scaling} spec.behavior.scaleUp.tolerance`, '1.35', '1.34'),
  ],
  'what no release has on': [
    set(model, `${spec}.volumes[0].gitRepo`, { repository: 'https://git.example/weights' }),
    off(`${model} ${spec}.volumes[0].gitRepo`),
  ],
  'a toleration that compares': [
    set(model, `${spec}.tolerations`, [{ key: 'a', operator: 'Gt', value: '1' }]),
    off(`${model} ${spec}.tolerations[0].operator`, "'Gt'"),
  ],
  'a kind': [
    [
      release('1.35'),
      add('foundation', {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'MutatingAdmissionPolicy',
        metadata: { name: 'm' },
      }),
    ],
    needs('MutatingAdmissionPolicy m apiVersion', '1.36', '1.35', "'admissionregistration.k8s.io/v1'"),
  ],
  'a beta version of a kind, though later releases have a stable one': [
    [release('1.37'), added('networking.k8s.io/v1beta1', 'ServiceCIDR')],
    `ServiceCIDR m apiVersion: no release of Kubernetes that Corral supports serves 'networking.k8s.io/v1beta1' by default; use a stable version of the kind, or leave it out`,
  ],
  'the stable version of that kind': [[release('1.33'), added('networking.k8s.io/v1', 'ServiceCIDR')]],
  'a beta version of a custom resource': [added('serving.example/v1beta1', 'DeviceClass')],
});
