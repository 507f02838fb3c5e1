/** A reference by name from one object to another: where it is written, and what it needs of the other. */

/** One name of another object. */
export interface Reference {
  /** Path in the object that refers. */
  readonly field: string;
  readonly kind: string;
  /** Empty for kinds that have none. */
  readonly namespace: string;
  readonly name: string;
  /** Keys that a ConfigMap must have. */
  readonly keys?: readonly string[];
  /**
   * Whether it must be there first, so that it must not come in a later wave. A volume may be kept for a claim to come.
   */
  readonly gates: boolean;
}

/** Name under which the cluster's default StorageClass is looked up. */
export const defaultClass = '';
