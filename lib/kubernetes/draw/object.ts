/**
 * The one way to draw an object: typed by its kind, so that a misspelt field does not compile, and named so that the
 * server takes it.
 */
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { refuse } from '../../core/fault';
import { isLabel, longestName } from '../../core/name';
import { apiVersions, type Kind, type Kinds } from '../kinds';

/** An object without what its kind says already. */
export type Body<K extends Kind> = Omit<Kinds[K], 'apiVersion' | 'kind' | 'status'> & {
  readonly metadata: NonNullable<Kinds[K]['metadata']> & { readonly name: string };
};

/** Kinds whose name becomes part of their pods' names and labels. */
const workloads: ReadonlySet<string> = new Set<Kind>(['CronJob', 'DaemonSet', 'Deployment', 'Job', 'StatefulSet']);

const isSubdomain = (name: string): boolean => name.length <= 253 && name.split('.').every((part) => isLabel(part));

/** What is wrong with the name of an object, as what it should be; `undefined` when nothing is. */
function nameOf(kind: Kind, name: string): string | undefined {
  const label = 'lower-case letters, digits and hyphens, a letter or digit at both ends';
  if (workloads.has(kind))
    return isLabel(name, longestName) ? undefined : `at most ${longestName} ${label}: its pods add to it`;
  if (kind === 'Service')
    return isLabel(name) && /^[a-z]/.test(name) ? undefined : `at most 63 ${label}, a letter first`;
  if (kind === 'Namespace') return isLabel(name) ? undefined : `at most 63 ${label}`;
  return isSubdomain(name) ? undefined : `${label}; dots may part it`;
}

/**
 * Adds an object of a kind to a construct.
 *
 * @param id - unique among the construct's children; the object's name is `body.metadata.name`
 * @throws FaultError `BadName` when the name is none that the API server, or the pods of the object, could carry
 */
export function object<K extends Kind>(scope: Construct, id: string, kind: K, body: Body<K>): ApiObject {
  const fix = nameOf(kind, body.metadata.name);
  if (fix !== undefined)
    refuse('BadName', scope.node.path, `'${body.metadata.name}' is no name for a ${kind}`, { fix });
  return new ApiObject(scope, id, { apiVersion: apiVersions[kind], kind, ...body });
}
