/**
 * The one way to draw an object: typed by its kind, so that a misspelt field does not compile, and named so that the
 * server takes it.
 */
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { refuse } from '../../core';
import { allowedName, factsOf, type Kind, type Kinds } from '../kinds';
import { bodyOn } from './cluster-facts';

/** An object without what its kind says already. */
export type Body<K extends Kind> = Omit<Kinds[K], 'apiVersion' | 'kind' | 'status'> & {
  readonly metadata: NonNullable<Kinds[K]['metadata']> & { readonly name: string };
};

/**
 * Adds an object of a kind to a construct.
 *
 * @param id - unique among the construct's children; the object's name is `body.metadata.name`
 * @throws FaultError `BadName` when the name is none that the API server, or the pods of the object, could carry;
 *   `KindNotDefined` for a kind of others that `defineKinds` does not know
 */
export function object<K extends Kind>(scope: Construct, id: string, kind: K, body: Body<K>): ApiObject {
  const { name } = body.metadata;
  const fix = allowedName(kind, name);
  if (fix !== undefined) refuse('BadName', scope.node.path, `'${name}' is no name for a ${kind}`, { fix });
  return new ApiObject(scope, id, { apiVersion: factsOf(kind).apiVersion, kind, ...bodyOn(scope, kind, body) });
}
