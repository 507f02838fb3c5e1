/** An object as a cluster has it: what was applied, and what the server and controllers added. */
import type { Manifest } from '../kubernetes/read';

/** Who wrote which fields, as the server notes it. */
export interface FieldManager {
  readonly manager?: string;
  readonly operation?: string;
  readonly subresource?: string;
}

export interface LiveObject extends Manifest {
  readonly metadata: Manifest['metadata'] & {
    readonly managedFields?: readonly FieldManager[];
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
    readonly deletionTimestamp?: string;
  };
}

/** An object's spec or status, as far as the caller looks: every field of it may be missing. */
export const partOf = <T extends object>(part: unknown): Partial<T> => part ?? {};

/** A condition of a status. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

export const conditionOf = ({ status }: LiveObject, type: string): Condition | undefined =>
  partOf<{ readonly conditions: readonly Condition[] }>(status).conditions?.find(
    (condition) => condition.type === type,
  );
