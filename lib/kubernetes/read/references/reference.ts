/** A reference by name from one object to another: what it says, where, and what it needs of the other. */
import type { Seen } from '../../../rules/seen';

/** One object that names another. */
export interface Reference {
  readonly from: Seen;
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
