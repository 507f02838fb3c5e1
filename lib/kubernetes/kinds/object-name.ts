/** The names that objects of a kind may have, so that the API server takes them and their pods can carry them. */
import { isLabel, isSubdomain, longestName } from '../../core';

/** Kinds whose name becomes part of their pods' names and labels. */
const workloads: ReadonlySet<string> = new Set([
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Job',
  'ReplicaSet',
  'StatefulSet',
]);

/** Kinds whose name may be any segment of a path: `system:node`. */
const pathSegments: ReadonlySet<string> = new Set(['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding']);

const labelLimit = 63;
const subdomainLimit = 253;

/** The form of a DNS label, in words. */
export const labelText = (limit: number): string =>
  `lower-case letters, digits and hyphens, at most ${limit} characters, a letter or digit at both ends`;

/** What a name of a kind must be, in words; `undefined` when the name is. */
export function allowedName(kind: string, name: string): string | undefined {
  if (workloads.has(kind)) return isLabel(name, longestName) ? undefined : labelText(longestName);
  if (kind === 'Service')
    return isLabel(name, labelLimit) && /^[a-z]/.test(name) ? undefined : `${labelText(labelLimit)}, a letter first`;
  if (kind === 'Namespace') return isLabel(name, labelLimit) ? undefined : labelText(labelLimit);
  if (pathSegments.has(kind))
    return name !== '' && name !== '.' && name !== '..' && !/[/%]/.test(name)
      ? undefined
      : "any text without '/' and '%', but not '.' or '..'";
  return isSubdomain(name) ? undefined : `labels of ${labelText(subdomainLimit)}, parted by dots`;
}
