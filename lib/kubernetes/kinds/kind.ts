/** What is known of a kind beside the type of its objects: how the API serves it, and which definition brings it. */

/** Where the objects of a kind live. */
export type Scope = 'namespaced' | 'cluster';

/** What the API server knows of a kind. */
export interface KindFacts<Version extends string = string> {
  readonly apiVersion: Version;
  readonly scope: Scope;
  /** As in the paths of the API: `deployments`. */
  readonly plural: string;
  /**
   * Name of the CustomResourceDefinition that brings the kind: `httproutes.gateway.networking.k8s.io`.
   * @default - none: the kind is one of Kubernetes
   */
  readonly definition?: string;
}

/** The facts of a family of kinds, with the API version of each type. */
export type FactsOf<Types extends Readonly<Record<keyof Types, { readonly apiVersion: string }>>> = {
  readonly [Kind in keyof Types]: KindFacts<Types[Kind]['apiVersion']>;
};

/** API group of an `apiVersion`: `apps` of `apps/v1`, and empty for the core group, `v1`. */
export const groupOf = (apiVersion: string): string => apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')));

/** Version of an `apiVersion`: `v1` of `apps/v1`. */
export const versionOf = (apiVersion: string): string => apiVersion.slice(apiVersion.indexOf('/') + 1);

/** A kind of Kubernetes whose objects live in a namespace. */
export const namespaced = <Version extends string>(apiVersion: Version, plural: string): KindFacts<Version> => ({
  apiVersion,
  scope: 'namespaced',
  plural,
});

/** A kind of Kubernetes whose objects live outside of namespaces. */
export const clusterWide = <Version extends string>(apiVersion: Version, plural: string): KindFacts<Version> => ({
  apiVersion,
  scope: 'cluster',
  plural,
});

/** A kind that a CustomResourceDefinition brings, which is always named by plural and group. */
export const custom = <Version extends string>(
  apiVersion: Version,
  plural: string,
  scope: Scope = 'namespaced',
): KindFacts<Version> => ({ apiVersion, scope, plural, definition: `${plural}.${groupOf(apiVersion)}` });
