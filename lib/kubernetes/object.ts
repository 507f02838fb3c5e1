/** The one way to draw an object: typed by its kind, so that a misspelt field does not compile. */
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { apiVersions, type Kind, type Kinds } from './kinds';

/** An object without what its kind says already. */
export type Body<K extends Kind> = Omit<Kinds[K], 'apiVersion' | 'kind' | 'status'> & {
  readonly metadata: NonNullable<Kinds[K]['metadata']> & { readonly name: string };
};

/**
 * Adds an object of a kind to a construct.
 *
 * @param id - unique among the construct's children; the object's name is `body.metadata.name`
 */
export function object<K extends Kind>(scope: Construct, id: string, kind: K, body: Body<K>): ApiObject {
  return new ApiObject(scope, id, { apiVersion: apiVersions[kind], kind, ...body });
}
