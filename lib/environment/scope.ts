/** How far the rights of an environment go, and what its namespace has already. Values only. */

/** `cluster`: it makes what it needs. `namespaced`: it makes objects in one namespace only, which exists. */
export const scopes = ['cluster', 'namespaced'] as const;
export type Scope = (typeof scopes)[number];

/** A ResourceQuota that others made in the namespace: what is left of it must be enough for all maxima. */
export interface ExistingQuota {
  /** Name of the ResourceQuota. */
  readonly name: string;
  /** Its `spec.hard`: `{ 'requests.cpu': '40', 'limits.memory': '256Gi', 'requests.nvidia.com/gpu': '4' }`. */
  readonly hard: Readonly<Record<string, string>>;
  /** The most that pods and objects of others in the namespace use of it. @default {} */
  readonly usedByOthers?: Readonly<Record<string, string>>;
}

export const limitTypes = ['Container', 'Pod', 'PersistentVolumeClaim'] as const;
export type LimitType = (typeof limitTypes)[number];

/** One entry of `spec.limits` of a LimitRange, as Kubernetes writes it. */
export interface ExistingLimit {
  readonly type: LimitType;
  /** Smallest amounts. @default {} */
  readonly min?: Readonly<Record<string, string>>;
  /** Largest amounts. Of a container it is the default limit too, unless `default` has another. @default {} */
  readonly max?: Readonly<Record<string, string>>;
  /** Limit of a container that has none. @default {} */
  readonly default?: Readonly<Record<string, string>>;
  /** Request of a container that has none. @default {} */
  readonly defaultRequest?: Readonly<Record<string, string>>;
  /** Largest limit as a multiple of the request. @default {} */
  readonly maxLimitRequestRatio?: Readonly<Record<string, string>>;
}

/** A LimitRange that others made in the namespace: it must admit every pod, and change none. */
export interface ExistingLimitRange {
  /** Name of the LimitRange. */
  readonly name: string;
  /** Its `spec.limits`. */
  readonly limits: readonly ExistingLimit[];
}
