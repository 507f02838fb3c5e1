/**
 * Types of the fields that rules read of further kinds: custom resources and Ingresses. These kinds have more fields, which
 * no rule reads and whose values may be anything. A name ends in `!` where its kind requires it.
 */

/** Name of the type of each kind. */
export const furtherKinds: Readonly<Record<string, string>> = {
  'cert-manager.io/v1 Certificate': 'Certificate',
  'external-secrets.io/v1 ExternalSecret': 'ExternalSecret',
  'gateway.networking.k8s.io/v1 Gateway': 'Gateway',
  'gateway.networking.k8s.io/v1 HTTPRoute': 'HTTPRoute',
  'keda.sh/v1alpha1 ScaledObject': 'ScaledObject',
  'monitoring.coreos.com/v1 PodMonitor': 'PodMonitor',
  'monitoring.coreos.com/v1 PrometheusRule': 'PrometheusRule',
  'networking.k8s.io/v1 Ingress': 'Ingress',
};

const reference = { apiVersion: 'string', group: 'string', kind: 'string', name: 'string', namespace: 'string' };
const object = (spec: string) => ({ apiVersion: 'string!', kind: 'string!', metadata: 'ObjectMeta!', spec });

/** Types with their fields. */
export const furtherTypes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  FurtherReference: reference,
  Certificate: object('CertificateSpec'),
  CertificateSpec: { dnsNames: '[]string', issuerRef: 'FurtherReference', secretName: 'string' },
  ExternalSecret: object('ExternalSecretSpec'),
  ExternalSecretSpec: { secretStoreRef: 'FurtherReference', target: 'FurtherReference' },
  Gateway: object('GatewaySpec'),
  GatewaySpec: { gatewayClassName: 'string', listeners: '[]GatewayListener' },
  GatewayListener: { name: 'string', tls: 'GatewayListenerTls' },
  GatewayListenerTls: { certificateRefs: '[]FurtherReference' },
  HTTPRoute: object('HTTPRouteSpec'),
  HTTPRouteSpec: { hostnames: '[]string', parentRefs: '[]HTTPRouteParent', rules: '[]HTTPRouteRule' },
  HTTPRouteParent: { ...reference, sectionName: 'string' },
  HTTPRouteRule: { backendRefs: '[]HTTPRouteBackend' },
  HTTPRouteBackend: { ...reference, port: 'int32' },
  Ingress: object('IngressSpec'),
  IngressSpec: {
    defaultBackend: 'IngressBackend',
    ingressClassName: 'string',
    rules: '[]IngressRule',
    tls: '[]IngressTls',
  },
  IngressRule: { host: 'string', http: 'IngressRuleHttp' },
  IngressRuleHttp: { paths: '[]IngressPath' },
  IngressPath: { backend: 'IngressBackend!', path: 'string', pathType: 'string' },
  IngressBackend: { service: 'IngressService' },
  IngressService: { name: 'string!', port: 'IngressServicePort' },
  IngressServicePort: { name: 'string', number: 'int32' },
  IngressTls: { hosts: '[]string', secretName: 'string' },
  PodMonitor: object('PodMonitorSpec'),
  PodMonitorSpec: { podMetricsEndpoints: '[]PodMonitorEndpoint', selector: 'LabelSelector' },
  PodMonitorEndpoint: { port: 'string' },
  PrometheusRule: object('PrometheusRuleSpec'),
  PrometheusRuleSpec: { groups: '[]PrometheusRuleGroup' },
  PrometheusRuleGroup: { name: 'string', rules: '[]PrometheusRuleEntry' },
  PrometheusRuleEntry: { alert: 'string', expr: 'intOrString!', record: 'string' },
  ScaledObject: object('ScaledObjectSpec'),
  ScaledObjectSpec: {
    fallback: 'ScaledObjectFallback',
    maxReplicaCount: 'int32',
    minReplicaCount: 'int32',
    scaleTargetRef: 'FurtherReference',
    triggers: '[]ScaledObjectTrigger',
  },
  ScaledObjectFallback: { failureThreshold: 'int32', replicas: 'int32' },
  ScaledObjectTrigger: { metadata: '{}string!', type: 'string' },
};
