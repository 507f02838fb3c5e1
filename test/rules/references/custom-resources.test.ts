import { defineKinds } from '../../../lib/kubernetes/kinds';
import { customResources } from '../../../lib/rules/references/custom-resources';
import { add, cases, setPlan } from '../fixtures/verdict';

const object = (apiVersion: string, kind: string) =>
  add('qwen', { apiVersion, kind, metadata: { name: 'x', namespace: 'llm-serving' } });
const declare = (kind: string, name: string) =>
  setPlan('environment.prerequisites[1]', { kind, name, providedBy: 'an operator' });
const missing = (kind: string, definition: string) =>
  `${kind} llm-serving/x kind: ${kind} is no kind of Kubernetes; declare the prerequisite CustomResourceDefinition ${definition}`;

const undescribed = (kind: string, apiVersion: string) =>
  `${kind} llm-serving/x kind: ${kind} is no kind of Kubernetes; call defineKinds({ ${kind}: { apiVersion: '${apiVersion}', plural, scope } }), and declare its definition in prerequisites`;

defineKinds({ Mesh: { apiVersion: 'b.example/v1', plural: 'meshen', scope: 'namespaced' } });

cases(customResources, {
  'every kind of the platform': [[]],
  'a kind of somebody else': [
    object('monitoring.coreos.com/v1', 'ServiceMonitor'),
    missing('ServiceMonitor', 'servicemonitors.monitoring.coreos.com'),
  ],
  'whose definition is declared': [
    [
      object('monitoring.coreos.com/v1', 'ServiceMonitor'),
      declare('CustomResourceDefinition', 'servicemonitors.monitoring.coreos.com'),
    ],
  ],
  'whose definition is declared as something else': [
    [
      object('monitoring.coreos.com/v1', 'ServiceMonitor'),
      declare('APIService', 'servicemonitors.monitoring.coreos.com'),
    ],
    missing('ServiceMonitor', 'servicemonitors.monitoring.coreos.com'),
  ],
  'whose definition is drawn': [
    [
      object('monitoring.coreos.com/v1', 'ServiceMonitor'),
      add('foundation', {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'servicemonitors.monitoring.coreos.com' },
      }),
    ],
  ],
  'a group under k8s.io that is not built in': [
    object('gateway.networking.k8s.io/v1', 'Gateway'),
    missing('Gateway', 'gateways.gateway.networking.k8s.io'),
  ],
  'groups that are': [
    ['v1', 'apps/v1', 'batch/v1', 'networking.k8s.io/v1', 'resource.k8s.io/v1'].map((group) => object(group, 'X')),
  ],
  'another group with a kind of the same name': [
    object('networking.istio.io/v1', 'Gateway'),
    undescribed('Gateway', 'networking.istio.io/v1'),
  ],
  'kinds of every family': [
    [
      object('gateway.networking.k8s.io/v1', 'BackendTLSPolicy'),
      object('keda.sh/v1alpha1', 'ScaledObject'),
      object('cert-manager.io/v1', 'Certificate'),
      object('external-secrets.io/v1', 'ExternalSecret'),
      object('argoproj.io/v1alpha1', 'Application'),
    ],
    missing('BackendTLSPolicy', 'backendtlspolicies.gateway.networking.k8s.io'),
    missing('ScaledObject', 'scaledobjects.keda.sh'),
    missing('Certificate', 'certificates.cert-manager.io'),
    missing('ExternalSecret', 'externalsecrets.external-secrets.io'),
    missing('Application', 'applications.argoproj.io'),
  ],
  'a kind that Corral does not know, whatever is declared': [
    [object('a.example/v1', 'Policy'), declare('CustomResourceDefinition', 'policies.a.example')],
    undescribed('Policy', 'a.example/v1'),
  ],
  'a kind that Corral does not know, with its definition': [
    [
      object('a.example/v1', 'Policy'),
      add('foundation', {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'policies.a.example' },
        spec: { group: 'a.example', scope: 'Namespaced', names: { kind: 'Policy', plural: 'policies' } },
      }),
    ],
  ],
  'a kind that is defined by the user': [
    [object('b.example/v1', 'Mesh'), declare('CustomResourceDefinition', 'meshen.b.example')],
  ],
  'a kind that is defined by the user, without its definition': [
    object('b.example/v1', 'Mesh'),
    missing('Mesh', 'meshen.b.example'),
  ],
});
