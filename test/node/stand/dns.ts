/** The DNS of the cluster: CoreDNS as a pod, which also knows the names of the hub. */
import type { Manifest } from '../../../lib/kubernetes/read/manifest';
import { standImage } from './images/images';
import { hubNames } from './hub';
import type { Families } from '../../../lib/core/families';
import { addressesOf } from './network';

const metadata = { name: 'coredns', namespace: 'kube-system' } as const;
const labels = { 'k8s-app': 'kube-dns' } as const;

const corefile = (families: Families): string => `.:53 {
  errors
  health :8080
  ready :8181
  hosts {
    ${addressesOf(families)
      .map(({ hub }) => `${hub} ${hubNames.join(' ')}`)
      .join('\n    ')}
    fallthrough
  }
  kubernetes cluster.local in-addr.arpa ip6.arpa {
    pods insecure
    ttl 5
  }
}
`;

/** Objects of the DNS, as an installer of clusters applies them. */
export const dnsObjects = (families: Families): readonly Manifest[] => [
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'coredns' },
    rules: [
      { apiGroups: [''], resources: ['endpoints', 'services', 'pods', 'namespaces'], verbs: ['list', 'watch'] },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
    ],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'coredns' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'coredns' },
    subjects: [{ kind: 'ServiceAccount', ...metadata }],
  },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { Corefile: corefile(families) } },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: 'coredns',
          priorityClassName: 'system-cluster-critical',
          tolerations: [{ operator: 'Exists' }],
          // The cluster's own DNS must not be asked by itself.
          dnsPolicy: 'Default',
          containers: [
            {
              name: 'coredns',
              image: standImage('coredns'),
              imagePullPolicy: 'Never',
              args: ['-conf', '/etc/coredns/Corefile'],
              resources: { requests: { cpu: '250m', memory: '32Mi' }, limits: { memory: '128Mi' } },
              readinessProbe: { httpGet: { path: '/ready', port: 8181 }, periodSeconds: 1 },
              volumeMounts: [{ name: 'config', mountPath: '/etc/coredns' }],
            },
          ],
          volumes: [{ name: 'config', configMap: { name: 'coredns' } }],
        },
      },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kube-dns', namespace: 'kube-system', labels },
    spec: {
      clusterIP: addressesOf(families)[0].dns,
      selector: labels,
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP' },
        { name: 'dns-tcp', port: 53, protocol: 'TCP' },
      ],
    },
  },
];
