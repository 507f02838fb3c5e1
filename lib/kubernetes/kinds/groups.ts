/** API groups of Kubernetes itself. */

/** Those with a dot: further groups below `k8s.io` come with definitions, such as `gateway.networking.k8s.io`. */
const dotted: ReadonlySet<string> = new Set([
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
]);

/** Whether every cluster serves a group. */
export const isBuiltInGroup = (group: string): boolean => !group.includes('.') || dotted.has(group);
