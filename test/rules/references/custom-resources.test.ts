import { customResources } from '../../../lib/rules/references/custom-resources';
import { add, cases, setPlan } from '../fixtures/verdict';

const object = (apiVersion: string, kind: string) =>
  add('qwen', { apiVersion, kind, metadata: { name: 'x', namespace: 'llm-serving' } });
const declare = (kind: string, name: string) =>
  setPlan('environment.prerequisites[1]', { kind, name, providedBy: 'an operator' });
const missing = (kind: string, definition: string) =>
  `${kind} llm-serving/x kind: ${kind} is no kind of Kubernetes; declare the prerequisite CustomResourceDefinition ${definition}`;

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
  plurals: [
    [
      object('a.example/v1', 'Policy'),
      object('a.example/v1', 'Gateway'),
      object('a.example/v1', 'GatewayClass'),
      object('a.example/v1', 'Box'),
      object('a.example/v1', 'Batch'),
      object('a.example/v1', 'Mesh'),
      object('a.example/v1', 'SyncSet'),
    ],
    missing('Policy', 'policies.a.example'),
    missing('Gateway', 'gateways.a.example'),
    missing('GatewayClass', 'gatewayclasses.a.example'),
    missing('Box', 'boxes.a.example'),
    missing('Batch', 'batches.a.example'),
    missing('Mesh', 'meshes.a.example'),
    missing('SyncSet', 'syncsets.a.example'),
  ],
});
